import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import type { Change, NewTodo, Todo } from '@todo-chatbot/contracts';
import { useMemo } from 'react';
import { describeError, isGone } from '../../../shared/api/api-error';
import { announce } from '../../../shared/lib/announce';
import { inFigures } from '../../../shared/lib/locale';
import { showToast } from '../../../shared/lib/toast';
import { revealTodo } from '../../../shared/todos/reveal';
import { offerUndo } from '../../../shared/todos/undo';
import { savingTitles } from '../model/list-state';
import { BULK_MAX, changeSome, clearDone, deleteTodo, moveTodo, type BulkAction } from './change-todos';
import { createTodo } from './create-todo';
import { patchTodo } from './patch-todo';

/** Everything a person does to todos, with what the page then says. None of it throws. */
export type TodoActions = ReturnType<typeof todoActions>;

export function useTodoActions(): TodoActions {
  const client = useQueryClient();
  return useMemo(() => todoActions(client), [client]);
}

function todoActions(client: QueryClient) {
  return {
    /** True when it is stored. */
    create: (todo: NewTodo) =>
      attempt({ failed: `“${todo.title}” was not added.` }, async () => {
        savingTitles.set((titles) => [...titles, todo.title]);
        try {
          const created = await createTodo(client, todo);
          announce(`Added: ${created.title}`);
          revealTodo(created);
        } finally {
          savingTitles.set((titles) => titles.toSpliced(titles.indexOf(todo.title), 1));
        }
      }),
    toggle: (todo: Todo) =>
      attempt({ failed: `“${todo.title}” was not changed.`, retry: true }, async () => {
        const done = !todo.done;
        const change = await patchTodo(client, { base: todo, patch: { done }, force: true });
        offerUndo(client, [change], { summary: `${done ? 'Completed' : 'Reopened'} “${shorten(todo.title)}”` });
      }),
    remove: (todo: Todo) =>
      attempt({ failed: `“${todo.title}” was not deleted.`, retry: true }, async () => {
        const change = await deleteTodo(client, todo);
        offerUndo(client, [change], { summary: `Deleted “${shorten(todo.title)}”` });
      }),
    move: (todo: Todo, to: Parameters<typeof moveTodo>[2]) =>
      attempt({ failed: `“${todo.title}” was not moved.` }, async () => {
        const change = await moveTodo(client, todo, to);
        offerUndo(client, [change], { summary: `Moved “${shorten(todo.title)}”`, quiet: true });
      }),
    changeMany: (action: BulkAction, todos: readonly Todo[]) => changeAll(client, action, todos),
    clearDone: () =>
      attempt({ failed: 'Nothing was cleared.', retry: true }, async () => {
        const change = await clearDone(client);
        if (change.deleted.length === 0) showToast({ message: 'There is nothing done to clear.' });
        else offerUndo(client, [change], { summary: `Cleared ${countOf(change.deleted.length)} done` });
      }),
  };
}

function changeAll(client: QueryClient, action: BulkAction, todos: readonly Todo[]): Promise<boolean> {
  let left = todos;
  return attempt({ failed: 'Not all of them were changed.', retry: true }, async () => {
    const before = left.length;
    const changes: Change[] = [];
    try {
      while (left.length > 0) {
        changes.push(await changeSome(client, action, left.slice(0, BULK_MAX)));
        left = left.slice(BULK_MAX);
      }
    } finally {
      // What was done before something failed can be taken back all the same.
      if (changes.length > 0) offerUndo(client, changes, { summary: `${PAST[action]} ${countOf(before - left.length)}` });
    }
  });
}

const PAST = { complete: 'Completed', reopen: 'Reopened', delete: 'Deleted' } as const;

async function attempt(say: { failed: string; retry?: boolean }, task: () => Promise<void>): Promise<boolean> {
  try {
    await task();
    return true;
  } catch (error) {
    const gone = isGone(error);
    const again = say.retry === true && !gone ? { label: 'Try again', run: () => void attempt(say, task) } : undefined;
    showToast({ message: `${say.failed} ${gone ? 'It was deleted elsewhere meanwhile.' : describeError(error)}`, tone: 'error', action: again });
    return false;
  }
}

function countOf(count: number): string {
  return count === 1 ? '1 todo' : `${inFigures(count)} todos`;
}

function shorten(title: string): string {
  return title.length > 48 ? `${title.slice(0, 47).trimEnd()}…` : title;
}
