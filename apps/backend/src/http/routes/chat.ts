import {
  chatEventSchema,
  chatRequestSchema,
  decisionResultSchema,
  decisionSchema,
  historySchema,
  routes,
} from '@todo-chatbot/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { converse } from '../../chat/service';
import { ProblemError } from '../../problem';
import type { Services } from '../../services';
import { openEventStream } from '../event-stream';
import { streamOf } from '../openapi/responses';

const shared = { tags: ['assistant'] };

const say = {
  ...shared,
  summary: 'Says something to the assistant; the answer is a stream',
  body: chatRequestSchema,
  response: { 200: streamOf(chatEventSchema) },
};
const read = { ...shared, summary: 'What was said', response: { 200: historySchema } };
const clear = { ...shared, summary: 'Forgets what was said', response: { 204: z.undefined() } };
const decide = {
  ...shared,
  summary: 'Approves or denies, once',
  params: z.object({ id: z.uuid() }),
  body: decisionSchema,
  response: { 200: decisionResultSchema },
};

export const chatRoutes =
  (services: Services): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    const { history, confirmations, slots } = services;

    app.post(routes.chat, { sse: 'manual', schema: say }, async (request, reply) => {
      await request.limits.chat();
      const release = slots.chat.tryTake(request.workspace);
      if (release === undefined) throw tooManyAnswers();
      try {
        await answer(services, { request, reply, ...request.body });
      } finally {
        release();
      }
    });

    app.get(routes.chatHistory, { schema: read }, async ({ workspace }) => ({
      messages: await history.read(workspace),
    }));
    app.delete(routes.chatHistory, { schema: clear }, async ({ workspace }, reply) => {
      await history.clear(workspace);
      return reply.code(204).send();
    });
    app.post(routes.confirmation(':id'), { schema: decide }, ({ workspace, params, body }) =>
      confirmations.decide(workspace, params.id, body.decision),
    );
    done();
  };

const tooManyAnswers = (): ProblemError =>
  new ProblemError(429, 'too-many-streams', {
    title: 'One thing at a time',
    detail: 'Let the assistant finish first.',
    headers: { 'retry-after': '2' },
  });

interface Question {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly message: string;
  readonly timeZone: string;
}

/** Streams one answer. What fails before its first event leaves as problem details. */
async function answer(services: Services, { request, reply, message, timeZone }: Question): Promise<void> {
  const { lifecycle, metrics, assistant } = services;
  const left = new AbortController();
  reply.raw.once('close', () => left.abort());
  const onFailure = (err: unknown): void => request.log.error({ err }, 'assistant failed');
  const events = converse(services, {
    workspace: request.workspace,
    message,
    timeZone,
    onFailure,
    signal: AbortSignal.any([left.signal, lifecycle.stopping.signal]),
  });
  const first = await events.next();
  const stream = openEventStream(reply);
  let next = first;
  for (; !next.done; next = await events.next()) await stream.send({ event: next.value.type, data: next.value });
  metrics.turns.inc({ assistant: assistant.kind, outcome: next.value ?? 'failed' });
  stream.end();
}
