import { routes, type Session } from '@todo-chatbot/contracts';
import type { FastifyPluginCallback } from 'fastify';
import type { Services } from '../../services';

export const sessionRoutes = ({ assistant: { kind, name } }: Services): FastifyPluginCallback => (app, _options, done) => {
  app.get(routes.session, (): Session => ({ kind: 'anonymous', name: null, signInAvailable: false, assistant: { kind, name } }));
  done();
};
