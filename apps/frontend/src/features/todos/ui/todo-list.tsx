import { useQueryClient } from '@tanstack/react-query';
import type { Todo } from '@todo-chatbot/contracts';
import { Suspense, useEffect, useRef, type ReactNode } from 'react';
import { cx } from '../../../shared/lib/class-names';
import { lazyPart } from '../../../shared/lib/lazy-part';
import { useStore } from '../../../shared/lib/store';
import { useTodoActions } from '../api/use-todo-actions';
import { readTodos } from '../api/use-todo-list';
import { toDraft } from '../model/draft';
import { activeId, editing, selection, toggleSelected } from '../model/list-state';
import { refine, viewQuery } from '../model/view';
import { TodoRow } from './todo-row';
import { useDragReorder } from './use-drag-reorder';
import { useListShortcuts } from './use-list-shortcuts';
import { useOffsetTop } from './use-offset-top';
import { useReveal } from './use-reveal';
import { useRowFocus } from './use-row-focus';
import { useStableHandlers } from './use-stable-handlers';
import { gapOffset, useVirtualRows } from './use-virtual-rows';

const TodoEditor = lazyPart(async () => (await import('./todo-editor')).TodoEditor);

interface TodoListProps {
  readonly todos: readonly Todo[];
  readonly total: number;
  readonly now: Date;
  readonly movable: boolean;
  readonly hasMore: boolean;
  readonly loadMore: () => void;
  readonly onSelectAll: () => void;
  /** What scrolls the list, and whatever stands above it. */
  readonly scroller: HTMLDivElement;
}

const LOAD_AHEAD = 30;
/** It stays at the top of the list while todos are being selected. */
const BULK_BAR_HEIGHT = 64;

/** The rows in view of a list of any length. */
export function TodoList({ todos, total, now, movable, hasMore, loadMore, onSelectAll, scroller }: TodoListProps): ReactNode {
  const box = useRef<HTMLUListElement>(null);
  const above = useOffsetTop(box, scroller);
  const active = useStore(activeId);
  const edit = useStore(editing);
  const selected = useStore(selection);
  const client = useQueryClient();
  const actions = useTodoActions();
  const activeIndex = Math.max(0, todos.findIndex((todo) => todo.id === active));
  const editIndex = edit === null ? -1 : todos.findIndex((todo) => todo.id === edit.base.id);

  const rows = useVirtualRows({ todos, scroller, above, covered: selected === null ? 0 : BULK_BAR_HEIGHT, active: activeIndex, edited: editIndex });
  const drawn = rows.getVirtualItems();
  const { drag, start } = useDragReorder({ todos, rows, onDrop: (todo, place) => void actions.move(todo, place) });

  const current = (): readonly Todo[] => readTodos(client, viewQuery.get());
  const focusRow = useRowFocus({ current, rows, scroller });
  useReveal({ todos, rows, scroller });

  /** Whoever goes through the list by key goes on where a todo was that leaves it; the next one comes there by itself. */
  const goOnBeside = (todo: Todo): void => {
    const index = todos.findIndex((other) => other.id === todo.id);
    if (scroller.contains(document.activeElement)) focusRow(index + 1 < todos.length ? index + 1 : index - 1, { scroll: false });
  };
  const startEdit = (todo: Todo): void => {
    activeId.set(todo.id);
    editing.set({ base: todo, draft: toDraft(todo), conflict: null });
  };
  const handlers = {
    toggle: (todo: Todo) => {
      if (viewQuery.get().status !== 'all') goOnBeside(todo);
      void actions.toggle(todo);
    },
    edit: startEdit,
    remove: (todo: Todo) => {
      goOnBeside(todo);
      void actions.remove(todo);
    },
    select: toggleSelected,
    openTag: (tag: string) => refine({ tag }),
    drag: start,
  };
  useListShortcuts({ current, scroller, movable, focusRow, ...handlers, selectAll: onSelectAll, move: (todo, place) => void actions.move(todo, place) });
  const on = useStableHandlers(handlers);

  const last = drawn.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && last >= todos.length - LOAD_AHEAD) loadMore();
  }, [hasMore, last, todos.length, loadMore]);

  const dropLine = drag === null ? undefined : gapOffset(rows, drag.gap);
  return (
    <ul ref={box} aria-label="Todos" className="relative" style={{ height: rows.getTotalSize() }}>
      {drawn.map((row) => {
        const todo = todos[row.index];
        if (todo === undefined) return null;
        return (
          <li
            key={row.key}
            ref={rows.measureElement}
            data-index={row.index}
            data-row={todo.id}
            aria-setsize={Math.max(total, todos.length)}
            aria-posinset={row.index + 1}
            tabIndex={row.index === activeIndex ? 0 : -1}
            onFocus={() => activeId.set(todo.id)}
            className={cx('absolute inset-x-0 top-0 rounded-sm outline-offset-[-2px]', edit?.base.id === todo.id && 'z-10')}
            style={{ transform: `translateY(${String(row.start - above)}px)` }}
          >
            {edit?.base.id === todo.id ? (
              <Suspense fallback={<div className="h-96" />}>
                <TodoEditor edit={edit} onClose={() => focusRow(row.index)} />
              </Suspense>
            ) : (
              <TodoRow
                todo={todo}
                now={now}
                active={row.index === activeIndex}
                selected={selected === null ? undefined : selected.has(todo.id)}
                movable={movable}
                dragged={drag?.todo.id === todo.id}
                on={on}
              />
            )}
          </li>
        );
      })}
      {dropLine === undefined ? null : (
        <li aria-hidden="true" className="pointer-events-none absolute inset-x-0 top-0 z-20 h-0.5 rounded bg-accent" style={{ transform: `translateY(${String(dropLine)}px)` }} />
      )}
    </ul>
  );
}
