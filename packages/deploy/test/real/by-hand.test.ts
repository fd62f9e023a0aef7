import { join } from 'node:path';
import { askPod, useRealStage } from './real-cluster';

const NAMESPACE = 'deploy-test';
const PASSWORD = 'demo-fixture-postgres';

const stage = useRealStage();
afterEach(async () => {
  await stage.workspace.fairlead(['undeploy']);
  await stage.cluster.kubectl('delete', 'secret', PASSWORD, '--namespace', NAMESPACE, '--ignore-not-found');
});

/** As people do without Fairlead. */
async function byHand(...sets: string[]): Promise<void> {
  await stage.cluster.kubectl('create', 'namespace', NAMESPACE).catch(() => undefined);
  const image = ['web.image.repository=docker.io/library/fairlead-fixture', 'web.image.tag=v1'];
  await stage.cluster.helm('upgrade', '--install', 'demo', join(stage.workspace.root, 'dist/charts/fixture-0.1.0.tgz'), '--namespace', NAMESPACE, '--wait', ...[...image, ...sets].flatMap((value) => ['--set', value]));
}

const passwordOf = async (): Promise<string> => Buffer.from((await stage.cluster.kubectl('get', 'secret', PASSWORD, '--namespace', NAMESPACE, '--output', 'jsonpath={.data.password}')).stdout, 'base64').toString();

it('goes back to a revision that plain Helm had made, with the password that it had', async () => {
  await byHand('web.version=by-hand', 'password=hunter22');
  expect(await stage.workspace.fairlead(['deploy'])).toMatchObject({ exitCode: 0 });
  expect(await passwordOf()).toBe('hunter22');
  expect(await stage.workspace.fairlead(['rollback'])).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('runs revision 1 again') });
  expect(await askPod(stage.cluster, NAMESPACE, '/version')).toBe('by-hand');
  expect(await passwordOf()).toBe('hunter22');
  expect(await stage.workspace.fairlead(['deploy'])).toMatchObject({ exitCode: 0 });
  expect(await passwordOf()).toBe('hunter22');
});

it('a first deploy that fails leaves what plain Helm had installed', async () => {
  await byHand('web.version=by-hand', 'password=hunter22');
  stage.workspace.configure({ values: { web: { mode: 'crash' } } });
  expect(await stage.workspace.fairlead(['deploy'])).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('revision 1, which served before, serves again') });
  stage.workspace.configure();
  expect(await askPod(stage.cluster, NAMESPACE, '/version')).toBe('by-hand');
  expect(await passwordOf()).toBe('hunter22');
});

it('keeps a password that plain Helm had made from a chart that did not say so', async () => {
  await byHand('password=hunter22', 'keepPassword=false');
  // What a deploy does to the password of its database, which this fixture has none of.
  await stage.cluster.kubectl('annotate', 'secret', PASSWORD, 'helm.sh/resource-policy=keep', '--namespace', NAMESPACE);
  expect(await stage.workspace.fairlead(['deploy'])).toMatchObject({ exitCode: 0 });
  expect(await passwordOf()).toBe('hunter22');
});

it('undeploy keeps it as well, and removes the rest', async () => {
  await byHand('password=hunter22', 'keepPassword=false');
  expect(await stage.workspace.fairlead(['undeploy'])).toMatchObject({ exitCode: 0 });
  expect(await passwordOf()).toBe('hunter22');
  const { stdout } = await stage.cluster.kubectl('get', 'deployments,services,secrets', '--namespace', NAMESPACE, '--output', 'name');
  expect(stdout.trim()).toBe(`secret/${PASSWORD}`);
});
