import type { Problem, ProblemCode } from '@todo-chatbot/contracts';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { isDatabaseAway } from '../db/faults';
import { ProblemError } from '../problem';
import { drained } from './drain';

/** Every error leaves as problem details, with the request's id and without a stack. */
export function registerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => answer(toProblem(error, request), request, reply));
  app.setNotFoundHandler((request, reply) =>
    answer(new ProblemError(404, 'not-found', { title: 'Not found' }), request, reply),
  );
}

async function answer(
  { status, code, extra }: ProblemError,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  await drained(request.raw);
  const { headers, errors, ...rest } = extra;
  const problem: Problem = {
    type: 'about:blank',
    status,
    code,
    requestId: request.id,
    ...rest,
    ...(errors ? { errors: [...errors] } : {}),
  };
  return reply
    .code(status)
    .headers(headers ?? {})
    .type('application/problem+json')
    .send(JSON.stringify(problem));
}

function toProblem(error: FastifyError, request: FastifyRequest): ProblemError {
  if (error instanceof ProblemError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors = error.validation.map(({ instancePath, message }) => ({
      path: instancePath.replace(/^\//, '').replaceAll('/', '.'),
      message: message ?? 'is not valid',
    }));
    return new ProblemError(422, 'validation', {
      title: 'Not valid',
      detail: 'The request does not have the expected form.',
      errors,
    });
  }
  const status = error.statusCode ?? 500;
  if (status < 500) return refused(status);
  if (isDatabaseAway(error)) {
    request.log.warn({ err: error }, 'database unavailable');
    return new ProblemError(503, 'database-unavailable', {
      title: 'Database unavailable',
      detail: 'Nothing was stored. Try again in a moment.',
      headers: { 'retry-after': '1' },
    });
  }
  request.log.error({ err: error }, 'request failed');
  return new ProblemError(500, 'internal', {
    title: 'Internal error',
    detail: 'Something went wrong here; it has been logged.',
  });
}

const REFUSALS: Readonly<Record<number, readonly [ProblemCode, string]>> = {
  406: ['not-acceptable', 'This answers with a stream of events.'],
  413: ['too-large', 'The body is larger than this path takes.'],
  414: ['too-large', 'The address is too long.'],
  415: ['unsupported-media-type', 'The body is of a kind that this path does not take.'],
};

/** In our own words: those of a library may repeat what was sent. */
function refused(status: number): ProblemError {
  const [code, title] = REFUSALS[status] ?? ['bad-request', 'The request could not be read.'];
  return new ProblemError(status, code, { title });
}
