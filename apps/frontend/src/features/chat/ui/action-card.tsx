import { useQueryClient } from '@tanstack/react-query';
import type { Change } from '@todo-chatbot/contracts';
import { useRef, useState, type ReactNode } from 'react';
import { useExpiry } from '../../../shared/lib/use-expiry';
import { useStore } from '../../../shared/lib/store';
import { revealTodo } from '../../../shared/todos/reveal';
import { undoById, UNDO_LIFETIME_MS, undone } from '../../../shared/todos/undo';
import { Button } from '../../../shared/ui/button';
import { Icon } from '../../../shared/ui/icon';

/** Something the assistant did, and the way back. */
export function ActionCard({ change, saidAt }: { readonly change: Change; readonly saidAt: string | null }): ReactNode {
  const client = useQueryClient();
  const used = useStore(undone).has(change.undoId);
  const card = useRef<HTMLDivElement>(null);
  const [busy, setBusy] = useState(false);
  const expired = useExpiry(saidAt === null ? Infinity : Date.parse(saidAt) + UNDO_LIFETIME_MS);
  const only = change.todos.length === 1 ? change.todos[0] : undefined;
  return (
    <div ref={card} tabIndex={-1} className="flex items-center gap-2.5 rounded-xl border border-line bg-raised py-1.5 pr-1.5 pl-3 shadow-card">
      <span className={used ? 'text-soft' : 'text-accent'}>
        <Icon name={used ? 'undo' : 'check'} size={17} />
      </span>
      <p className={`min-w-0 flex-1 text-sm font-semibold wrap-anywhere ${used ? 'text-soft line-through' : ''}`}>
        {only === undefined || used ? (
          change.summary
        ) : (
          <button type="button" title="Show in the list" onClick={() => revealTodo(only)} className="relative rounded text-start before:absolute before:-inset-y-3 before:inset-x-0 hover:underline">
            {change.summary}
          </button>
        )}
      </p>
      {used ? <span className="pr-2 text-xs font-semibold text-soft">Undone</span> : null}
      {used || expired ? null : (
        <Button
          small
          tone="quiet"
          icon="undo"
          disabled={busy}
          aria-label={`Undo: ${change.summary}`}
          onClick={() => {
            setBusy(true);
            // The button goes away; whoever pressed it by key stays here.
            card.current?.focus({ preventScroll: true });
            void undoById(client, change).finally(() => setBusy(false));
          }}
        >
          Undo
        </Button>
      )}
    </div>
  );
}
