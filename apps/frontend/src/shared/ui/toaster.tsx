import { useEffect, useState, type ReactNode } from 'react';
import { cx } from '../lib/class-names';
import { useStore } from '../lib/store';
import { dismissToast, toasts, type Toast } from '../lib/toast';
import { IconButton } from './button';

const LIFETIME = { info: 9_000, error: 15_000 } as const;

/** Shows the toasts. Its live region is on the page from the start, as screen readers need. */
export function Toaster(): ReactNode {
  const all = useStore(toasts);
  return (
    <section
      aria-label="Notifications"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 bottom-[calc(4.75rem+env(safe-area-inset-bottom))] z-40 flex flex-col items-center gap-2 px-3 lg:right-96 lg:bottom-6 lg:left-60 xl:right-[26rem] [body:has([data-tab=chat])_&]:bottom-[calc(9rem+env(safe-area-inset-bottom))]"
    >
      {all.map((toast) => (
        <ToastLine key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function ToastLine({ toast }: { readonly toast: Toast }): ReactNode {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dismissToast(toast.id), LIFETIME[toast.tone]);
    return () => clearTimeout(timer);
  }, [held, toast]);
  return (
    <div
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className={cx(
        'toast pointer-events-auto flex max-w-[34rem] items-center gap-2 rounded-xl py-1.5 pr-1.5 pl-4 text-sm font-medium shadow-float',
        toast.tone === 'error' ? 'bg-buoy text-buoy-ink' : 'bg-ink text-canvas',
      )}
    >
      <p className="min-w-0 py-1.5 wrap-anywhere">{toast.message}</p>
      {toast.action === undefined ? null : (
        <button
          type="button"
          className="shrink-0 rounded-lg px-3 py-1.5 font-bold pointer-coarse:min-h-11 underline underline-offset-4 hover:bg-canvas/15"
          onClick={() => {
            dismissToast(toast.id);
            toast.action?.run();
          }}
        >
          {toast.action.label}
        </button>
      )}
      <IconButton
        icon="close"
        label="Dismiss"
        size={15}
        className="size-8 text-current! pointer-coarse:size-11 hover:bg-canvas/15!"
        onClick={() => dismissToast(toast.id)}
      />
    </div>
  );
}
