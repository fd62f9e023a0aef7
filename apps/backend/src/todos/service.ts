import { randomUUID } from 'node:crypto';
import type { Bulk, Change, Move, Todo, TodoFilter, TodoPage, TodoPatch } from '@todo-chatbot/contracts';
import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';
import type { Kysely } from 'kysely';
import type { Database, TodoRow } from '../db/schema';
import { inWorkspace, type Scope } from '../db/workspace';
import { notFound, ProblemError } from '../problem';
import { count, visible } from '../text';
import type { Today } from '../time';
import { record, undo } from './changes';
import { countTodos, deleteTodos, doneIds, insertTodos, lastPosition, listTags, listTodos, lockTodos, updateTodo, type Page } from './repository';
import { toTodo } from './row';

/** A new todo with its defaults filled in. */
export interface TodoDraft {
  readonly title: string;
  readonly notes: string;
  readonly due: string | null;
  readonly priority: Todo['priority'];
  readonly tags: readonly string[];
  readonly done?: boolean;
}

/** What can be done with todos; the REST API and the assistant both go through it. */
export type TodoService = ReturnType<typeof createTodoService>;

export function createTodoService(db: Kysely<Database>) {
  const run = <T>(workspace: string, work: (scope: Scope) => Promise<T>): Promise<T> => inWorkspace(db, workspace, work);
  return {
    list: (workspace: string, query: { filter: TodoFilter; page: Page; today: Today }): Promise<TodoPage> => run(workspace, (scope) => list(scope, workspace, query)),
    create: (workspace: string, drafts: readonly TodoDraft[]): Promise<Change> => run(workspace, (scope) => create(scope, workspace, drafts)),
    patch: (workspace: string, edit: Edit): Promise<Change> => run(workspace, (scope) => patch(scope, workspace, edit)),
    move: (workspace: string, id: string, place: Move): Promise<Change> => run(workspace, (scope) => move(scope, workspace, { id, ...place })),
    bulk: (workspace: string, bulk: Bulk): Promise<Change> => run(workspace, (scope) => applyBulk(scope, workspace, bulk)),
    /** The same fields on several todos. */
    patchAll: (workspace: string, ids: readonly string[], fields: TodoPatch): Promise<Change> => run(workspace, (scope) => patchAll(scope, workspace, { ids, fields })),
    remove: (workspace: string, ids: readonly string[]): Promise<Change> => run(workspace, (scope) => remove(scope, workspace, ids)),
    undo: (workspace: string, undoId: string): Promise<Change> => run(workspace, (scope) => undo(scope, workspace, undoId)),
  };
}

/** `version` is the one the editor saw; undefined overwrites whatever is there. */
export interface Edit {
  readonly id: string;
  readonly version: number | undefined;
  readonly fields: TodoPatch;
}

async function list(scope: Scope, workspace: string, query: { filter: TodoFilter; page: Page; today: Today }): Promise<TodoPage> {
  const { rows, total } = await listTodos(scope, workspace, query);
  const next = query.page.offset + rows.length;
  return {
    items: rows.map(toTodo),
    total,
    nextCursor: next < total && rows.length > 0 ? encodeCursor(next) : null,
    counts: await countTodos(scope, workspace, query.today),
    tags: await listTags(scope, workspace),
  };
}

const encodeCursor = (offset: number): string => Buffer.from(`o${offset}`).toString('base64url');

