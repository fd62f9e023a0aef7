import type { Card, Change, Todo, TodoFilter, TodoPatch } from '@todo-chatbot/contracts';
import type { ConfirmationService } from '../chat/confirmations';
import type { TodoDraft, TodoService } from '../todos/service';
import { today } from '../time';

const MOST_FOUND = 50;

/** What an assistant may do: a fixed list. Bulk and destructive actions only ask; a person's click does them. */
export interface Toolbox {
  find(filter: Partial<TodoFilter>): Promise<{ readonly todos: readonly Todo[]; readonly total: number }>;
  add(drafts: readonly TodoDraft[]): Promise<Card>;
  /** Changes one todo at once; several wait for a confirmation. */
  change(todos: readonly Todo[], fields: TodoPatch): Promise<Card>;
  /** Always waits for a confirmation. */
  remove(todos: readonly Todo[]): Promise<Card>;
}

/** Tools of one workspace, taken from the session and never from what a model or a message says. */
export function createToolbox(workspace: string, timeZone: string, services: { readonly todos: TodoService; readonly confirmations: ConfirmationService }): Toolbox {
  const { todos, confirmations } = services;
  const action = (change: Change): Card => ({ kind: 'action', change });
  return {
    find: async (filter) => {
      const page = { sort: 'due', order: 'asc', limit: MOST_FOUND, offset: 0 } as const;
      const { items, total } = await todos.list(workspace, { filter: { status: 'all', due: 'any', ...filter }, page, today: today(timeZone) });
      return { todos: items, total };
    },
    add: async (drafts) => action(await todos.create(workspace, drafts)),
    change: async (chosen, fields) => {
      const ids = chosen.map(({ id }) => id);
      if (ids.length === 1) return action(await todos.patchAll(workspace, ids, fields));
      return confirmations.ask(workspace, { kind: 'change', ids, fields }, chosen);
    },
    remove: (chosen) => confirmations.ask(workspace, { kind: 'delete', ids: chosen.map(({ id }) => id) }, chosen),
  };
}
