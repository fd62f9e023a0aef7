import type { ReactNode } from 'react';
import { useStore } from '../../shared/lib/store';
import { useDebounced } from '../../shared/lib/use-debounced';
import { Icon } from '../../shared/ui/icon';
import { liveStatus } from './use-live-updates';

/** Short losses are nobody's business. */
const PATIENCE_MS = 4_000;

/** Says when news do not arrive, so that nobody trusts an old list. */
export function LiveNotice(): ReactNode {
  const status = useStore(liveStatus);
  const settled = useDebounced(status, PATIENCE_MS);
  const lost = status !== 'live' && settled !== 'live';
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