/** @throws ProblemError 400 for a cursor that is not one of ours. */
export function decodeCursor(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const offset = /^o(\d{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1];
  if (offset === undefined) throw new ProblemError(400, 'bad-cursor', { title: 'Bad cursor', detail: 'The cursor is not one that a page gave.' });
  return Number(offset);
}

async function create(scope: Scope, workspace: string, drafts: readonly TodoDraft[]): Promise<Change> {
  const positions = generateNKeysBetween(await lastPosition(scope, workspace), null, drafts.length);
  const rows = await insertTodos(scope, drafts.map((draft, index) => ({
    id: randomUUID(),
    workspace_id: workspace,
    title: visible(draft.title),
    notes: visible(draft.notes),
    due: draft.due,
    priority: draft.priority,
    tags: [...new Set(draft.tags)],
    done: draft.done ?? false,
    completed_at: draft.done ? new Date() : null,
    position: positions[index] ?? '',
  })));
  const ordered = [...rows].sort((a, b) => (a.position < b.position ? -1 : 1));
  const [first] = ordered;
  const summary = ordered.length === 1 && first ? `Added “${first.title}”` : `Added ${count(ordered.length)}`;
  return record(scope, workspace, { summary, before: ordered.map(({ id }) => ({ id, row: null })), after: ordered, deleted: [] });
}

async function lockOne(scope: Scope, workspace: string, id: string): Promise<TodoRow> {
  const [row] = await lockTodos(scope, workspace, [id]);
  if (row === undefined) throw notFound('todo');
  return row;
}

async function patch(scope: Scope, workspace: string, { id, version, fields }: Edit): Promise<Change> {
  const row = await lockOne(scope, workspace, id);
  if (version !== undefined && version !== row.version) {
    throw new ProblemError(412, 'version-conflict', { title: 'Changed meanwhile', detail: 'Somebody changed this todo after you read it.', current: toTodo(row) });
  }
  const after = await updateTodo(scope, workspace, { id, ...columns(fields, row) });
  return record(scope, workspace, { summary: describe(row, fields), before: [{ id, row }], after: [after], deleted: [] });
}

async function patchAll(scope: Scope, workspace: string, { ids, fields }: { ids: readonly string[]; fields: TodoPatch }): Promise<Change> {
  const rows = await lockTodos(scope, workspace, ids);
  const after: TodoRow[] = [];
  for (const row of rows) after.push(await updateTodo(scope, workspace, { id: row.id, ...columns(fields, row) }));
  const [only] = rows;
  const summary = rows.length === 1 && only ? describe(only, fields) : `${verb(fields)} ${count(rows.length)}`;
  return record(scope, workspace, { summary, before: rows.map((row) => ({ id: row.id, row })), after, deleted: [] });
}

function columns(fields: TodoPatch, row: TodoRow) {
  const { title, notes, done, tags, due, priority } = fields;
  return {
    ...(title === undefined ? {} : { title: visible(title) }),
    ...(notes === undefined ? {} : { notes: visible(notes) }),
    ...(due === undefined ? {} : { due }),
    ...(priority === undefined ? {} : { priority }),
    ...(tags === undefined ? {} : { tags: [...new Set(tags)] }),
    ...(done === undefined ? {} : { done, completed_at: done ? (row.completed_at ?? new Date()) : null }),
  };
}

function verb({ done, due }: TodoPatch): string {
  if (done !== undefined) return done ? 'Completed' : 'Reopened';
  return due === undefined ? 'Changed' : 'Moved';
}

function describe(row: TodoRow, fields: TodoPatch): string {
  const to = fields.due ? ` to ${fields.due.slice(0, 10)}` : '';
  return `${verb(fields)} “${row.title}”${to}`;
}

async function move(scope: Scope, workspace: string, { id, after, before }: Move & { id: string }): Promise<Change> {
  const row = await lockOne(scope, workspace, id);
  const neighbours = new Map((await lockTodos(scope, workspace, [after, before].filter((one) => one !== null))).map((one) => [one.id, one.position]));
  const lower = after === null ? null : neighbours.get(after);
  const upper = before === null ? null : neighbours.get(before);
  if (lower === undefined || upper === undefined) throw notFound('neighbour to move it between');
  if (lower !== null && upper !== null && lower >= upper) throw new ProblemError(409, 'order-changed', { title: 'Order changed meanwhile', detail: 'These two are not in that order any more.' });
  const moved = await updateTodo(scope, workspace, { id, position: generateKeyBetween(lower, upper) });
  return record(scope, workspace, { summary: `Moved “${row.title}”`, before: [{ id, row }], after: [moved], deleted: [] });
}

async function remove(scope: Scope, workspace: string, ids: readonly string[]): Promise<Change> {
  const rows = await lockTodos(scope, workspace, ids);
  const [first] = rows;
  if (first === undefined && ids.length > 0) throw notFound('todo');
  await deleteTodos(scope, workspace, rows.map(({ id }) => id));
  const summary = rows.length === 1 && first ? `Deleted “${first.title}”` : `Deleted ${count(rows.length)}`;
  return record(scope, workspace, { summary, before: rows.map((row) => ({ id: row.id, row })), after: [], deleted: rows.map(({ id }) => id) });
}

async function applyBulk(scope: Scope, workspace: string, bulk: Bulk): Promise<Change> {
  if (bulk.action === 'clear-done') return remove(scope, workspace, await doneIds(scope, workspace));
  if (bulk.action === 'delete') return remove(scope, workspace, bulk.ids);
  return patchAll(scope, workspace, { ids: bulk.ids, fields: { done: bulk.action === 'complete' } });
}
