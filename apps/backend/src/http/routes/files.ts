import { exportFileSchema, IMPORT_BYTES_MAX, importResultSchema, routes } from '@todo-chatbot/contracts';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Services } from '../../services';
import { readCsv, writeCsv } from '../../todos/files/csv';
import { readRecords, type ReadFile } from '../../todos/files/records';
import { fileOf } from '../openapi/responses';
import { requestKey } from '../request-key';

const tags = ['files'];
const importedSchema = z.union([
  z.object({ todos: z.array(z.unknown()) }),
  z.array(z.unknown()),
  z.string().describe('text/csv'),
]);

/** Todos in and out, as files. */
export const fileRoutes =
  ({ todos }: Services): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.addContentTypeParser('text/csv', { parseAs: 'string', bodyLimit: IMPORT_BYTES_MAX }, (_request, body, ready) =>
      ready(null, body),
    );

    app.get(
      routes.export('json'),
      { schema: { summary: 'All todos as JSON', tags, response: { 200: exportFileSchema } } },
      async ({ workspace }, reply) =>
        reply.header('content-disposition', attachment('json')).send({
          format: 'todo-chatbot' as const,
          version: 1 as const,
          exportedAt: new Date().toISOString(),
          todos: await todos.exportAll(workspace),
        }),
    );

    app.get(
      routes.export('csv'),
      { schema: { summary: 'All todos as CSV', tags, response: { 200: fileOf('text/csv', z.string()) } } },
      async ({ workspace }, reply) =>
        reply
          .header('content-disposition', attachment('csv'))
          .type('text/csv; charset=utf-8')
          .send(writeCsv(await todos.exportAll(workspace))),
    );

    app.post(
      routes.import,
      {
        bodyLimit: IMPORT_BYTES_MAX,
        schema: {
          summary: 'Adds the todos of an exported file',
          tags,
          body: importedSchema,
          response: { 200: importResultSchema },
        },
      },
      async (request) => {
        const { body } = request;
        const { drafts, rejected } = typeof body === 'string' ? readCsv(body) : readList(body);
        return { ...(await todos.importAll(request.workspace, drafts, requestKey(request))), rejected };
      },
    );
    done();
  };

function readList(body: readonly unknown[] | { readonly todos: readonly unknown[] }): ReadFile {
  const todos = 'todos' in body ? body.todos : body;
  return readRecords(todos.map((value, index) => ({ line: index + 1, value })));
}

function attachment(extension: string): string {
  return `attachment; filename="todos-${new Date().toISOString().slice(0, 10)}.${extension}"`;
}
