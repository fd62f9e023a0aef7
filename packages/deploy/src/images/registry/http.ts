import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { request as httpRequest, type Agent, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { tryProxy } from './proxy';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface HttpQuestion {
  readonly method?: 'GET' | 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds for the whole answer. Default: 10 000. */
  readonly patienceMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Asks a URL. @throws Error of the connection when there is no answer in time. */
export type Http = (url: string, question?: HttpQuestion) => Promise<HttpAnswer>;

const PATIENCE_MS = 10_000;
// Manifests and tokens; whoever sends more is no registry.
const MOST_BYTES = 4_000_000;

/** Trusts what Node trusts and the authorities that Docker was given for the host; goes through the proxy that the environment names. */
export const http: Http = async (url, { method = 'GET', headers = {}, patienceMs = PATIENCE_MS, signal } = {}) => {
  const { protocol, host } = new URL(url);
  const patience = AbortSignal.timeout(patienceMs);
  const options = { method, headers, agent: await agentFor(url), signal: signal ? AbortSignal.any([signal, patience]) : patience };
  return new Promise((resolve, reject) => {
    const onAnswer = (answer: IncomingMessage): void => void readAnswer(answer).then(resolve, reject);
    const asked = protocol === 'https:' ? httpsRequest(url, { ...options, ca: authoritiesFor(host) }, onAnswer) : httpRequest(url, options, onAnswer);
    asked.on('error', reject);
    asked.end();
  });
};

/** None that keeps connections: a run asks a few questions and ends. What speaks to proxies is loaded where there is one. */
async function agentFor(url: string): Promise<Agent | false> {
  const proxy = tryProxy(url);
  return proxy === undefined ? false : new (await import('https-proxy-agent')).HttpsProxyAgent(proxy);
}

async function readAnswer(answer: IncomingMessage): Promise<HttpAnswer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MOST_BYTES) throw new Error('the answer is too long for a registry');
    parts.push(part);
  }
  const headers = Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]));
  return { status: answer.statusCode ?? 0, headers, body: Buffer.concat(parts).toString('utf8') };
}

/** @see https://docs.docker.com/engine/security/certificates */
const DOCKER_CERTIFICATES = '/etc/docker/certs.d';

/** undefined for those that Node trusts by itself, of which it keeps one store: reading them anew takes longer than the question. */
function authoritiesFor(host: string): string[] | undefined {
  const folder = join(DOCKER_CERTIFICATES, host);
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.crt')).map((name) => join(folder, name)) : [];
  if (files.length === 0) return undefined;
  const extra = process.env['NODE_EXTRA_CA_CERTS'] ?? '';
  return [...rootCertificates, ...[...files, extra].filter((file) => file && existsSync(file)).map((file) => readFileSync(file, 'utf8'))];
}
