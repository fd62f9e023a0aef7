import cookie from '@fastify/cookie';
import { fastifySSE } from '@fastify/sse';
import Fastify, { LogController, type FastifyInstance } from 'fastify';
import { validatorCompiler } from 'fastify-type-provider-zod';
import { mustBePrepared } from '../lifecycle';
import { loggerOptions } from '../logging';
import type { Services } from '../services';
import { registerErrors } from './errors';
import { registerHeaders } from './headers';
import { registerLimits } from './limits';
import { refuseOtherMethods } from './methods';
import { timeRequests } from './metrics-server';
import { registerDocs } from './openapi/docs';
import { registerOpenApi } from './openapi/document';
import { registerProbes } from './probes';
import { answerBadAddress, answerBrokenRequest, requestId } from './raw';
import { logRequests } from './request-log';
import { chatRoutes } from './routes/chat';
import { fileRoutes } from './routes/files';
import { liveRoutes } from './routes/live';
import { sessionRoutes } from './routes/session';
import { signInRoutes } from './routes/sign-in';
import { todoRoutes } from './routes/todos';
import { registerSameOrigin } from './same-origin';
import { registerSession } from './session-hook';

const BODY_LIMIT = 64 * 1024;
const HEARTBEAT_MS = 15_000;
/** Until a whole request is here, its body included; the framework's default is for ever. */
const REQUEST_MS = 60_000;

export interface AppOptions {
  /** Folder that holds `swagger-ui-bundle.js` and `swagger-ui.css`. */
  readonly docsFolder: string;
  readonly secrets?: readonly string[];
  /** Where log lines go. Default: standard output. */
  readonly logStream?: { write(line: string): void };
}

/** Composes the server; nothing listens yet. */
export async function createApp(
  services: Services,
  { docsFolder, secrets = [], logStream }: AppOptions,
): Promise<FastifyInstance> {
  const { settings, lifecycle, metrics } = services;
  const app = Fastify({
    logger: loggerOptions({ level: settings.LOG_LEVEL, secrets, ...(logStream ? { stream: logStream } : {}) }),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestId,
    trustProxy: (_address, hop) => hop < settings.TRUST_PROXY,
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_MS,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: answerBadAddress,
    routerOptions: { maxParamLength: 200 },
  });
  app.setValidatorCompiler(validatorCompiler);
  // Answers are checked against their schemas by tests; checking each at run time would cost more than the query.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.removeContentTypeParser('text/plain');
  registerErrors(app);
  const refuseOthers = refuseOtherMethods(app);
  registerHeaders(app, lifecycle);
  logRequests(app);
  timeRequests(app, metrics);
  registerProbes(app, services);
  await registerOpenApi(app);
  registerDocs(app, docsFolder);
  await app.register(cookie);
  await app.register(fastifySSE, { heartbeatInterval: HEARTBEAT_MS });
  await app.register(async (api) => {
    api.addHook('onRequest', async () => void mustBePrepared(lifecycle));
    registerSameOrigin(api);
    await registerLimits(api, services);
    await api.register(signInRoutes(services));
    await api.register(async (own) => {
      registerSession(own, services);
      own.addHook('preValidation', (request) => request.limits.session());
      for (const routes of [sessionRoutes, todoRoutes, fileRoutes, chatRoutes, liveRoutes])
        await own.register(routes(services));
    });
  });
  refuseOthers();
  return app;
}
