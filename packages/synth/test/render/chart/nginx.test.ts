import { request, type IncomingMessage } from 'node:http';
import { exampleModel } from '../../example';
import { INGRESS } from './helm';
import { ask, configOf, startNginx, startService, type Service, type WebServer } from './nginx';

const SECURITY_HEADERS = [
  'content-security-policy', 'x-content-type-options', 'x-frame-options', 'referrer-policy', 'cross-origin-opener-policy', 'cross-origin-resource-policy', 'permissions-policy', 'x-request-id',
];
const FILES = { 'index.html': '<p>one</p>', 'assets/app-1.js': '1;'.repeat(2000), 'favicon.svg': '<svg/>' };

/** The service behind the proxy; each test says how it answers. */
let service: Service;
let web: WebServer;
let behindIngress: WebServer;

beforeAll(async () => {
  service = await startService();
  web = await startNginx({ config: configOf(exampleModel()), upstreamPort: service.port, files: FILES });
  behindIngress = await startNginx({ config: configOf(exampleModel(), ...INGRESS, '--set', 'ingress.trustedProxies[0]=127.0.0.0/8'), upstreamPort: service.port, files: FILES });
});

afterAll(async () => {
  // Undefined where they did not start, whatever their types say.
  await (web as WebServer | undefined)?.stop();
  await (behindIngress as WebServer | undefined)?.stop();
  await service.stop();
});

beforeEach(() => {
  service.seen.length = 0;
  service.answer = (_, response) => void response.setHeader('x-powered-by', 'tests').setHeader('content-security-policy', 'none').setHeader('cache-control', 'private').end('{}');
});

describe('every answer', () => {
  it.each([
    ['a page', '/', {}, 200],
    ['a page of the app', '/lists/7', {}, 200],
    ['an asset', '/assets/app-1.js', {}, 200],
    ['a missing asset', '/assets/app-0.js', {}, 404],
    ['another missing file', '/robots.txt', {}, 404],
    ['the probe', '/healthz', {}, 200],
    ['the service', '/api/things', {}, 200],
    ['a method that pages do not have', '/', { method: 'POST', body: 'x' }, 405],
    ['a method that nobody needs', '/', { method: 'TRACE' }, 405],
    ['too much at once', '/api/things', { method: 'POST', body: 'x'.repeat(1024 * 1024 + 1) }, 413],
    ['a bad request', '/%', {}, 400],
    ['a bad request to the service', '/api/%', {}, 400],
    ['too long an address', `/api/${'x'.repeat(9000)}`, {}, 414],
    ['too large a head', '/api/things', { headers: { cookie: 'x'.repeat(9000) } }, 400],
    ['a method that no service gets', '/api/things', { method: 'TRACE' }, 405],
    ['a way to send that nobody knows', '/api/things', { method: 'POST', headers: { 'transfer-encoding': 'gzip' } }, 501],
  ])('has the security headers exactly once, and no version: %s', async (_, path, options, status) => {
    const { names, headers, ...rest } = await ask(web.port, path, options);
    expect(rest.status).toBe(status);
    expect(names.filter((name) => SECURITY_HEADERS.includes(name)).sort()).toEqual([...SECURITY_HEADERS].sort());
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers.server).toBe('nginx');
    expect(names).not.toContain('x-powered-by');
    expect(names).not.toContain('strict-transport-security');
  });
});

