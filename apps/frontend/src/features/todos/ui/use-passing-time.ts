import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { letTimePass } from '../../../shared/todos/todo-cache';

/** The time, again every minute. A page that stays open sees todos become due and days begin: the lists follow. */
export function usePassingTime(): Date {
  const client = useQueryClient();
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    let since = new Date();
    const timer = setInterval(() => {
      // Nobody is looking; the next look makes up for it.
      if (document.visibilityState === 'hidden') return;
      const moment = new Date();
      letTimePass(client, since, moment);
      since = moment;
      setNow(moment);
    }, 60_000);
    return () => clearInterval(timer);
  }, [client]);
  return now;
}
