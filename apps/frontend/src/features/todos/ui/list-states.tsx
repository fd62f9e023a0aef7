import type { ReactNode } from 'react';
import { describeError } from '../../../shared/api/api-error';
import { Button } from '../../../shared/ui/button';
import { Notice } from '../../../shared/ui/notice';

/** The rest of a list could not be read; what is there stays. */
export function MoreFault({ onRetry }: { readonly onRetry: () => void }): ReactNode {
  return (
    <div role="alert" className="flex items-center justify-center gap-3 bg-buoy-soft px-4 py-2 text-sm font-semibold max-lg:mb-15">
      The rest of the list could not be loaded.
      <Button small onClick={onRetry}>
        Try again
      </Button>
    </div>
  );
}

/** The place of a list that is being read. */
export function Skeleton({ className }: { readonly className: string }): ReactNode {
  return (
    <div role="status" className={`grid gap-3 pt-5 ${className}`}>
      <span className="sr-only">Loading your todos…</span>
      {['w-3/5', 'w-2/5', 'w-4/5', 'w-1/2', 'w-2/3'].map((width) => (
        <div key={width} aria-hidden="true" className="flex animate-pulse items-center gap-3 border-b border-line pb-3">
          <span className="size-[1.375rem] rounded-full bg-line" />
          <span className={`h-4 rounded bg-line ${width}`} />
        </div>
      ))}
    </div>
  );
}

/** Nothing of the list could be read. */
export function LoadFault({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }): ReactNode {
  return (
    <Notice icon="cloudOff" title="Your todos could not be loaded" tone="bad">
      <p role="alert">{describeError(error)} Your todos are safe on the server.</p>
      <Button tone="primary" icon="retry" onClick={onRetry}>
        Try again
      </Button>
    </Notice>
  );
}
