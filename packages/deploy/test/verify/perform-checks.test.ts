import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { silentProgress } from '@fairlead/runtime';
import type { CheckBrowser, PageRecord } from '../../src/verify/browser';
import type { Check } from '../../src/verify/check';
import { performChecks, type CheckRun } from '../../src/verify/perform-checks';

let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => response.writeHead(request.url === '/broken' ? 500 : 200).end('a body'));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://localhost:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function browser(record?: PageRecord): CheckBrowser {
  let asked = false;
  return {
    page: async () => {
      asked = true;
      return {} as never;
    },
    leave: async () => (asked ? record : undefined),
    close: () => Promise.resolve(),
  };
}

function run(more: Partial<CheckRun> = {}): CheckRun {
  // These checks ask nothing of the cluster.
  const session = { api: undefined, release: undefined } as never;
  const context = { progress: silentProgress, signal: new AbortController().signal, plan: {} } as never;
  return { context, session, url, browser: browser(), useBrowser: true, disrupt: true, screenshots: new Map(), ...more };
}

const check = (name: string, work: Check['run']): Check => ({ name, run: work });

test('the requests of a check that failed are its evidence, those of others are not', async () => {
  const [, failed] = await performChecks(run(), [
    check('first', async ({ session }) => void (await session().request('/first'))),
    check('second', async ({ session }) => {
      const visitor = session();
      await visitor.request('/fine');
      await visitor.json('/broken');
    }),
  ]);

  expect(failed).toMatchObject({ status: 'failed', note: 'GET /broken answered 500' });
  expect(failed?.evidence).toEqual(['a body', expect.stringMatching(/^GET \/fine -> 200 \(\d+ ms\)$/), expect.stringMatching(/^GET \/broken -> 500 \(\d+ ms\): a body$/)]);
});

test('the page of a check that was left behind is no page of the next one', async () => {
  const open: string[] = [];
  const given: CheckBrowser = {
    page: async () => (open.push('page'), {} as never),
    leave: async () => (open.splice(0).length > 0 ? { png: Buffer.from('png'), complaints: ['exception: of the one left behind'] } : undefined),
    close: () => Promise.resolve(),
  };
  let settle = (): void => undefined;
  const results = await performChecks(run({ browser: given }), [
    { name: 'hangs', timeoutMs: 20, run: async ({ page }) => (await page(), new Promise<void>((done) => (settle = done))) },
    check('next', async ({ page }) => {
      await page();
      settle();
      await new Promise(setImmediate);
      expect(open).toEqual(['page']);
    }),
  ]);
  expect(results.map(({ name, status, note }) => [name, status, note])).toEqual([['hangs', 'failed', 'not done within 0.02 s'], ['next', 'failed', 'the page complained']]);
});

test('a visitor of an earlier check can be met again', async () => {
  let visitor: { request(path: string): Promise<Response> } | undefined;
  const results = await performChecks(run(), [
    check('first', async ({ session }) => void (visitor = session())),
    check('second', async () => `${(await visitor?.request('/'))?.status ?? 0}`),
  ]);

  expect(results[1]).toMatchObject({ status: 'passed', note: '200' });
});

test('a page that complains fails its check, with a screenshot', async () => {
  const screenshots = new Map<string, Buffer>();
  const record = { png: Buffer.from('png'), complaints: ['exception: x is not a function'] };
  const [result] = await performChecks(run({ browser: browser(record), screenshots }), [check('The page shows!', async ({ page }) => void (await page()))]);

  expect(result).toMatchObject({ status: 'failed', note: 'the page complained', evidence: ['exception: x is not a function'] });
  expect([...screenshots.keys()]).toEqual(['the-page-shows.png']);
});

test('checks that need a browser are skipped where browsers are left out', async () => {
  const [result] = await performChecks(run({ useBrowser: false }), [check('page', async ({ page }) => void (await page()))]);

  expect(result).toMatchObject({ status: 'skipped', note: 'browsers were left out (--no-browser)' });
});

test('cleaning up comes last, newest first, also after failures, and a failure of it fails nothing', async () => {
  const done: string[] = [];
  const results = await performChecks(run(), [
    check('first', async ({ cleanUp }) => {
      cleanUp(async () => void done.push('first'));
      cleanUp(() => Promise.reject(new Error('cannot')));
      throw new Error('no');
    }),
    check('second', async ({ cleanUp }) => cleanUp(async () => void done.push('second'))),
    check('third', async () => void done.push('third')),
  ]);

  expect(done).toEqual(['third', 'second', 'first']);
  expect(results.map(({ status }) => status)).toEqual(['failed', 'passed', 'passed']);
});
