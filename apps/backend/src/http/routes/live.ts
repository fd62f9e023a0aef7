import { liveEventSchema, routes } from '@todo-chatbot/contracts';
import type { FastifyInstance, FastifyPluginCallback } from 'fastify';
import { follow } from '../../live/follow';
import { latestEvent } from '../../live/log';
import { ProblemError } from '../../problem';
import type { Services } from '../../services';
import { openEventStream } from '../event-stream';
import { streamOf } from '../openapi/responses';

export const liveRoutes =
  (services: Services): FastifyPluginCallback =>
  (app: FastifyInstance, _options, done) => {
    const { database, lifecycle, slots, metrics } = services;

    app.get(
      routes.events,
      {
        sse: 'only',
        schema: {
          summary: 'What changes, as it changes',
          tags: ['live'],
          response: { 200: streamOf(liveEventSchema) },
        },
      },
      async (request, reply) => {
        const { workspace } = request;
        const release = slots.live.tryTake(workspace);
        if (release === undefined)
          throw new ProblemError(429, 'too-many-streams', {
            title: 'Too many streams',
            detail: 'Close another window first.',
            headers: { 'retry-after': '15' },
          });
        try {
          const since = sinceOf(request.headers['last-event-id']) ?? (await latestEvent(database.db, workspace));
          const stream = openEventStream(reply);
          metrics.liveStreams.inc();
          await follow(services, {
            workspace,
            since,
            stream,
            until: AbortSignal.any([stream.gone, lifecycle.draining.signal]),
          }).catch((err: unknown) => request.log.warn({ err }, 'live stream lost'));
          metrics.liveStreams.dec();
        } finally {
          release();
        }
      },
    );
    done();
  };

function sinceOf(lastEventId: string | string[] | undefined): bigint | undefined {
  return typeof lastEventId === 'string' && /^\d{1,18}$/.test(lastEventId) ? BigInt(lastEventId) : undefined;
}
