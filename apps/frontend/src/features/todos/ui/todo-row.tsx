import type { Priority, Todo } from '@todo-chatbot/contracts';
import { memo, type PointerEvent, type ReactNode } from 'react';
import { cx } from '../../../shared/lib/class-names';
import { Button, IconButton } from '../../../shared/ui/button';
import { Icon } from '../../../shared/ui/icon';
import { DueChip } from '../../../shared/todos/due-chip';

/** What can be done to a row; one object for all rows, so that they need not render again. */
export interface RowHandlers {
  readonly toggle: (todo: Todo) => void;
  readonly edit: (todo: Todo) => void;
  readonly remove: (todo: Todo) => void;
  readonly select: (todo: Todo) => void;
  readonly openTag: (tag: string) => void;
  readonly drag: (event: PointerEvent<HTMLElement>, todo: Todo) => void;
}

interface TodoRowProps {
  readonly todo: Todo;
  readonly now: Date;
  /** The row that keys act on; only its buttons are in the tab order. */
  readonly active: boolean;
  /** Marked for a bulk action; undefined while nobody is selecting. */
  readonly selected: boolean | undefined;
  readonly movable: boolean;
  readonly dragged: boolean;
  readonly on: RowHandlers;
}

const RING: Readonly<Record<Priority, string>> = {
  none: 'border-line-strong',
  low: 'border-accent',
  medium: 'border-amber',
  high: 'border-buoy border-[2.5px]',
};

/** One todo in the list. */
export const TodoRow = memo(function TodoRow({ todo, now, active, selected, movable, dragged, on }: TodoRowProps): ReactNode {
  const tabIndex = active ? 0 : -1;
  return (
    <div
      className={cx(
        'group relative flex items-start gap-1.5 border-b border-line py-1 pr-1 transition-colors',
        selected === true ? 'bg-accent-soft' : 'hover:bg-surface sm:hover:shadow-[-1.25rem_0_0_var(--surface)]',
        dragged && 'opacity-40',
      )}
    >
      {movable && selected === undefined ? (
        <span
          onPointerDown={(event) => on.drag(event, todo)}
          title="Drag to reorder, or Alt with arrow keys"
          className="absolute top-1 -left-5 grid h-10 w-5 cursor-grab touch-none place-items-center text-soft opacity-0 group-hover:opacity-100 max-sm:right-0 max-sm:left-auto max-sm:w-11 pointer-coarse:right-0 pointer-coarse:left-auto pointer-coarse:size-11 pointer-coarse:opacity-60"
        >
          <Icon name="grip" size={16} />
        </span>
      ) : null}
      {selected === undefined ? (
        <DoneBox todo={todo} tabIndex={tabIndex} onToggle={() => on.toggle(todo)} />
      ) : (
        <label className="grid size-10 shrink-0 cursor-pointer place-items-center pointer-coarse:size-11">
          <input
            type="checkbox"
            aria-label={`Select ${todo.title}`}
            checked={selected}
            tabIndex={tabIndex}
            onChange={() => on.select(todo)}
            className="size-5 accent-accent"
          />
        </label>
      )}
      <div className={cx('min-w-0 flex-1 py-2 pointer-coarse:py-2.5', movable && selected === undefined && 'max-sm:pr-10 pointer-coarse:pr-11')}>
        <button
          type="button"
          tabIndex={tabIndex}
          title="Edit"
          dir="auto"
          onClick={() => (selected === undefined ? on.edit(todo) : on.select(todo))}
          className={cx(
            'relative block w-full rounded text-start before:absolute before:-inset-y-2.5 before:inset-x-0 leading-6 font-medium wrap-anywhere',
            todo.done ? 'text-soft line-through decoration-line-strong' : 'text-ink',
          )}
        >
          {todo.title}
        </button>
        <RowDetails todo={todo} now={now} tabIndex={tabIndex} onTag={on.openTag} />
      </div>
      {selected === undefined ? (
        // Where nothing hovers they would be pressed without being seen; a press on the title leads to both.
        <span className="flex opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 max-sm:hidden pointer-coarse:hidden">
          <IconButton icon="pencil" label={`Edit ${todo.title}`} tabIndex={tabIndex} onClick={() => on.edit(todo)} />
          <IconButton icon="trash" label={`Delete ${todo.title}`} tabIndex={tabIndex} className="hover:text-buoy" onClick={() => on.remove(todo)} />
        </span>
      ) : null}
    </div>
  );
});

function DoneBox({ todo, tabIndex, onToggle }: { readonly todo: Todo; readonly tabIndex: number; readonly onToggle: () => void }): ReactNode {
  return (
    <span className="relative grid size-10 shrink-0 place-items-center pointer-coarse:size-11">
      <input
        type="checkbox"
        aria-label={todo.title}
        checked={todo.done}
        tabIndex={tabIndex}
        onChange={onToggle}
        className={cx(
          'peer size-[1.375rem] cursor-pointer appearance-none rounded-full border-[1.75px] transition before:absolute before:inset-0 hover:bg-accent-soft',
          todo.done ? 'border-accent bg-accent hover:bg-accent' : RING[todo.priority],
        )}
      />
      <span className={cx('pointer-events-none absolute', todo.done ? 'text-accent-ink' : 'text-accent opacity-0 peer-hover:opacity-60')}>
        <Icon name="check" size={15} />
      </span>
    </span>
  );
}

const PRIORITY_LOOK = {
  low: { text: 'Low', className: 'text-accent' },
  medium: { text: 'Medium', className: 'text-amber' },
  high: { text: 'High', className: 'text-buoy' },
} as const;

interface RowDetailsProps {
  readonly todo: Todo;
  readonly now: Date;
  readonly tabIndex: number;
  readonly onTag: (tag: string) => void;
}

function RowDetails({ todo, now, tabIndex, onTag }: RowDetailsProps): ReactNode {
  if (todo.due === null && todo.priority === 'none' && todo.tags.length === 0 && todo.notes === '') return null;
  const priority = todo.priority === 'none' ? undefined : PRIORITY_LOOK[todo.priority];
  return (
    <div className="mt-0.5 flex min-h-6 flex-wrap items-center gap-x-3 gap-y-1 text-[0.8125rem] leading-5">
      {todo.due === null ? null : <DueChip due={todo.due} done={todo.done} now={now} />}
      {priority === undefined ? null : (
        <span className={cx('inline-flex items-center gap-1 font-semibold', todo.done ? 'text-soft' : priority.className)}>
          <Icon name="flag" size={14} />
          {priority.text}
          <span className="sr-only"> priority</span>
        </span>
      )}
      {todo.tags.map((tag) => (
        <Button key={tag} tone="quiet" tabIndex={tabIndex} title={`Show everything tagged ${tag}`} onClick={() => onTag(tag)} className="relative h-6! max-w-full shrink! px-0! font-medium! hover:bg-transparent! hover:underline">
          <span className="truncate">#{tag}</span>
        </Button>
      ))}
      {todo.notes === '' ? null : (
        <span className="inline-flex min-w-32 flex-1 items-center gap-1 text-soft">
          <Icon name="note" size={14} />
          <span className="sr-only">Notes: </span>
          <span dir="auto" className="truncate">{todo.notes.split('\n')[0]}</span>
        </span>
      )}
    </div>
  );
}
