import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSession, type Exchange, type Session } from '../../src/verify/session';

let server: Server;
let baseUrl: string;
let seen: IncomingMessage[];
let exchanges: Exchange[];
let session: Session;

beforeEach(async () => {
  seen = [];
  exchanges = [];
  server = createServer((request, response) => {
    seen.push(request);
    if (request.url === '/login') response.setHeader('set-cookie', '__Host-s=1; Path=/; Secure; HttpOnly');
    if (request.url === '/hang') return;
    if (request.url === '/broken') response.statusCode = 500;
    response.end(request.url === '/empty' ? '' : JSON.stringify({ path: request.url }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  baseUrl = `http://localhost:${(server.address() as AddressInfo).port}`;
  session = createSession({ baseUrl, signal: () => new AbortController().signal, record: (exchange) => exchanges.push(exchange) });
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

test('cookies of one answer go with the next request, over plain HTTP on localhost', async () => {
  await session.request('/login');
  await session.request('/next');

  expect(seen.map(({ headers }) => headers.cookie)).toEqual([undefined, '__Host-s=1']);
});

test('it looks like a page of the same origin', async () => {
  await session.request('/todos', { method: 'POST', json: { a: 1 } });

  expect(seen[0]?.headers).toMatchObject({ origin: baseUrl, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' });
});

test('a check can pose as another site', async () => {
  await session.request('/', { headers: { origin: 'https://evil.example' } });

  expect(seen[0]?.headers.origin).toBe('https://evil.example');
});

test('json gives the body, and undefined for an empty one', async () => {
  expect(await session.json('/a')).toEqual({ path: '/a' });
  expect(await session.json('/empty')).toBeUndefined();
});

test('json fails with the answer as evidence when there is no success', async () => {
  await expect(session.json('/broken')).rejects.toMatchObject({ message: 'GET /broken answered 500', evidence: ['{"path":"/broken"}'] });
  expect(exchanges).toMatchObject([{ method: 'GET', path: '/broken', outcome: '500', body: '{"path":"/broken"}' }]);
});

test('a server that does not answer in time is told as such', async () => {
  await expect(session.request('/hang', { timeoutMs: 100 })).rejects.toThrow('GET /hang: no whole answer in time');
});

test('a refused connection is told with its reason, and recorded', async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));

  await expect(session.request('/')).rejects.toThrow(/^GET \/: .*ECONNREFUSED/);
  expect(exchanges[0]?.outcome).toMatch(/ECONNREFUSED/);
  server.listen(0);
});
