import type { ClusterPlan, EnvironmentPlan } from '@fairlead/plan';
import { selectCluster, type SelectOptions } from '../../src/cluster/select';
import { replay, type Answer } from '../support/replay';
import { profiles } from './minikube-transcripts';

const environment = (cluster: ClusterPlan, more: Partial<EnvironmentPlan> = {}): EnvironmentPlan => ({ name: 'local', cluster, namespace: 'demo', release: 'demo', values: {}, timeoutSeconds: 60, ...more });

const probe = 'minikube profile list --output json';

async function choose(recorded: Record<string, Answer>, options: SelectOptions): Promise<string> {
  return (await selectCluster(environment({ kind: 'auto' }), { runner: replay(recorded).run, ...options })).name;
}

const user = { platform: 'linux', uid: 1000, env: {} };
const root = { platform: 'linux', uid: 0, env: {} };

describe('auto takes', () => {
  it.each([user, root])('a running Minikube, whoever runs it: %j', async (who) => {
    expect(await choose({ [probe]: profiles({}) }, who)).toBe('minikube (profile minikube)');
  });

  it('the profile that the user chose among those that run', async () => {
    const both = profiles({ name: 'minikube', active: false }, { name: 'dev', active: true });
    expect(await choose({ [probe]: both }, user)).toBe('minikube (profile dev)');
  });

  it('one that runs before one that the user chose and stopped', async () => {
    const both = profiles({ name: 'dev', active: true, status: 'Stopped' }, { name: 'minikube', active: false });
    expect(await choose({ [probe]: both }, user)).toBe('minikube (profile minikube)');
  });

  it('a stopped Minikube for a user, and the embedded cluster for root, who cannot start it', async () => {
    const stopped = profiles({ status: 'Stopped' });
    expect(await choose({ [probe]: stopped }, user)).toBe('minikube (profile minikube)');
    expect(await choose({ [probe]: stopped }, root)).toBe('embedded cluster');
  });

  it('a stopped Minikube for root too, where root said that it may be forced', async () => {
    const stopped = profiles({ status: 'Stopped' });
    expect(await choose({ [probe]: stopped }, { ...root, env: { MINIKUBE_FORCE: 'true' } })).toBe('minikube (profile minikube)');
  });

  it('a Minikube that was never started', async () => {
    expect(await choose({ [probe]: profiles() }, user)).toBe('minikube (profile minikube)');
  });

  it('the embedded cluster for root on Linux without Minikube', async () => {
    expect(await choose({ [probe]: { missing: true } }, root)).toBe('embedded cluster');
  });

  it.each([user, { platform: 'darwin', uid: 501, env: {} }])('nothing, but says what to install: %j', async (who) => {
    await expect(choose({ [probe]: { missing: true } }, who)).rejects.toMatchObject({ code: 'CLUSTER_NONE', next: expect.arrayContaining([expect.stringContaining('minikube')]) });
  });
});

it('what the environment names is taken without looking around', async () => {
  const silent = { runner: replay({}).run, ...user };
  await expect(selectCluster(environment({ kind: 'embedded' }), silent)).resolves.toMatchObject({ kind: 'embedded' });
  await expect(selectCluster(environment({ kind: 'context', context: 'prod' }), silent)).resolves.toMatchObject({ kind: 'context', name: 'context prod' });
  await expect(selectCluster(environment({ kind: 'kind', name: 'demo' }), silent)).resolves.toMatchObject({ kind: 'kind' });
});

it('an environment with a registry pushes there, whatever its cluster is', async () => {
  const cluster = await selectCluster(environment({ kind: 'context', context: 'prod' }, { registry: { prefix: 'registry.example/team' } }));
  await expect(cluster.imageStore()).resolves.toMatchObject({ kind: 'docker', deliver: { how: 'push', prefix: 'registry.example/team' } });
});
