import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, type Runner } from '@fairlead/runtime';
import { createMinikubeCluster } from '../../src/cluster/minikube';
import type { Cluster } from '../../src/cluster/cluster';
import { recordingProgress } from '../support/recording-progress';
import { replay, type Answer, type Replay } from '../support/replay';
import { describeClusterContract } from './contract';
import { dockerEnv, HELLO_ID, imageList, profiles, start, status, unpause, updateContext, type ProfileOptions } from './minikube-transcripts';

const calls = {
  profiles: 'minikube profile list --output json --light',
  status: 'minikube status --profile minikube --output json',
  dockerEnv: 'minikube docker-env --profile minikube --shell none --output json',
  start: 'minikube start --profile minikube --keep-context',
  create: 'minikube start --profile minikube --keep-context --container-runtime docker',
  unpause: 'minikube unpause --profile minikube',
  updateContext: 'minikube update-context --profile minikube',
  load: 'minikube image load --profile minikube /scratch/image.tar',
  inspect: (node: string, runtime: string) =>
    `minikube ssh --profile minikube${node ? ` --node ${node}` : ''} -- ${runtime === 'docker' ? 'docker image inspect --format {{.Id}}' : 'sudo crictl inspecti --output json'} hello:host`,
  images: 'minikube image ls --profile minikube --format json',
};

interface Scene extends Replay {
  readonly cluster: Cluster;
}

const locks = mkdtempSync(join(tmpdir(), 'locks-'));
afterAll(() => rmSync(locks, { recursive: true }));

