import { chatRequestSchema, decisionSchema, routes } from '@todo-chatbot/contracts';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { clearHistory, readHistory } from '../../chat/history';
import { converse } from '../../chat/service';
import type { Services } from '../../services';
import { openEventStream } from '../sse';

export const chatRoutes = (services: Services): FastifyPluginCallbackZod => (app, _options, done) => {
  const { db, confirmations } = services;

  app.post(routes.chat, { schema: { body: chatRequestSchema } }, async (request, reply) => {
    const stream = openEventStream(reply);
    const input = { workspace: request.workspace, ...request.body, signal: AbortSignal.any([stream.signal, services.closing]) };
    for await (const event of converse({ ...services, onFailure: (err) => request.log.error({ err }, 'assistant failed') }, input)) {
      stream.send({ event: event.type, data: event });
    }
    stream.end();
  });

  app.get(routes.chatHistory, async ({ workspace }) => ({ messages: await readHistory(db, workspace) }));
  app.delete(routes.chatHistory, async ({ workspace }, reply) => {
    await clearHistory(db, workspace);
    return reply.code(204).send();
  });
  app.post(routes.confirmation(':id'), { schema: { params: z.object({ id: z.uuid() }), body: decisionSchema } }, ({ workspace, params, body }) =>
    confirmations.decide(workspace, params.id, body.decision),
  );
  done();
};
