import { webApp } from '../../../src/config-kinds';
import { exampleConfig, exampleModel } from '../../example';
import { ask, configOf, startNginx, startService, type Service, type WebServer } from './nginx';

let service: Service;
let web: WebServer;

beforeAll(async () => {
  service = await startService();
  web = await startNginx({ config: configOf(exampleModel()), upstreamPort: service.port });
});

afterAll(async () => {
  // Undefined where it did not start, whatever its type says.
  await (web as WebServer | undefined)?.stop();
  await service.stop();
});

describe('what nginx itself refuses', () => {
  it.each([
    ['a bad request', '/api/%', {}, { status: 400, code: 'bad-request' }],
    ['too large a head', '/api/things', { headers: { cookie: 'x'.repeat(9000) } }, { status: 400, code: 'bad-request' }],
    ['a method that no service gets', '/api/things', { method: 'TRACE' }, { status: 405, code: 'method-not-allowed' }],
    ['too much at once', '/api/things', { method: 'POST', body: 'x'.repeat(1024 * 1024 + 1) }, { status: 413, code: 'too-large' }],
    ['too much at once, of unknown length', '/api/things', { method: 'POST', body: 'x'.repeat(1024 * 1024 + 1), headers: { 'transfer-encoding': 'chunked' } }, { status: 413, code: 'too-large' }],
    ['too long an address', `/api/${'x'.repeat(9000)}`, {}, { status: 414, code: 'address-too-long' }],
    ['a way to send that nobody knows', '/api/things', { method: 'POST', headers: { 'transfer-encoding': 'gzip' } }, { status: 501, code: 'not-implemented' }],
    ['a service that goes away', '/api/things', { method: 'POST', body: '{}' }, { status: 502, code: 'unavailable' }],
  ])('is answered in the form of an API: %s', async (_, path, options, problem) => {
    service.answer = (incoming) => void incoming.socket.destroy();
    const { status, headers, body } = await ask(web.port, path, options);
    expect({ status, type: headers['content-type'], cache: headers['cache-control'] }).toEqual({ status: problem.status, type: 'application/problem+json', cache: 'no-store' });
    expect(JSON.parse(body)).toEqual({ type: 'about:blank', title: expect.any(String) as string, detail: expect.any(String) as string, requestId: headers['x-request-id'], ...problem });
  });

  it('takes as much at once as the config says, and no more', async () => {
    const { api } = exampleConfig().workloads;
    const page = webApp({ image: 'shop-page:v1', port: 8080, proxy: { '/api': 'api' }, maxBodySize: '2Mi' });
    const roomy = await startNginx({ config: configOf(exampleModel({ workloads: { api: api!, page } })), upstreamPort: service.port });
    service.answer = (incoming, response) => void incoming.resume().on('end', () => response.end());
    const send = async (bytes: number): Promise<number> => (await ask(roomy.port, '/api/things', { method: 'POST', body: 'x'.repeat(bytes) })).status;
    const statuses = [await send(2 * 1024 * 1024), await send(2 * 1024 * 1024 + 1)];
    await roomy.stop();
    expect(statuses).toEqual([200, 413]);
  });

  it('leaves the errors of the service alone', async () => {
    for (const status of [400, 405, 413, 500, 502, 503, 504]) {
      service.answer = (_, response) => void response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'private' }).end('{"mine":true}');
      expect(await ask(web.port, '/api/things')).toMatchObject({ status, body: '{"mine":true}', headers: { 'content-type': 'application/json', 'cache-control': 'private' } });
    }
  });

  it('shows its own page of a refusal to nobody who asks for it', async () => {
    expect((await ask(web.port, '/.refused')).status).toBe(404);
  });
});
