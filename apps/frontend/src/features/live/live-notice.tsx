import { useEffect, useState, type ReactNode } from 'react';
import { useStore } from '../../shared/lib/store';
import { Icon } from '../../shared/ui/icon';
import { liveStatus } from './use-live-updates';

/** Short losses are nobody's business, and neither is the time it takes to connect at first. */
const PATIENCE_MS = 4_000;

/** Says when news do not arrive, so that nobody trusts an old list. */
export function LiveNotice(): ReactNode {
  const lost = useLasting(useStore(liveStatus) !== 'live', PATIENCE_MS);
  return (
    <div role="status">
      {lost ? (
        <p className="flex items-center justify-center gap-2 bg-amber-soft px-4 py-1.5 text-sm font-semibold">
          <Icon name="cloudOff" size={16} />
          Not connected. What you see may be old; trying again…
        </p>
      ) : null}
    </div>
  );
}

/** Whether something has held for so many milliseconds, and still does. */
function useLasting(holds: boolean, milliseconds: number): boolean {
  const [lasted, setLasted] = useState(false);
  useEffect(() => {
    if (!holds) return undefined;
    const timer = setTimeout(() => setLasted(true), milliseconds);
    return () => {
      clearTimeout(timer);
      setLasted(false);
    };
  }, [holds, milliseconds]);
  return holds && lasted;
}