describe('files', () => {
  it('are kept for ever when their name has their hash, and asked for again otherwise', async () => {
    expect((await ask(web.port, '/assets/app-1.js')).headers['cache-control']).toBe('public, max-age=31536000, immutable');
    for (const path of ['/', '/lists/7', '/favicon.svg']) expect((await ask(web.port, path)).headers['cache-control']).toBe('no-cache');
  });

  it('that are missing are not remembered as missing, since a newer pod may have them', async () => {
    expect(await ask(web.port, '/assets/app-2.js')).toMatchObject({ status: 404, headers: { 'cache-control': 'no-cache' } });
  });

  it('are never replaced by the page, while pages of the app all are it', async () => {
    expect((await ask(web.port, '/lists/7')).body).toBe('<p>one</p>');
    expect((await ask(web.port, '/lists/app.css')).status).toBe(404);
  });

  it('are sent again when an image of the same size and time has another page', async () => {
    const first = await ask(web.port, '/');
    web.put('index.html', '<p>two</p>');
    const headers = { 'if-modified-since': first.headers['last-modified'] ?? '', 'if-none-match': first.headers.etag ?? '"none"' };
    expect(await ask(web.port, '/', { headers })).toMatchObject({ status: 200, body: '<p>two</p>' });
  });

  it('are compressed, and have their types', async () => {
    const { headers } = await ask(web.port, '/assets/app-1.js', { headers: { 'accept-encoding': 'gzip' } });
    expect(headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
    expect(headers['content-type']).toMatch(/^(text|application)\/javascript/);
    expect((await ask(web.port, '/')).headers['content-type']).toBe('text/html; charset=utf-8');
  });
});

describe('the proxy', () => {
  it('passes the service\'s own caching on', async () => {
    expect((await ask(web.port, '/api/things')).headers['cache-control']).toBe('private');
  });

  it('says where a request comes from, whatever the client claims', async () => {
    const claims = { host: 'shop.test', 'x-forwarded-for': '1.2.3.4', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.test', 'x-real-ip': '1.2.3.4', forwarded: 'for=1.2.3.4', 'x-request-id': 'mine' };
    await ask(web.port, '/api/things?q=1', { headers: claims });
    const [{ url, headers }] = service.seen as [IncomingMessage];
    expect(url).toBe('/api/things?q=1');
    expect(headers).toMatchObject({ host: 'shop.test', 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'http', 'x-forwarded-host': 'shop.test', 'x-real-ip': '127.0.0.1' });
    expect(headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/);
    expect(headers.forwarded).toBeUndefined();
  });

  it('answers with one request id: the service\'s own, or else its own', async () => {
    service.answer = (_, response) => void response.setHeader('x-request-id', 'theirs').end();
    expect((await ask(web.port, '/api/things')).headers['x-request-id']).toBe('theirs');
  });

  it('passes each event of a stream on as it comes', async () => {
    let goOn = (): void => undefined;
    service.answer = (_, response) => {
      response.setHeader('content-type', 'text/event-stream').write('data: 1\n\n');
      goOn = () => void response.end('data: 2\n\n');
    };
    const events: string[] = [];
    await new Promise<void>((resolve, reject) => {
      request({ port: web.port, host: '127.0.0.1', path: '/api/events', headers: { 'accept-encoding': 'gzip' }, agent: false }, (response) => {
        response.on('data', (chunk: Buffer) => {
          events.push(chunk.toString());
          // The second event is written only once the first has arrived.
          if (events.length === 1) goOn();
        });
        response.on('end', resolve);
      }).on('error', reject).end();
    });
    expect(events.join('')).toBe('data: 1\n\ndata: 2\n\n');
  });

  it('ends the service\'s work when the client goes away', async () => {
    const closed = new Promise<void>((resolve) => {
      service.answer = (_, response) => {
        response.on('close', resolve);
        response.setHeader('content-type', 'text/event-stream').write('data: 1\n\n');
      };
    });
    const client = request({ port: web.port, host: '127.0.0.1', path: '/api/events', agent: false }, (response) => response.once('data', () => client.destroy())).on('error', () => undefined);
    client.end();
    await closed;
  });

  it('tries a read again when its connection breaks, and never a change', async () => {
    service.answer = (incoming, response) => (service.seen.length === 1 ? void incoming.socket.destroy() : void response.end('again'));
    expect(await ask(web.port, '/api/things')).toMatchObject({ status: 200, body: 'again' });
    service.seen.length = 0;
    expect((await ask(web.port, '/api/things', { method: 'POST', body: '{}' })).status).toBe(502);
    expect(service.seen).toHaveLength(1);
  });

  it('keeps connections to the service', async () => {
    service.answer = (_, response) => void response.end();
    await ask(web.port, '/api/a');
    await ask(web.port, '/api/b');
    expect(new Set(service.seen.map(({ socket }) => socket)).size).toBe(1);
  });
});

describe('behind an ingress', () => {
  const claims = { 'x-forwarded-for': '6.6.6.6, 203.0.113.9', 'x-forwarded-proto': 'https' };

  it('believes the ingress, and asks for TLS from then on', async () => {
    const { headers } = await ask(behindIngress.port, '/api/things', { headers: claims });
    expect(service.seen[0]!.headers).toMatchObject({ 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' });
    expect(headers['strict-transport-security']).toBe('max-age=31536000');
  });

  it('believes nobody else', async () => {
    const strict = await startNginx({ config: configOf(exampleModel(), ...INGRESS), upstreamPort: service.port, files: FILES });
    await ask(strict.port, '/api/things', { headers: claims }).finally(() => strict.stop());
    expect(service.seen[0]!.headers).toMatchObject({ 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'http' });
  });
});

describe('the log', () => {
  it('has one JSON object per request, without query, probes or a client\'s line breaks', async () => {
    await ask(web.port, '/healthz');
    await ask(web.port, '/logged/7?search=private%0A');
    await ask(web.port, '/logged/a%0Ab"c');
    // nginx writes a line once it has sent the answer, which may be after the client has read it.
    const ours = (): Record<string, unknown>[] => web.log().filter(({ path }) => String(path).startsWith('/logged/'));
    while (ours().length < 2) await new Promise(setImmediate);
    const last = ours();
    expect(last.map(({ path }) => path)).toEqual(['/logged/7', '/logged/a%0Ab"c']);
    expect(last[0]).toMatchObject({ method: 'GET', status: 200, requestId: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(JSON.stringify(web.log())).not.toMatch(/private|healthz/);
  });
});
