import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { embeddedCluster } from '@fairlead/embedded-cluster';
import type { V1Pod } from '@kubernetes/client-node';
import { run } from '@fairlead/runtime';
import { CLUSTER_NAME, useRealStage } from './real-cluster';

const IMAGE = 'docker.io/library/fairlead-fixture';
/** By content, as `build-image` names them. */
const named = Array.from({ length: 25 }, (_, number) => `${IMAGE}:${String(number).padStart(12, '0')}`);

const stage = useRealStage();

async function images(...args: readonly string[]): Promise<string> {
  const { members } = await embeddedCluster({ name: CLUSTER_NAME }).status();
  const init = members.find(({ name }) => name === 'init')?.pid ?? 0;
  return (await run('ctr', ['--address', `/proc/${init}/root/run/containerd/containerd.sock`, '--namespace', 'k8s.io', 'images', ...args])).stdout;
}

const left = async (): Promise<readonly string[]> => (await images('list', '--quiet')).split('\n').filter((name) => name.startsWith(`${IMAGE}:`));

async function deploy(image: string): Promise<void> {
  stage.workspace.configure({ image });
  expect(await stage.workspace.fairlead(['deploy'])).toMatchObject({ exitCode: 0 });
}

const running = async (): Promise<string | undefined> => {
  const pods = await stage.cluster.api.list<V1Pod>({ apiVersion: 'v1', kind: 'Pod', namespace: 'deploy-test', labels: 'app.kubernetes.io/component=web' });
  return pods.find(({ metadata }) => !metadata?.deletionTimestamp)?.spec?.containers[0]?.image;
};

it('a deploy removes old images, and none that a revision could go back to', async () => {
  await images('tag', `${IMAGE}:v1`, ...named);
  const [first = '', second = '', third = ''] = named;
  await deploy(first);
  await deploy(second);
  expect(await left()).toHaveLength(26);
  // As if they had been unused for long.
  writeFileSync(join(dirname(stage.cluster.endpoints.kubeconfig), 'unused-images.json'), JSON.stringify(Object.fromEntries(named.map((name) => [name, 0]))));
  await deploy(third);
  expect(await left()).toEqual([first, second, third, `${IMAGE}:v1`]);
  for (const image of [second, first]) {
    expect(await stage.workspace.fairlead(['rollback', '--revision', String(named.indexOf(image) + 1)])).toMatchObject({ exitCode: 0 });
    expect(await running()).toBe(image);
  }
});
