import { useEffect, useState } from 'react';

/** The longest that a timer can wait. */
const MOST_MS = 2 ** 31 - 1;

/** Whether a moment (in milliseconds, or never) has passed; tells when it does. */
export function useExpiry(moment: number): boolean {
  const [expired, setExpired] = useState(() => moment <= Date.now());
  useEffect(() => {
    const left = moment - Date.now();
    if (left > MOST_MS) return undefined;
    const timer = setTimeout(() => setExpired(true), Math.max(0, left));
    return () => clearTimeout(timer);
  }, [moment]);
  return expired;
}
