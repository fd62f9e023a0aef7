import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FIXED_HEADERS } from './headers';

const ID = /^[\w-]{16,64}$/;

/** The id that a proxy gave the request, or a new one. */
export function requestId({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && ID.test(given) ? given : randomUUID();
}

/** What has not become a request goes past all hooks, so it is answered with these by hand. */
const bareHeaders = (id: string): Readonly<Record<string, string>> => ({
  ...FIXED_HEADERS,
  'content-type': 'application/problem+json',
  'x-request-id': id,
});

const bareProblem = (title: string, status: number, id: string): string =>
  JSON.stringify({ type: 'about:blank', title, status, code: 'bad-request', requestId: id });

/** Answers an address that cannot be read. */
export function answerBadAddress(_error: Error, request: FastifyRequest, reply: FastifyReply): void {
  void reply
    .code(400)
    .headers(bareHeaders(request.id))
    .send(bareProblem('The address cannot be read.', 400, request.id));
}

/** Answers what is not HTTP, or too slow or large to become a request. */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, title] = STATUS[error.code ?? ''] ?? ['400 Bad Request', 'Bad request'];
  const id = randomUUID();
  const body = bareProblem(title, Number(status.slice(0, 3)), id);
  const headers = { ...bareHeaders(id), 'content-length': String(Buffer.byteLength(body)), connection: 'close' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
}

const STATUS: Readonly<Record<string, readonly [string, string]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'Headers too large'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'Request timeout'],
};
