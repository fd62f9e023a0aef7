import swagger from '@fastify/swagger';
import { problemCodes } from '@todo-chatbot/contracts';
import type { FastifyInstance } from 'fastify';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { components } from './components';
import { problem } from './responses';

const DESCRIPTION = [
  'Todos, and an assistant that changes them. Every visitor has a private workspace, known by a session cookie that the first answer sets.',
  '',
  'Errors are problem details (RFC 9457) with a stable `code`:',
  '',
  ...Object.entries(problemCodes).map(([code, meaning]) => `- \`${code}\`: ${meaning}`),
].join('\n');

/** Describes the routes registered after it as OpenAPI 3.1, from the schemas they validate with. */
export async function registerOpenApi(app: FastifyInstance): Promise<void> {
  const options = { schemaRegistry: components };
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Todo Chatbot', version: '1', description: DESCRIPTION },
      components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: '__Host-session' } } },
      security: [{ session: [] }],
    },
    transform: createJsonSchemaTransform(options),
    transformObject: createJsonSchemaTransformObject(options),
  });
  app.addHook('onRoute', (route) => {
    if (route.schema === undefined || route.schema.hide === true) return;
    route.schema = {
      ...route.schema,
      response: { ...(route.schema.response as object | undefined), default: problem },
    };
  });
}
