import { dockerCheck, kubeToolCheck } from '../../src/doctor/tools';
import { replay, type Answer } from '../support/replay';

const version = 'docker version --format {{json .}}';
const buildx = 'docker buildx version';
const both = (client: string, server: object | null): Answer => ({ stdout: JSON.stringify({ Client: { Version: client }, Server: server }) });
const noPlugin: Answer = { exitCode: 1, stderr: "docker: 'buildx' is not a docker command.\n" };
const linux = { Version: '28.2.2', Os: 'linux' };

const look = async (recorded: Record<string, Answer>) => (await dockerCheck({}, replay({ [buildx]: noPlugin, ...recorded }).run).look())[0];

it.each<[string, Record<string, Answer>, string, RegExp]>([
  ['buildx', { [version]: both('28.2.2', linux), [buildx]: { stdout: 'github.com/docker/buildx v0.24.0\n' } }, 'ok', /buildx/],
  ['BuildKit that is part of an old client', { [version]: both('20.10.24+dfsg1', linux) }, 'ok', /BuildKit/],
  ['a newer client without buildx', { [version]: both('28.2.2', linux) }, 'warn', /without buildx/],
  ['Windows containers', { [version]: both('28.2.2', { Version: '28.2.2', Os: 'windows' }) }, 'bad', /Windows/],
  ['no daemon', { [version]: { ...both('28.2.2', null), exitCode: 1, stderr: 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock.\n' } }, 'bad', /Cannot connect/],
  ['no permission', { [version]: { ...both('28.2.2', null), exitCode: 1, stderr: 'permission denied while trying to connect to the Docker daemon socket\n' } }, 'bad', /may not/],
  ['no client', { [version]: { missing: true }, [buildx]: { missing: true } }, 'bad', /not installed/],
])('Docker with %s', async (_, recorded, state, detail) => {
  const found = await look(recorded);
  expect(found).toMatchObject({ state, detail: expect.stringMatching(detail) });
  expect((found?.next.length ?? 0) > 0).toBe(state !== 'ok');
});

it('helm that is new enough is used as it is', async () => {
  await expect(kubeToolCheck('helm', replay({ 'helm version --template {{.Version}}': { stdout: 'v4.1.4' } }).run).look()).resolves.toMatchObject([{ state: 'ok', detail: '4.1' }]);
});
