import type { Problem } from '@todo-chatbot/contracts';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { ProblemError } from '../problem';

/** Every error leaves as problem details, with the request's id and without a stack. */
export function registerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => answer(toProblem(error, request), request, reply));
  app.setNotFoundHandler((request, reply) => answer(new ProblemError(404, 'not-found', { title: 'Not found' }), request, reply));
}

function answer({ status, code, extra }: ProblemError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { headers, ...rest } = extra;
  const problem: Problem = { type: 'about:blank', status, code, requestId: request.id, ...rest };
  return reply.code(status).headers(headers ?? {}).type('application/problem+json').send(JSON.stringify(problem));
}

function toProblem(error: FastifyError, request: FastifyRequest): ProblemError {
  if (error instanceof ProblemError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors = error.validation.map(({ instancePath, message }) => ({ path: instancePath.replace(/^\//, '').replaceAll('/', '.'), message: message ?? 'is not valid' }));
    return new ProblemError(422, 'validation', { title: 'Not valid', detail: 'The request does not have the expected form.', errors });
  }
  const status = error.statusCode ?? 500;
  if (status < 500) return new ProblemError(status, 'bad-request', { title: 'Bad request', detail: error.message });
  request.log.error({ err: error }, 'request failed');
  return new ProblemError(500, 'internal', { title: 'Internal error', detail: 'Something went wrong here; it has been logged.' });
}
