import type { Todo } from '@todo-chatbot/contracts';
import { useState, type ReactNode } from 'react';
import { cx } from '../../../shared/lib/class-names';
import { inFigures } from '../../../shared/lib/locale';
import { DueChip } from '../../../shared/todos/due-chip';
import { revealTodo } from '../../../shared/todos/reveal';

const SHOWN_AT_FIRST = 8;

/** Todos that answer a question; each leads to its place in the list. */
export function ResultCard({ title, todos, total }: { readonly title: string; readonly todos: readonly Todo[]; readonly total: number }): ReactNode {
  const now = new Date();
  const [open, setOpen] = useState(false);
  const shown = open ? todos : todos.slice(0, SHOWN_AT_FIRST);
  return (
    <section aria-label={title} className="overflow-hidden rounded-xl border border-line bg-raised shadow-card">
      <h3 className="border-b border-line px-3 py-2 text-xs font-semibold text-soft">{title}</h3>
      <ul>
        {shown.map((todo) => (
          <li key={todo.id}>
            <button
              type="button"
              title="Show in the list"
              onClick={() => revealTodo(todo)}
              className="flex w-full flex-wrap items-center justify-between gap-x-3 px-3 py-1.5 text-start text-sm hover:bg-sunken pointer-coarse:min-h-11 pointer-coarse:py-2.5"
            >
              <span dir="auto" className={cx('min-w-0 font-medium wrap-anywhere', todo.done && 'text-soft line-through')}>{todo.title}</span>
              {todo.due === null ? null : (
                <span className="text-xs">
                  <DueChip due={todo.due} done={todo.done} now={now} />
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
      {todos.length > shown.length ? (
        <button type="button" onClick={() => setOpen(true)} className="px-3 pt-1 pb-2.5 text-xs font-semibold text-accent hover:underline pointer-coarse:min-h-11">
          Show all {inFigures(todos.length)}
        </button>
      ) : null}
      {shown.length === todos.length && total > todos.length ? <p className="px-3 pt-1 pb-2 text-xs text-soft">and {inFigures(total - todos.length)} more</p> : null}
    </section>
  );
}
