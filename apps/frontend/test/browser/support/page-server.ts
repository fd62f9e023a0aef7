import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface PageServer {
  readonly url: string;
  stop(): Promise<void>;
}

const DIST = join(import.meta.dirname, '../../../dist');

/** The headers that the web server of the chart sends with every response. */
const HEADERS = {
  'content-security-policy':
    "default-src 'self'; style-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; connect-src 'self'; form-action 'self'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
} as const;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/** Serves the built page as production does and gives `/api` to `api`. */
export async function startPageServer(api: Handler): Promise<PageServer> {
  if (!existsSync(join(DIST, 'index.html'))) {
    throw new Error('The page is not built. Run `npx nx build frontend` first.');
  }
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    if (request.url?.startsWith('/api')) api(request, response);
    else sendFile(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${String(port)}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function sendFile(request: IncomingMessage, response: ServerResponse): void {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const wanted = join(DIST, normalize(pathname));
  const isAsset = pathname.startsWith('/assets/');
  const found = existsSync(wanted) && statSync(wanted).isFile();
  if (!found && (isAsset || extname(pathname) !== '')) {
    response.writeHead(404).end();
    return;
  }
  const file = found ? wanted : join(DIST, 'index.html');
  response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
  response.setHeader('cache-control', isAsset ? 'public, max-age=31536000, immutable' : 'no-cache');
  createReadStream(file).pipe(response);
}
