import { createHash } from 'node:crypto';
import type { FastifyServerOptions } from 'fastify';

/** A value shorter than this is no secret, and replacing it would garble the log. */
const SHORTEST_SECRET = 6;

interface LogOptions {
  readonly level: string;
  /** Values that may stand in no line, however they got there. */
  readonly secrets: readonly string[];
  /** Where lines go. Default: standard output, several at a time. */
  readonly stream?: { write(line: string): void };
}

/** One JSON line per event: times in UTC, no bodies, no headers, no query strings. What is user input is escaped by JSON. */
export function loggerOptions({
  level,
  secrets,
  stream = batched((lines) => process.stdout.write(lines)),
}: LogOptions): NonNullable<FastifyServerOptions['logger']> {
  return {
    level,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    base: null,
    serializers: { err: serializeError },
    hooks: { streamWrite: redactor(secrets) },
    stream,
  };
}

const BATCH_MS = 100;
const BATCH_CHARACTERS = 16_384;

/** Writes lines some at a time: a system call for each costs more than the line. What is left is written at exit. */
export function batched(write: (lines: string) => unknown): { write(line: string): void } {
  let waiting = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const lines = waiting;
    waiting = '';
    if (lines !== '') write(lines);
  };
  process.once('exit', flush);
  return {
    write: (line) => {
      waiting += line;
      if (waiting.length >= BATCH_CHARACTERS) flush();
      else timer ??= setTimeout(flush, BATCH_MS);
    },
  };
}

/** Replaces secrets, plain and as JSON or a URL writes them. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const forms = secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]);
  const all = [...new Set(forms)].sort((a, b) => b.length - a.length);
  return (text) => all.reduce((rest, secret) => rest.replaceAll(secret, '[redacted]'), text);
}

/** Only what tells where a fault is: database errors also carry the values they are about. */
function serializeError(error: Error & { code?: unknown }) {
  return { type: error.name, message: error.message, code: error.code, stack: error.stack ?? '' };
}

/** Tells the lines of one workspace apart without naming it. */
export function pseudonym(workspace: string): string {
  return createHash('sha256').update(workspace).digest('hex').slice(0, 12);
}

/** The parts of a connection string that are secret. */
export function secretsOfUrl(url: string): string[] {
  if (!URL.canParse(url)) return [url];
  const { password } = new URL(url);
  return password === '' ? [url] : [url, password, decodeURIComponent(password)];
}
