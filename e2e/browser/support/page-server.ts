import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, relative } from 'node:path';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface PageServer {
  readonly url: string;
  stop(): Promise<void>;
}

const DIST = join(import.meta.dirname, '../../../apps/frontend/dist');

/** The headers of the web server in front, without the one thing (`data:` images) that only the API's own docs need. */
const HEADERS = {
  'content-security-policy':
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
} as const;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

let page: ReadonlyMap<string, Buffer> | undefined;

/** Serves the built page as production does and gives `/api` to `api`. */
export async function startPageServer(api: Handler): Promise<PageServer> {
  page ??= readPage();
  const files = page;
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    if (request.url?.startsWith('/api')) api(request, response);
    else sendFile(files, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
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

/** Everything that was built, read once: a build that runs beside the tests does not pull the page from under them. */
function readPage(): ReadonlyMap<string, Buffer> {
  if (!existsSync(join(DIST, 'index.html'))) {
    throw new Error('The page is not built. Run `npx nx build frontend` first.');
  }
  const files = readdirSync(DIST, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(files.map((entry) => join(entry.parentPath, entry.name)).map((path) => [`/${relative(DIST, path)}`, readFileSync(path)]));
}

function sendFile(files: ReadonlyMap<string, Buffer>, request: IncomingMessage, response: ServerResponse): void {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const isAsset = pathname.startsWith('/assets/');
  const wanted = files.has(pathname) ? pathname : '/index.html';
  if (wanted !== pathname && (isAsset || extname(pathname) !== '')) {
    response.writeHead(404).end();
    return;
  }
  response.setHeader('content-type', TYPES[extname(wanted)] ?? 'application/octet-stream');
  response.setHeader('cache-control', isAsset ? 'public, max-age=31536000, immutable' : 'no-cache');
  response.end(files.get(wanted));
}
