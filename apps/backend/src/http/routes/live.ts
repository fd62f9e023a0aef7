import { routes } from '@todo-chatbot/contracts';
import type { FastifyPluginCallback } from 'fastify';
import { eventsSince, latestEvent } from '../../live/hub';
import type { Services } from '../../services';
import { openEventStream, type EventStream } from '../sse';

export const liveRoutes = (services: Services): FastifyPluginCallback => (app, _options, done) => {
  app.get(routes.events, async (request, reply) => {
    const { workspace } = request;
    const given = request.headers['last-event-id'];
    const since = typeof given === 'string' && /^\d{1,18}$/.test(given) ? given : await latestEvent(services.db, workspace);
    follow(services, { workspace, since, stream: openEventStream(reply), onError: (err) => request.log.warn({ err }, 'live stream lost') });
  });
  done();
};

interface Follower {
  readonly workspace: string;
  readonly since: string;
  readonly stream: EventStream;
  onError(error: unknown): void;
}

/** Sends what is new on every wake-up. Reads never overlap, so nothing is sent twice or out of order. */
function follow({ db, hub, closing }: Services, { workspace, since, stream, onError }: Follower): void {
  let last = since;
  let reading = false;
  let again = false;
  const read = async (): Promise<void> => {
    do {
      again = false;
      for (const { id, event } of await eventsSince(db, workspace, last)) {
        last = id;
        stream.send({ event: event.type, id, data: event });
      }
    } while (again);
  };
  const wake = (): void => {
    again = true;
    if (reading) return;
    reading = true;
    // A database that is away ends the stream: the browser comes back and catches up.
    read().catch((error: unknown) => (onError(error), stream.end())).finally(() => (reading = false));
  };
  const unsubscribe = hub.subscribe(workspace, wake);
  const end = (): void => stream.end();
  closing.addEventListener('abort', end);
  stream.signal.addEventListener('abort', () => {
    unsubscribe();
    closing.removeEventListener('abort', end);
  });
  stream.send({ event: 'ready', id: last, data: {} });
  wake();
}
