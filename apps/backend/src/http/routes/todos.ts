import {
  bulkSchema,
  changeSchema,
  headers as names,
  listQuerySchema,
  moveSchema,
  newTodoSchema,
  routes,
  todoPageSchema,
  todoPatchSchema,
  todoSchema,
} from '@todo-chatbot/contracts';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ProblemError } from '../../problem';
import type { Services } from '../../services';
import { today } from '../../time';
import { decodeCursor } from '../../todos/cursor';
import { requestKey } from '../request-key';

const params = z.object({ id: z.uuid() });
const ifMatch = z.looseObject({
  'if-match': z.string().max(50).optional().describe('`"<version>"` that was read, or `*`'),
});
const idempotent = z.looseObject({
  [names.idempotencyKey]: z.string().optional().describe('The same key again gives the first answer'),
});
const shared = { tags: ['todos'] };
const changing = { ...shared, response: { 200: changeSchema } };

const list = {
  ...shared,
  summary: 'Todos that match, page by page',
  querystring: listQuerySchema,
  response: { 200: todoPageSchema },
};
const create = {
  ...shared,
  summary: 'Adds a todo at the end',
  headers: idempotent,
  body: newTodoSchema,
  response: { 201: todoSchema },
};
const edit = {
  ...changing,
  summary: 'Changes fields of the version that was read',
  params,
  headers: ifMatch,
  body: todoPatchSchema,
};
const remove = { ...changing, summary: 'Deletes a todo', params, headers: ifMatch };
const move = { ...changing, summary: 'Moves a todo between two others', params, body: moveSchema };
const bulk = { ...changing, summary: 'Changes or deletes many', body: bulkSchema };
const undo = { ...changing, summary: 'Takes a change back, once', params };

export const todoRoutes =
  ({ todos }: Services): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.get(routes.todos, { schema: list }, ({ workspace, query }) => {
      const { sort, order, limit, cursor, timeZone, ...filter } = query;
      const page = { sort, order, limit, after: decodeCursor({ sort, order }, cursor) };
      return todos.list(workspace, { filter, page, today: today(timeZone) });
    });

    app.post(routes.todos, { schema: create }, async (request, reply) => {
      const change = await todos.create(request.workspace, [request.body], requestKey(request));
      const [todo] = change.todos;
      if (todo === undefined) throw new Error('a todo was created and is not there');
      return reply.code(201).header('etag', etag(todo)).send(todo);
    });

    app.patch(routes.todo(':id'), { schema: edit }, async (request, reply) => {
      const version = versionOf(request.headers['if-match']);
      if (version === undefined) throw ifMatchRequired();
      const change = await todos.edit(request.workspace, {
        id: request.params.id,
        version: version === 'any' ? undefined : version,
        fields: request.body,
      });
      return reply.header('etag', etag(change.todos[0])).send(change);
    });

    app.delete(routes.todo(':id'), { schema: remove }, ({ workspace, params: { id }, headers }) => {
      const version = versionOf(headers['if-match']);
      // Whoever sends one means it; only without one is any version deleted.
      if (headers['if-match'] !== undefined && version === undefined) throw ifMatchRequired();
      return todos.remove(workspace, id, version === 'any' ? undefined : version);
    });

    app.post(routes.move(':id'), { schema: move }, ({ workspace, params: { id }, body }) =>
      todos.move(workspace, id, body),
    );
    app.post(routes.bulk, { schema: bulk }, ({ workspace, body }) => todos.bulk(workspace, body));
    app.post(routes.undo(':id'), { schema: undo }, ({ workspace, params: { id } }) => todos.undo(workspace, id));
    done();
  };

const ifMatchRequired = (): ProblemError =>
  new ProblemError(428, 'if-match-required', {
    title: 'Version missing',
    detail: 'Send If-Match with the version you read, or *.',
  });

const etag = (todo: { readonly version: number } | undefined): string => `"${todo?.version ?? 0}"`;

/** The version an `If-Match` names; undefined when it names none. */
function versionOf(header: string | undefined): number | 'any' | undefined {
  if (header === '*') return 'any';
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(header ?? '')?.[1];
  return version === undefined ? undefined : Number(version);
}
