import { encodeConfig, ownLayerCount, readImageConfig, settleConfig } from '../../../src/images/settle/image-config';

const entry = (created_by: string, empty = false): object => ({ created: '2026-11-25T21:21:11.1Z', created_by, comment: 'buildkit.dockerfile.v0', ...(empty ? { empty_layer: true } : {}) });
const base = { created: '1970-01-01T00:00:00Z', created_by: 'of the base' };

function settle(config: object, own: readonly object[], flags: readonly string[] = []): string {
  const image = { architecture: 'amd64', config, container: 'abc', created: '2026-11-25T21:21:13Z', docker_version: '20.10', history: [base, ...own], os: 'linux', rootfs: { type: 'layers', diff_ids: ['a'] } };
  const instructions = own.map(() => ({ keyword: 'ANY', flags }));
  return encodeConfig(settleConfig(readImageConfig(JSON.stringify(image)), { instructions, time: 315532801 }));
}

it('dates the image and its own history, keeps the base\'s, and forgets the build', () => {
  expect(settle({ User: '1' }, [entry('USER 1', true)])).toBe(
    '{"architecture":"amd64","config":{"User":"1"},"created":"1980-01-01T00:00:01Z","history":[{"created":"1970-01-01T00:00:00Z","created_by":"of the base"},{"created":"1980-01-01T00:00:01Z","created_by":"USER 1","comment":"buildkit.dockerfile.v0","empty_layer":true}],"os":"linux","rootfs":{"type":"layers","diff_ids":["a"]}}',
  );
});

it('writes the config in one order, without what is empty or of the build', () => {
  const config = { Hostname: '', Image: 'sha256:1', StopSignal: 'SIGTERM', Healthcheck: { Test: ['NONE'] }, OnBuild: null, ArgsEscaped: true, Cmd: ['a && b'], User: '1' };
  expect(settle(config, [])).toContain('"config":{"User":"1","Cmd":["a \\u0026\\u0026 b"],"StopSignal":"SIGTERM","ArgsEscaped":true,"Healthcheck":{"Test":["NONE"]}}');
});

it.each([
  ['EXPOSE map[3000/tcp:{} 9464/tcp:{}]', 'EXPOSE [3000/tcp 9464/tcp]'],
  ['EXPOSE [3000/tcp]', 'EXPOSE [3000/tcp]'],
  ['COPY dist/ /app/ # buildkit', 'COPY --chown=1:1 --link dist/ /app/ # buildkit'],
  ['COPY --chown=1:1 --link dist/ /app/ # buildkit', 'COPY --chown=1:1 --link dist/ /app/ # buildkit'],
  ['HEALTHCHECK &{["CMD" "x"] "90s" "3s" "0s" \'\\x00\'}', 'HEALTHCHECK {Test:[CMD x] Interval:1m30s Timeout:3s StartPeriod:0s StartInterval:500ms Retries:0}'],
])('describes as BuildKit does today: %s', (old, today) => {
  const Healthcheck = { Test: ['CMD', 'x'], Interval: 90e9, Timeout: 3e9, StartInterval: 500e6 };
  expect(JSON.parse(settle({ Healthcheck }, [entry(old)], ['--chown=1:1', '--link'])).history[1].created_by).toBe(today);
});

it('tells an image\'s own layers from its base\'s', () => {
  const image = { config: {}, history: [base, entry('COPY'), entry('USER', true), entry('WORKDIR')], rootfs: { diff_ids: [] } };
  expect(ownLayerCount(readImageConfig(JSON.stringify(image)), [1, 2, 3].map(() => ({ keyword: 'ANY', flags: [] })))).toBe(2);
  expect(ownLayerCount(readImageConfig(JSON.stringify(image)), [])).toBe(0);
});

it('refuses what is no config of an image', () => {
  expect(() => readImageConfig('{"history":[]}')).toThrow();
});
