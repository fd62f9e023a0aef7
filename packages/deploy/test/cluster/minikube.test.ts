import { createMinikubeCluster } from '../../src/cluster/minikube';
import type { Cluster } from '../../src/cluster/cluster';
import { recordingProgress } from '../support/recording-progress';
import { replay, type Answer, type Replay } from '../support/replay';
import { describeClusterContract } from './contract';
import { dockerEnv, HELLO_ID, imageList, profiles, start, status, unpause, updateContext } from './minikube-transcripts';

const calls = {
  profiles: 'minikube profile list --output json --light',
  status: 'minikube status --profile minikube --output json',
  dockerEnv: 'minikube docker-env --profile minikube --shell none --output json',
  start: 'minikube start --profile minikube --keep-context',
  create: 'minikube start --profile minikube --keep-context --container-runtime docker',
  unpause: 'minikube unpause --profile minikube',
  updateContext: 'minikube update-context --profile minikube',
  load: 'minikube image load --profile minikube hello:host',
  images: 'minikube image ls --profile minikube --format json',
};

interface Scene extends Replay {
  readonly cluster: Cluster;
}

async function scene(recorded: Record<string, Answer | readonly Answer[]>, uid = 1000): Promise<Scene> {
  const tools = replay(recorded);
  return { ...tools, cluster: await createMinikubeCluster({ profile: 'minikube', runner: tools.run, uid, kubeconfig: '/home/user/.kube/config' }) };
}

describeClusterContract('Minikube', {
  kind: 'minikube',
  starting: /minikube (start|unpause)/,
  imageStore: 'docker',
  running: () => scene({ [calls.profiles]: profiles({}), [calls.status]: [status.running, status.running], [calls.dockerEnv]: dockerEnv.ok }),
  broken: () => scene({ [calls.profiles]: profiles({}), [calls.status]: [status.daemonDown, status.daemonDown] }),
});

describe('preflight', () => {
  const faultOf = async (answer: Answer, uid?: number): Promise<string | undefined> => {
    const { cluster } = await scene({ [calls.profiles]: profiles({}), [calls.status]: answer }, uid);
    return (await cluster.preflight())[0]?.code;
  };

  it('names a Minikube that is not installed', async () => {
    const { cluster } = await scene({ [calls.profiles]: { missing: true } });
    await expect(cluster.preflight()).resolves.toMatchObject([{ code: 'MINIKUBE_MISSING' }]);
    await expect(cluster.ensure({ progress: recordingProgress() })).rejects.toMatchObject({ code: 'MINIKUBE_MISSING' });
  });

  it.each<[string, Answer]>([['stopped', status.stopped], ['paused', status.paused], ['gone', status.containerGone], ['absent', status.absent]])(
    'one that is %s is no obstacle: it can be started',
    async (_, answer) => expect(await faultOf(answer)).toBeUndefined(),
  );

  it('root cannot start one, but can use one that runs or is paused', async () => {
    expect(await faultOf(status.stopped, 0)).toBe('MINIKUBE_AS_ROOT');
    expect(await faultOf(status.absent, 0)).toBe('MINIKUBE_AS_ROOT');
    expect(await faultOf(status.running, 0)).toBeUndefined();
    expect(await faultOf(status.paused, 0)).toBeUndefined();
  });

  it.each<[string, Answer]>([['daemon', status.daemonDown], ['client', status.noDocker]])('says so when the Docker %s is missing', async (_, answer) =>
    expect(await faultOf(answer)).toBe('MINIKUBE_DRIVER'),
  );
});

describe('ensure', () => {
  const bringUp = async (before: Answer, action: Record<string, Answer>, profile = profiles({})): Promise<Scene & { said: string[] }> => {
    const made = await scene({ [calls.profiles]: profile, [calls.status]: [before, status.running], ...action });
    const progress = recordingProgress();
    await made.cluster.ensure({ progress });
    return { ...made, said: progress.said };
  };

  it('starts a stopped one, showing what Minikube says', async () => {
    const { calls: made, said } = await bringUp(status.stopped, { [calls.start]: start.warm });
    expect(made).toContain(calls.start);
    expect(said).toContain('update: * Verifying Kubernetes components...');
    expect(said.at(-1)).toBe('done');
  });

  it('starts one whose kubelet stopped, and one whose machine is gone', async () => {
    await bringUp(status.kubeletStopped, { [calls.start]: start.warm });
    await bringUp(status.containerGone, { [calls.start]: start.warm });
  });

  it('makes a new one with a Docker daemon to build in', async () => {
    const { calls: made } = await bringUp(status.absent, { [calls.create]: start.warm }, profiles());
    expect(made).toContain(calls.create);
  });

  it('lets a paused one go on instead of starting it', async () => {
    const { calls: made } = await bringUp(status.paused, { [calls.unpause]: unpause });
    expect(made).toEqual([calls.profiles, calls.status, calls.unpause, calls.status]);
  });

  it('adds a missing kubeconfig entry and gives the user their current context back', async () => {
    const { calls: made } = await bringUp(status.misconfigured, {
      'kubectl version --client -o json': { stdout: '{"clientVersion":{"gitVersion":"v1.35.2"}}' },
      'kubectl config current-context': { stdout: 'work\n' },
      [calls.updateContext]: updateContext,
      'kubectl config use-context work': { stdout: 'Switched to context "work".\n' },
    });
    expect(made.slice(-3)).toEqual([calls.updateContext, 'kubectl config use-context work', calls.status]);
  });

  it('tells why a start failed', async () => {
    const { cluster } = await scene({ [calls.profiles]: profiles({}), [calls.status]: status.stopped, [calls.start]: start.asRoot });
    const failing = cluster.ensure({ progress: recordingProgress() });
    await expect(failing).rejects.toMatchObject({ code: 'MINIKUBE_START', message: expect.stringContaining('57') });
    await expect(failing).rejects.toMatchObject({ details: expect.arrayContaining([expect.stringContaining('DRV_AS_ROOT')]) });
  });

  it('does not believe a start that ended well but left it stopped', async () => {
    const { cluster } = await scene({ [calls.profiles]: profiles({}), [calls.status]: [status.stopped, status.kubeletStopped], [calls.start]: start.warm });
    await expect(cluster.ensure({ progress: recordingProgress() })).rejects.toMatchObject({ code: 'MINIKUBE_NOT_UP' });
  });
});

