import { routes, sessionSchema } from '@todo-chatbot/contracts';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Services } from '../../services';
import { takeCookie } from '../session-hook';

export const sessionRoutes =
  ({ assistant: { kind, name }, sessions, signIn }: Services): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.get(
      routes.session,
      { schema: { summary: 'Who I am here', tags: ['session'], response: { 200: sessionSchema } } },
      ({ session }) => ({
        kind: session.signedIn ? ('signed-in' as const) : ('anonymous' as const),
        name: session.name,
        signInAvailable: signIn !== undefined,
        assistant: { kind, name },
      }),
    );

    app.post(
      routes.logout,
      { schema: { summary: 'Ends the session', tags: ['session'], response: { 204: z.undefined() } } },
      async ({ session }, reply) => {
        await sessions.end(session);
        takeCookie(reply);
        return reply.code(204).send();
      },
    );
    done();
  };
