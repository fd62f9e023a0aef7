import { useQueryClient } from '@tanstack/react-query';
import type { Confirmation } from '@todo-chatbot/contracts';
import { useId, useRef, useState, type ReactNode } from 'react';
import { cx } from '../../../shared/lib/class-names';
import { inFigures } from '../../../shared/lib/locale';
import { useExpiry } from '../../../shared/lib/use-expiry';
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
  const card = useRef<HTMLElement>(null);
  const [busy, setBusy] = useState(false);
  const expired = useExpiry(Date.parse(confirmation.expiresAt));
  const state = confirmation.state === 'pending' && expired ? 'expired' : confirmation.state;
  const choose = (decision: 'approve' | 'deny'): void => {
    setBusy(true);
    // The button that was pressed goes away; whoever pressed it by key stays here.
    card.current?.focus({ preventScroll: true });
    void decide(client, confirmation.id, decision).finally(() => setBusy(false));
  };
  return (
    <section
      ref={card}
      tabIndex={-1}
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
            <bdi className="font-medium">{change.title}</bdi> <span className="text-soft">{change.description}</span>
          </li>
        ))}
      </ul>
      {changes.length > shown.length ? (
        <button type="button" onClick={() => setOpen(true)} className="mt-1 rounded text-xs font-semibold text-accent hover:underline pointer-coarse:min-h-11">
          Show all {changes.length}
        </button>
      ) : null}
      {open && changes.length > FIT_AT_ONCE ? <p className="mt-1.5 text-xs font-semibold text-soft">Scroll to see all {changes.length}.</p> : null}
      {open && total > changes.length ? <p className="mt-1 text-xs text-soft">and {inFigures(total - changes.length)} more in the same way</p> : null}
    </div>
  );
}
