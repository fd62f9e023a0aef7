import type { Bulk, Change, Move, PortableTodo, Todo, TodoPage, TodoPatch } from '@todo-chatbot/contracts';
import type { Kysely } from 'kysely';
import type { Database } from '../db/schema';
import { changeWorkspace, inWorkspace, type Scope } from '../db/workspace';
import { once } from '../idempotency';
import type { RequestKey } from '../idempotency-repository';
import { createTodos } from './create';
import type { TodoDraft } from './draft';
import { applyBulk, editTodo, moveTodo, removeTodos, setFields, type Edit } from './edit';
import { listPage } from './list';
import type { ListRequest } from './list-repository';
import { allTodos, findTodos } from './repository';
import type { MostTodos } from './room';
import { toPortable, toTodo } from './row';
import { undo } from './undo';

/** What can be done with todos. Each call is one transaction. The first argument is the workspace, always from the session. */
export type TodoService = ReturnType<typeof createTodoService>;

/** `most` is how many todos a workspace may hold. */
export function createTodoService(db: Kysely<Database>, most: MostTodos) {
  const change = (workspace: string, work: (scope: Scope) => Promise<Change>): Promise<Change> =>
    changeWorkspace(db, workspace, work);
  return {
    list: (workspace: string, request: ListRequest): Promise<TodoPage> =>
      inWorkspace(db, workspace, (scope) => listPage(scope, request)),
    /** With a key, the same request again gets the first answer. */
    create: (workspace: string, drafts: readonly TodoDraft[], key?: RequestKey) =>
      change(workspace, (scope) => once(scope, key, () => createTodos(scope, drafts, { most }))),
    importAll: (workspace: string, drafts: readonly TodoDraft[], key?: RequestKey) =>
      change(workspace, (scope) => once(scope, key, () => createTodos(scope, drafts, { most, verb: 'Imported' }))),
    exportAll: (workspace: string): Promise<PortableTodo[]> =>
      inWorkspace(db, workspace, async (scope) => (await allTodos(scope)).map(toPortable)),
    get: (workspace: string, ids: readonly string[]): Promise<Todo[]> =>
      inWorkspace(db, workspace, async (scope) => (await findTodos(scope, ids)).map(toTodo)),
    edit: (workspace: string, edit: Edit) => change(workspace, (scope) => editTodo(scope, edit)),
    move: (workspace: string, id: string, place: Move) => change(workspace, (scope) => moveTodo(scope, id, place)),
    bulk: (workspace: string, bulk: Bulk) => change(workspace, (scope) => applyBulk(scope, bulk)),
    /** The same fields on several todos; what was done is told in the person's time zone. */
    setFields: (workspace: string, ids: readonly string[], set: { readonly fields: TodoPatch; readonly timeZone: string }) =>
      change(workspace, (scope) => setFields(scope, ids, set)),
    remove: (workspace: string, id: string, version?: number) =>
      change(workspace, (scope) => removeTodos(scope, [id], version)),
    undo: (workspace: string, undoId: string) => change(workspace, (scope) => undo(scope, undoId, most)),
  };
}
