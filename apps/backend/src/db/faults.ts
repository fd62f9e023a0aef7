import { types } from 'node:util';

const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** Connection lost (08), shutting down or starting (57P), too many connections (53300), statement timeout (57014). */
const SQL_STATES = /^(?:08...|57P0.|53300|57014)$/;

/** What pg says without a code. */
const MESSAGES =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end|driver has already been destroyed)/;

/** Is the database away, rather than the query wrong? Then the same request has a chance a moment later. */
export function isDatabaseAway(error: unknown): boolean {
  // Not `instanceof`: errors of Node's own sockets may come from another realm.
  if (!types.isNativeError(error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (CONNECTION_CODES.has(code) || SQL_STATES.test(code) || MESSAGES.test(error.message)) return true;
  return 'errors' in error && Array.isArray(error.errors) && error.errors.some(isDatabaseAway);
}
