import type { FastifyPluginCallback } from 'fastify';
import type { Services } from '../../services';

export const signInRoutes =
  (_services: Services): FastifyPluginCallback =>
  (_app, _options, done) =>
    done();
