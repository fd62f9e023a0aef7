import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HttpApp {
  readonly port: number;
  /** Requests that arrived, as `METHOD path`. */
  readonly requests: string[];
  /** Open event streams. */
  streams(): number;
  close(): Promise<void>;
}

/**
 * A small app behind a tunnel: `/` says its name, `/bytes/N` sends N bytes, `POST /digest` answers with the
 * SHA-256 of what it got, `/events` streams one event per `tick()`, `/hang` never answers.
 */
export async function httpApp(name: string): Promise<HttpApp> {
  const requests: string[] = [];
  let streams = 0;
  const server: Server = createServer((request, response) => {
    const { url = '/' } = request;
    requests.push(`${request.method} ${url}`);
    if (url === '/hang') return;
    if (url === '/digest') {
      const digest = createHash('sha256');
      request.on('data', (chunk: Buffer) => digest.update(chunk));
      request.on('end', () => response.end(digest.digest('hex')));
    } else if (url.startsWith('/bytes/')) {
      response.end(Buffer.alloc(Number(url.slice(7)), 'x'));
    } else if (url === '/events') {
      streams++;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      let count = 0;
      const timer = setInterval(() => response.write(`data: ${count++}\n\n`), 20);
      response.once('close', () => {
        streams--;
        clearInterval(timer);
      });
    } else {
      response.end(name);
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    streams: () => streams,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