describe('imageStore', () => {
  it('is the node\'s own Docker daemon, without the variables that would take the SSH agent away', async () => {
    const { cluster } = await scene({ [calls.profiles]: profiles({}), [calls.dockerEnv]: dockerEnv.withExisting });
    await expect(cluster.imageStore()).resolves.toEqual({
      kind: 'docker',
      name: 'minikube minikube',
      env: { DOCKER_CERT_PATH: '/home/user/.minikube/certs', DOCKER_HOST: 'tcp://192.168.49.2:2376', DOCKER_TLS_VERIFY: '1', MINIKUBE_ACTIVE_DOCKERD: 'minikube' },
      deliver: { how: 'none' },
    });
  });

  it.each([['another runtime', { runtime: 'containerd' }], ['several nodes', { nodes: 2 }]])('for %s images are built outside and copied', async (_, profile) => {
    const { cluster } = await scene({ [calls.profiles]: profiles(profile) });
    await expect(cluster.imageStore()).resolves.toMatchObject({ kind: 'docker', env: {}, deliver: { how: 'load' } });
  });

  it.each([['docker', imageList.docker, { nodes: 2 }], ['containerd', imageList.containerd, { runtime: 'containerd' }]])(
    'a copy to %s counts when the node has that very image',
    async (_, list, profile) => {
      const { cluster } = await scene({ [calls.profiles]: profiles(profile), [calls.load]: {}, [calls.images]: list });
      const store = await cluster.imageStore();
      if (store.kind !== 'docker' || store.deliver.how !== 'load') throw new Error('expected a store that loads');
      await expect(store.deliver.load('hello:host', HELLO_ID)).resolves.toBeUndefined();
    },
  );

  it.each([['nothing was loaded', imageList.stopped], ['the old image stayed', { stdout: imageList.containerd.stdout.replaceAll('0d7e', '0000') }]])(
    'a copy that ended well is refused when %s',
    async (_, list) => {
      const { cluster } = await scene({ [calls.profiles]: profiles({ runtime: 'containerd' }), [calls.load]: {}, [calls.images]: list });
      const store = await cluster.imageStore();
      if (store.kind !== 'docker' || store.deliver.how !== 'load') throw new Error('expected a store that loads');
      await expect(store.deliver.load('hello:host', HELLO_ID)).rejects.toMatchObject({ code: 'IMAGE_NOT_LOADED' });
    },
  );

  it('looks at the exit code before it believes the output', async () => {
    const { cluster } = await scene({ [calls.profiles]: profiles({}), [calls.dockerEnv]: [dockerEnv.stopped, dockerEnv.gone, dockerEnv.exports] });
    await expect(cluster.imageStore()).rejects.toMatchObject({ code: 'CLUSTER_STOPPED' });
    await expect(cluster.imageStore()).rejects.toMatchObject({ code: 'MINIKUBE_DAEMON' });
    await expect(cluster.imageStore()).rejects.toMatchObject({ code: 'MINIKUBE_UNREADABLE' });
  });

  it('never hands the variables of the daemon to Minikube itself', async () => {
    const made = await scene({ [calls.profiles]: profiles({}), [calls.dockerEnv]: dockerEnv.ok, [calls.status]: status.running });
    await made.cluster.imageStore();
    await made.cluster.preflight();
    expect(made.options.map(({ env }) => env)).toEqual([undefined, undefined, undefined]);
  });
});

it.each([['calico', true], ['cilium', true], ['bridge', false], ['kindnet', 'unknown']])('with the network plug-in %s, policies are enforced: %s', async (cni, enforced) => {
  const { cluster } = await scene({ [calls.profiles]: profiles({ cni }) });
  expect(cluster.capabilities.enforcesNetworkPolicy).toBe(enforced);
});
