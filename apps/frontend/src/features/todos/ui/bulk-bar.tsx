import type { Todo } from '@todo-chatbot/contracts';
import type { ReactNode } from 'react';
import { inFigures } from '../../../shared/lib/locale';
import { useStore } from '../../../shared/lib/store';
import { Button, IconButton } from '../../../shared/ui/button';
import type { BulkAction } from '../api/change-todos';
import { useTodoActions } from '../api/use-todo-actions';
import { selection } from '../model/list-state';

interface BulkBarProps {
  readonly total: number;
  /** Loads what is not loaded yet, then selects everything that matches. */
  readonly onSelectAll: () => void;
  readonly busy: boolean;
}

/** What can be done to the selected todos. */
export function BulkBar({ total, onSelectAll, busy }: BulkBarProps): ReactNode {
  const selected = useStore(selection);
  const { changeMany } = useTodoActions();
  if (selected === null) return null;
  const chosen = [...selected.values()];
  const [open, done] = [chosen.filter((todo) => !todo.done), chosen.filter((todo) => todo.done)];
  const act = (action: BulkAction, todos: readonly Todo[]): void => {
    selection.set(null);
    void changeMany(action, todos);
  };
  return (
    <div role="group" aria-label="Selected todos" className="mt-2 flex flex-wrap items-center gap-1.5 rounded-2xl bg-accent-soft px-3 py-1.5 shadow-card">
      <p aria-live="polite" className="mr-auto text-sm font-semibold tabular-nums">
        {inFigures(selected.size)} selected
      </p>
      <Button small tone="quiet" disabled={busy || selected.size === total} onClick={onSelectAll}>
        {busy ? 'Loading…' : `All ${inFigures(total)}`}
      </Button>
      <Button small icon="check" disabled={open.length === 0} onClick={() => act('complete', open)}>
        <span className="max-sm:sr-only">Complete</span>
      </Button>
      <Button small icon="undo" disabled={done.length === 0} onClick={() => act('reopen', done)}>
        <span className="max-sm:sr-only">Reopen</span>
      </Button>
      <Button small icon="trash" disabled={chosen.length === 0} className="text-buoy!" onClick={() => act('delete', chosen)}>
        <span className="max-sm:sr-only">Delete</span>
      </Button>
      <IconButton icon="close" label="End selecting" size={16} onClick={() => selection.set(null)} />
    </div>
  );
}
