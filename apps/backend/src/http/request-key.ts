import { createHash } from 'node:crypto';
import { headers } from '@todo-chatbot/contracts';
import type { FastifyRequest } from 'fastify';
import type { RequestKey } from '../idempotency-repository';
import { ProblemError } from '../problem';

/** The idempotency key of a request, with what it was used for; undefined without one. @throws ProblemError 400 */
export function requestKey(request: FastifyRequest): RequestKey | undefined {
  const key = request.headers[headers.idempotencyKey];
  if (key === undefined || key === '') return undefined;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new ProblemError(400, 'bad-idempotency-key', {
      title: 'Bad idempotency key',
      detail: 'Expected 1 to 200 printable characters.',
    });
  }
  return {
    key,
    fingerprint: createHash('sha256')
      .update(`${request.method} ${request.url}\n${JSON.stringify(request.body)}`)
      .digest('base64url'),
  };
}
