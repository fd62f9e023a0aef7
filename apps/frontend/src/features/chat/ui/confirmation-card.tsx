import { useQueryClient } from '@tanstack/react-query';
import type { Confirmation } from '@todo-chatbot/contracts';
import { useEffect, useId, useState, type ReactNode } from 'react';
import { cx } from '../../../shared/lib/class-names';
import { Button } from '../../../shared/ui/button';
import { Icon } from '../../../shared/ui/icon';
import { decide } from '../model/conversation';

const SHOWN_AT_FIRST = 5;
const FIT_AT_ONCE = 9;

const OUTCOME = { approved: 'Allowed and done', denied: 'Not done', expired: 'Expired: ask again' } as const;

/** Something that changes or deletes much: nothing happens before a click, and every change is named. */
export function ConfirmationCard({ confirmation }: { readonly confirmation: Confirmation }): ReactNode {
  const client = useQueryClient();
  const heading = useId();
  const [busy, setBusy] = useState(false);
  const expired = useExpiry(confirmation.expiresAt);
  const state = confirmation.state === 'pending' && expired ? 'expired' : confirmation.state;
  const choose = (decision: 'approve' | 'deny'): void => {
    setBusy(true);
    void decide(client, confirmation.id, decision).finally(() => setBusy(false));
  };
  return (
    <section
      aria-labelledby={heading}
      className={cx('rounded-xl border bg-raised shadow-card', state === 'pending' ? 'border-buoy' : 'border-line')}
    >
      <h3 id={heading} className="flex items-start gap-2 px-3 pt-2.5 text-sm font-bold">
        <span className={state === 'pending' ? 'text-buoy' : 'text-soft'}>
          <Icon name="alert" size={18} />
        </span>
        {confirmation.summary}
      </h3>
      <Changes confirmation={confirmation} />
      {state === 'pending' ? (
        <div className="flex gap-2 border-t border-line p-2">
          <Button small tone="danger" disabled={busy} onClick={() => choose('approve')}>
            Yes, do it
          </Button>
          <Button small disabled={busy} onClick={() => choose('deny')}>
            No
          </Button>
        </div>
      ) : (
        <p className="border-t border-line px-3 py-2 text-xs font-semibold text-soft">{OUTCOME[state]}</p>
      )}
    </section>
  );
}

function Changes({ confirmation: { changes, total } }: { readonly confirmation: Confirmation }): ReactNode {
  const [open, setOpen] = useState(false);
  const shown = open ? changes : changes.slice(0, SHOWN_AT_FIRST);
  return (
    <div className="px-3 py-2 text-sm">
      <ul className="grid max-h-60 gap-1 overflow-y-auto" tabIndex={open ? 0 : -1} aria-label="What will change">
        {shown.map((change) => (
          <li key={change.todoId} className="wrap-anywhere">
            <span className="font-medium">{change.title}</span> <span className="text-soft">{change.description}</span>
          </li>
        ))}
      </ul>
      {changes.length > shown.length ? (
        <button type="button" onClick={() => setOpen(true)} className="mt-1 rounded text-xs font-semibold text-accent hover:underline">
          Show all {changes.length}
        </button>
      ) : null}
      {open && changes.length > FIT_AT_ONCE ? <p className="mt-1.5 text-xs font-semibold text-soft">Scroll to see all {changes.length}.</p> : null}
      {open && total > changes.length ? <p className="mt-1 text-xs text-soft">and {(total - changes.length).toLocaleString('en')} more in the same way</p> : null}
    </div>
  );
}

/** Whether a moment has passed; tells when it does. */
function useExpiry(expiresAt: string): boolean {
  const [expired, setExpired] = useState(() => Date.parse(expiresAt) <= Date.now());
  useEffect(() => {
    const left = Date.parse(expiresAt) - Date.now();
    if (left <= 0) return;
    const timer = setTimeout(() => setExpired(true), Math.min(left, 2 ** 31 - 1));
    return () => clearTimeout(timer);
  }, [expiresAt]);
  return expired;
}
