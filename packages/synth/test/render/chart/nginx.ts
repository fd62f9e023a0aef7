import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { createServer as createHttpServer, request, type IncomingMessage, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Model } from '../../../src/model/model';
import { find, PASSWORD, template } from './helm';

/** Configuration of the page of the example, as Helm renders it. */
export const configOf = (model: Model, ...args: string[]): string => find(template(model, ...PASSWORD, ...args), 'ConfigMap', 'shop-page-config').data?.['nginx.conf'] ?? '';

const NGINX = '/usr/sbin/nginx';

/** The real nginx, on a configuration of the chart whose places were put below a fresh folder. */
export interface WebServer {
  readonly port: number;
  /** Lines of the access log so far. */
  log(): Record<string, unknown>[];
  /** Puts a file below the served folder, with a time that is always the same. */
  put(path: string, text: string): void;
  stop(): Promise<void>;
}

interface WebServerOptions {
  /** `nginx.conf` as Helm renders it. */
  readonly config: string;
  /** Port of the service that it proxies to. */
  readonly upstreamPort: number;
  readonly files?: Readonly<Record<string, string>>;
}

export async function startNginx({ config, upstreamPort, files = {} }: WebServerOptions): Promise<WebServer> {
  if (!existsSync(NGINX)) throw new Error('these tests need nginx: on Debian, `apt-get install nginx-light`');
  const folder = mkdtempSync(join(tmpdir(), 'nginx-'));
  // The worker is nobody, as in the image.
  chmodSync(folder, 0o777);
  const port = await freePort();
  const put = (path: string, text: string): void => {
    const file = join(folder, 'html', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    utimesSync(file, 0, 0);
  };
  Object.entries(files).forEach(([path, text]) => put(path, text));
  writeFileSync(join(folder, 'nginx.conf'), relocated(config, { folder, port, upstreamPort }));
  const [out, err] = [join(folder, 'out'), join(folder, 'err')];
  const child = spawn(NGINX, ['-e', 'stderr', '-c', join(folder, 'nginx.conf'), '-g', 'daemon off;'], { stdio: ['ignore', openSync(out, 'a'), openSync(err, 'a')] });
  const stop = async (): Promise<void> => {
    await ended(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await listening(port, child);
  } catch (cause) {
    const said = readFileSync(err, 'utf8');
    await stop();
    throw new Error(`nginx did not start: ${said}`, { cause });
  }
  const log = (): Record<string, unknown>[] => readFileSync(out, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line) as Record<string, unknown>);
  return { port, log, put, stop };
}

function relocated(config: string, { folder, port, upstreamPort }: { folder: string; port: number; upstreamPort: number }): string {
  return config
    .replaceAll('/tmp/', `${folder}/`)
    .replace('/usr/share/nginx/html', join(folder, 'html'))
    .replace('listen 8080 ', `listen 127.0.0.1:${port} `)
    .replaceAll('shop-api:80', `127.0.0.1:${upstreamPort}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function listening(port: number, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
      socket.on('connect', () => socket.destroy());
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`it exited with ${child.exitCode}`);
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await exit;
}

/** What nginx proxies to. */
export interface Service {
  readonly port: number;
  /** How it answers. */
  answer: RequestListener;
  /** Every request so far. */
  readonly seen: IncomingMessage[];
  stop(): Promise<void>;
}

export async function startService(): Promise<Service> {
  const server = createHttpServer((incoming, response) => {
    service.seen.push(incoming);
    service.answer(incoming, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const service: Service = { port: (server.address() as AddressInfo).port, answer: (_, response) => void response.end(), seen: [], stop };
  return service;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** Names in lower case, once per occurrence. */
  readonly names: readonly string[];
  readonly body: string;
}

interface AskOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export function ask(port: number, path: string, { method = 'GET', headers = {}, body = '' }: AskOptions = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', path, method, headers: { ...headers, ...(body && !('transfer-encoding' in headers) ? { 'content-length': Buffer.byteLength(body) } : {}) }, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const names = response.rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
        resolve({ status: response.statusCode ?? 0, headers: response.headers, names, body: Buffer.concat(chunks).toString('utf8') });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
