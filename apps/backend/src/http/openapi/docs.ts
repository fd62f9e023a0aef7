import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { routes } from '@todo-chatbot/contracts';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { notFound } from '../../problem';

const FILES: Readonly<Record<string, string>> = {
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'swagger-ui.css': 'text/css; charset=utf-8',
};

const PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Todo Chatbot API</title>
<link rel="stylesheet" href="${routes.docs}/swagger-ui.css"><script src="${routes.docs}/swagger-ui-bundle.js" defer></script><script src="${routes.docs}/start.js" defer></script></head>
<body><div id="api"></div></body>
</html>
`;

const START = `SwaggerUIBundle({ url: '${routes.openapi}', dom_id: '#api', deepLinking: true, tryItOutEnabled: true, requestInterceptor: (request) => (request.credentials = 'same-origin', request) });\n`;

/** The API's description, and a page that shows it: own files only, no inline script. `folder` holds those of Swagger UI. */
export function registerDocs(app: FastifyInstance, folder: string): void {
  const hidden = { schema: { hide: true } };
  const send = (reply: FastifyReply, type: string, body: string | Buffer): FastifyReply =>
    reply
      .type(type)
      .header('cache-control', 'no-cache')
      .header('etag', `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`)
      .send(body);
  app.get(routes.openapi, hidden, () => app.swagger());
  app.get(routes.docs, hidden, (_request, reply) => send(reply, 'text/html; charset=utf-8', PAGE));
  app.get(`${routes.docs}/start.js`, hidden, (_request, reply) => send(reply, 'text/javascript; charset=utf-8', START));
  app.get<{ Params: { file: string } }>(`${routes.docs}/:file`, hidden, async ({ params }, reply) => {
    const type = FILES[params.file];
    if (type === undefined) throw notFound('file');
    return send(reply, type, await readFile(`${folder}/${params.file}`));
  });
}
