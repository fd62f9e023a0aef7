import { bulkSchema, listQuerySchema, moveSchema, newTodoSchema, routes, todoPatchSchema } from '@todo-chatbot/contracts';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ProblemError } from '../../problem';
import type { Services } from '../../services';
import { today } from '../../time';
import { decodeCursor } from '../../todos/service';
import { once } from '../idempotency';

const idParams = z.object({ id: z.uuid() });

export const todoRoutes = (services: Services): FastifyPluginCallbackZod => (app, _options, done) => {
  const { todos } = services;

  app.get(routes.todos, { schema: { querystring: listQuerySchema } }, ({ workspace, query }) => {
    const { sort, order, limit, cursor, timeZone, ...filter } = query;
    return todos.list(workspace, { filter, page: { sort, order, limit, offset: decodeCursor(cursor) }, today: today(timeZone) });
  });

  app.post(routes.todos, { schema: { body: newTodoSchema } }, async (request, reply) => {
    const [todo] = await once(services, request, async () => (await todos.create(request.workspace, [request.body])).todos);
    return reply.code(201).header('etag', `"${todo?.version}"`).send(todo);
  });

  app.patch(routes.todo(':id'), { schema: { params: idParams, body: todoPatchSchema } }, async ({ workspace, params, body, headers }, reply) => {
    const change = await todos.patch(workspace, { id: params.id, version: versionOf(headers['if-match']), fields: body });
    return reply.header('etag', `"${change.todos[0]?.version}"`).send(change);
  });

  app.delete(routes.todo(':id'), { schema: { params: idParams } }, ({ workspace, params }) => todos.remove(workspace, [params.id]));
  app.post(routes.move(':id'), { schema: { params: idParams, body: moveSchema } }, ({ workspace, params, body }) => todos.move(workspace, params.id, body));
  app.post(routes.bulk, { schema: { body: bulkSchema } }, ({ workspace, body }) => todos.bulk(workspace, body));
  app.post(routes.undo(':id'), { schema: { params: idParams } }, ({ workspace, params }) => todos.undo(workspace, params.id));
  done();
};

/** @throws ProblemError 428 without `If-Match`: an editor must say which version it changes. */
function versionOf(ifMatch: string | undefined): number | undefined {
  if (ifMatch === '*') return undefined;
  const version = /^(?:W\/)?"(\d+)"$/.exec(ifMatch ?? '')?.[1];
  if (version === undefined) throw new ProblemError(428, 'if-match-required', { title: 'Version missing', detail: 'Send If-Match with the version you read, or *.' });
  return Number(version);
}