async function scene(recorded: Record<string, Answer | readonly Answer[]>, uid = 1000, env: NodeJS.ProcessEnv = {}): Promise<Scene> {
  const tools = replay(recorded);
  return { ...tools, cluster: await createMinikubeCluster({ profile: 'minikube', runner: tools.run, uid, kubeconfig: '/nowhere/.kube/config', env, locks, settleMs: 0 }) };
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

  it.each<[string, Answer]>([['stopped', status.stopped], ['paused', status.paused], ['absent', status.absent]])(
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
    const made = await scene({ [calls.profiles]: profile, [calls.status]: [before, before, status.running], ...action });
    const progress = recordingProgress();
    await made.cluster.ensure({ progress });
    return { ...made, said: progress.said };
  };

  it('starts a stopped one, showing what Minikube says', async () => {
    const { calls: made, said } = await bringUp(status.stopped, { [calls.start]: start.warm });
    expect(made).toContain(calls.start);
    expect(said).toContain('update: Verifying Kubernetes components...');
    expect(said.at(-1)).toBe('done');
  });

  it('starts one whose kubelet stopped', async () => {
    const { calls: made } = await bringUp(status.kubeletStopped, { [calls.start]: start.warm });
    expect(made).toContain(calls.start);
  });

  it('makes no second machine where the first is gone, or hidden by another Docker', async () => {
    const { cluster, calls: made } = await scene({ [calls.profiles]: profiles({}), [calls.status]: [status.containerGone, status.containerGone] });
    await expect(cluster.ensure({ progress: recordingProgress() })).rejects.toMatchObject({ code: 'MINIKUBE_MACHINE_GONE', next: expect.arrayContaining([expect.stringContaining('minikube delete --profile minikube')]) });
    await expect(cluster.preflight()).resolves.toMatchObject([{ code: 'MINIKUBE_MACHINE_GONE' }]);
    expect(made).toEqual([calls.profiles, calls.status, calls.status]);
  });

  it('says how to clear a profile that is half made or half deleted', async () => {
    const { cluster } = await scene({ [calls.profiles]: { stdout: '{"invalid":[{"Name":"minikube","Status":"","Config":null,"Active":false,"ActiveKubeContext":false}],"valid":[]}' } });
    await expect(cluster.preflight()).resolves.toMatchObject([{ code: 'MINIKUBE_PROFILE_BROKEN' }]);
    await expect(cluster.ensure({ progress: recordingProgress() })).rejects.toMatchObject({ code: 'MINIKUBE_PROFILE_BROKEN', next: [expect.stringContaining('minikube delete --profile minikube')] });
  });

  it('names the profiles there are when it makes the one that the config names', async () => {
    const { said } = await bringUp(status.absent, { [calls.create]: start.warm }, profiles({ name: 'renamed' }));
    expect(said[0]).toBe('step: Minikube has renamed, but not what the config names. Create Minikube minikube (a minute, longer when images must be fetched)');
  });

  it('makes a new one with a Docker daemon to build in', async () => {
    const { calls: made } = await bringUp(status.absent, { [calls.create]: start.warm }, profiles());
    expect(made).toContain(calls.create);
  });

  it('lets a paused one go on instead of starting it', async () => {
    const { calls: made } = await bringUp(status.paused, { [calls.unpause]: unpause });
    expect(made).toEqual([calls.profiles, calls.status, calls.status, calls.unpause, calls.status]);
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

  it('is started once by two runs at once', async () => {
    let starting = 0;
    let state: Answer = status.stopped;
    const slow: Runner = async (_file, args) => {
      const [verb] = args;
      if (verb === 'profile') return { exitCode: 0, stderr: '', stdout: profiles({}).stdout ?? '' };
      if (verb === 'start') {
        starting += 1;
        await new Promise((resolve) => setImmediate(resolve));
        state = status.running;
      }
      return { exitCode: state.exitCode ?? 0, stdout: state.stdout ?? '', stderr: '' };
    };
    const make = (): Promise<Cluster> => createMinikubeCluster({ profile: 'minikube', runner: slow, uid: 1000, kubeconfig: '/nowhere/.kube/config', env: {}, locks });
    const clusters = await Promise.all([make(), make()]);
    await Promise.all(clusters.map((cluster) => cluster.ensure({ progress: recordingProgress() })));
    expect(starting).toBe(1);
  });

  it('tells why a start failed', async () => {
    const failed = { exitCode: 80, stderr: 'X Exiting due to GUEST_PROVISION: error provisioning guest\n' };
    const { cluster } = await scene({ [calls.profiles]: profiles({}), [calls.status]: [status.stopped, status.stopped], [calls.start]: failed });
    const failing = cluster.ensure({ progress: recordingProgress() });
    await expect(failing).rejects.toMatchObject({ code: 'MINIKUBE_START', message: expect.stringContaining('80') });
    await expect(failing).rejects.toMatchObject({ details: expect.arrayContaining([expect.stringContaining('GUEST_PROVISION')]) });
  });

  it('tells a refusal of root, whoever this process thinks it is', async () => {
    const { cluster } = await scene({ [calls.profiles]: profiles({}), [calls.status]: [status.stopped, status.stopped], [calls.start]: start.asRoot });
    await expect(cluster.ensure({ progress: recordingProgress() })).rejects.toMatchObject({ code: 'MINIKUBE_AS_ROOT' });
  });

  it('starts one as root where root said that it may be forced', async () => {
    const { cluster, calls: made } = await scene({ [calls.profiles]: profiles({}), [calls.status]: [status.stopped, status.stopped, status.running], [calls.start]: start.warm }, 0, { MINIKUBE_FORCE: 'true' });
    await cluster.ensure({ progress: recordingProgress() });
    expect(made).toContain(calls.start);
  });

  it('waits for a Kubernetes that is slow to answer after its start', async () => {
    const statuses = [status.stopped, status.stopped, status.kubeletStopped, status.kubeletStopped, status.running];
    const { cluster, calls: made } = await scene({ [calls.profiles]: profiles({}), [calls.status]: statuses, [calls.start]: start.warm });
    await cluster.ensure({ progress: recordingProgress() });
    expect(made.filter((call) => call === calls.status)).toHaveLength(5);
  });

  it('does not believe a start that ended well but left it stopped', async () => {
    const { cluster } = await scene({ [calls.profiles]: profiles({}), [calls.status]: [status.stopped, status.stopped, ...Array.from({ length: 30 }, () => status.kubeletStopped)], [calls.start]: start.warm });
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

  const loading = async (recorded: Record<string, Answer | readonly Answer[]>, profile: ProfileOptions): Promise<Scene & { load(): Promise<void> }> => {
    const made = await scene({ [calls.profiles]: profiles(profile), ...recorded });
    const store = await made.cluster.imageStore();
    if (store.kind !== 'docker' || store.deliver.how !== 'load') throw new Error('expected a store that loads');
    const { deliver } = store;
    return { ...made, load: () => deliver.load({ references: ['hello:host'], configDigest: HELLO_ID, archive: async () => '/scratch/image.tar' }) };
  };
  const containerd = { runtime: 'containerd' };

  it('a copy counts when the node has that very image', async () => {
    const { load, calls: made } = await loading({ [calls.load]: {}, [calls.images]: [imageList.stopped, imageList.containerd] }, containerd);
    await load();
    expect(made.slice(1)).toEqual([calls.images, calls.load, calls.images]);
  });

  it('what the node has is not copied again', async () => {
    const { load, calls: made } = await loading({ [calls.images]: imageList.containerd }, containerd);
    await load();
    expect(made).not.toContain(calls.load);
  });

  const other = { stdout: imageList.containerd.stdout.replaceAll('0d7e', '0000') };
  it.each([['nothing was loaded', imageList.stopped], ['the old image stayed', other]])('a copy that ended well is refused when %s', async (_, list) => {
    const { load } = await loading({ [calls.load]: {}, [calls.images]: [list, list] }, containerd);
    await expect(load()).rejects.toMatchObject({ code: 'IMAGE_NOT_LOADED', message: expect.stringContaining('hello:host') });
  });

  it.each([
    ['docker', `${HELLO_ID}\n`],
    ['containerd', JSON.stringify({ status: { id: HELLO_ID, repoTags: ['docker.io/library/hello:host'] } }, null, 2)],
  ])('of several nodes (%s) each must have it', async (runtime, stdout) => {
    const [first, second] = ['', 'm02'].map((node) => calls.inspect(node, runtime)) as [string, string];
    const absent = { exitCode: 1, stderr: 'ssh: Process exited with status 1\n' };
    const all = await loading({ [first]: [{ stdout }, { stdout }], [second]: [absent, { stdout }], [calls.load]: {} }, { nodes: 2, runtime });
    await expect(all.load()).resolves.toBeUndefined();
    const one = await loading({ [first]: [{ stdout }, { stdout }], [second]: [absent, absent], [calls.load]: {} }, { nodes: 2, runtime });
    await expect(one.load()).rejects.toMatchObject({ code: 'IMAGE_NOT_LOADED', message: expect.stringContaining('node m02') });
  });

  it('without a machine of its own, the daemon is the one of this machine', async () => {
    const { cluster } = await scene({ [calls.profiles]: profiles({ driver: 'none' }) });
    await expect(cluster.imageStore()).resolves.toMatchObject({ env: {}, deliver: { how: 'none' } });
  });

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

describe('in a shell that is pointed at another Docker daemon', () => {
  const shell = { DOCKER_HOST: 'tcp://192.168.49.2:2376', DOCKER_TLS_VERIFY: '1' };
  const inShell = async (recorded: Record<string, Answer | readonly Answer[]>, env: NodeJS.ProcessEnv = shell): Promise<Scene> => {
    const tools = replay({ [calls.profiles]: profiles({}), ...recorded });
    return { ...tools, cluster: await createMinikubeCluster({ profile: 'minikube', runner: tools.run, uid: 1000, kubeconfig: '/nowhere/.kube/config', env }) };
  };

  it('Minikube is asked without it where it would not find its machine', async () => {
    const { cluster, options } = await inShell({ [calls.status]: [status.containerGone, status.running, status.running] });
    await expect(cluster.preflight()).resolves.toEqual([]);
    expect(options.map(({ env }) => Object.hasOwn(env ?? {}, 'DOCKER_HOST'))).toEqual([false, false, true, true]);
    expect(options.at(-1)?.env).toMatchObject({ DOCKER_HOST: undefined, DOCKER_TLS_VERIFY: undefined });
  });

  it('a daemon that the user chose for Minikube stays', async () => {
    const { cluster, options } = await inShell({ [calls.status]: [status.running, status.running] });
    await cluster.preflight();
    expect(options.map(({ env }) => env)).toEqual([undefined, undefined, undefined]);
  });

  it('what `minikube docker-env` set is known to Minikube itself', async () => {
    const { calls: made } = await inShell({}, { ...shell, MINIKUBE_ACTIVE_DOCKERD: 'minikube' });
    expect(made).toEqual([calls.profiles]);
  });

  it('a machine that is gone either way is gone', async () => {
    const { cluster } = await inShell({ [calls.status]: [status.containerGone, status.containerGone, status.containerGone] });
    await expect(cluster.preflight()).resolves.toMatchObject([{ code: 'MINIKUBE_MACHINE_GONE' }]);
  });
});

it('a Minikube that gives no answer is named, with what to look at', async () => {
  const hung: Runner = (_file, _args, options) => run('sleep', ['60'], { ...options, timeoutMs: 20 });
  await expect(createMinikubeCluster({ profile: 'minikube', runner: hung, env: {} })).rejects.toMatchObject({ code: 'MINIKUBE_SILENT' });
});
