import { readFileSync } from 'node:fs';
import type { V1Lease } from '@kubernetes/client-node';
import { jest } from '@jest/globals';
import { withDeployLock, type DeployLockOptions } from '../../src/release/deploy-lock';
import { ApiError } from '../../src/cluster/api-error';
import { removeFreeLease } from '../../src/release/lease';
import { createRelease } from '../../src/release/release';
import { fakeKubeApi, type FakeKubeApi } from '../support/fake-kube-api';
import { makePlan } from '../support/plans';
import { recordingProgress } from '../support/recording-progress';

const plan = makePlan();
const release = createRelease(plan, plan.environments[0]!);
const KEY = 'Lease demo/todo-deploy';

function options(api: FakeKubeApi, more: Partial<DeployLockOptions> = {}): DeployLockOptions {
  return { api, release, progress: recordingProgress(), signal: new AbortController().signal, waitMs: 0, ...more };
}

/** The Lease as a run of another process left it. */
function heldBy(holder: Record<string, unknown>): V1Lease {
  const annotations = { 'fairlead.dev/holder': JSON.stringify({ pid: 4242, identity: 'x', machine: 'elsewhere', host: 'ci-7', since: '2026-11-24T10:00:00Z', ...holder }) };
  return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: release.lease, namespace: release.namespace, annotations }, spec: {} };
}

const holderOf = (api: FakeKubeApi): Record<string, unknown> | undefined => {
  const text = api.objects.get(KEY)?.metadata?.annotations?.['fairlead.dev/holder'];
  return text === undefined ? undefined : (JSON.parse(text) as Record<string, unknown>);
};

async function machineOf(): Promise<string> {
  const api = fakeKubeApi();
  return withDeployLock(options(api), async () => String(holderOf(api)?.['machine']));
}

it('is held during the work and let go after it, also when the work fails', async () => {
  const api = fakeKubeApi();
  await withDeployLock(options(api), async () => expect(holderOf(api)).toMatchObject({ pid: process.pid }));
  expect(holderOf(api)).toBeUndefined();
  await expect(withDeployLock(options(api), () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(holderOf(api)).toBeUndefined();
});

it('lets one of two runs wait for the other, and says for whom', async () => {
  const api = fakeKubeApi();
  const progress = recordingProgress();
  const order: string[] = [];
  let end = (): void => undefined;
  const first = withDeployLock(options(api), () => new Promise<void>((resolve) => (end = () => (order.push('first'), resolve()))));
  while (!holderOf(api)) await new Promise(setImmediate);
  const second = withDeployLock(options(api, { waitMs: 10_000, progress }), async () => void order.push('second'));
  while (progress.said.length === 0) await new Promise(setImmediate);
  end();
  await Promise.all([first, second]);
  expect(order).toEqual(['first', 'second']);
  expect(progress.said).toEqual([expect.stringMatching(/^info: waiting for process \d+ on .* since /)]);
});

it('names the holder when it does not let go in time', async () => {
  await expect(withDeployLock(options(fakeKubeApi({ objects: [heldBy({})] })), async () => undefined)).rejects.toMatchObject({ code: 'DEPLOY_BUSY', message: 'process 4242 on ci-7 is changing this release since 2026-11-24T10:00:00Z' });
});

it('takes the lock of a process that died on this machine at once, and learns what it was doing', async () => {
  const api = fakeKubeApi({ objects: [heldBy({ machine: await machineOf(), pid: 2 ** 22 - 1, revision: 7 })] });
  await withDeployLock(options(api), async ({ abandonedRevision }) => expect(abandonedRevision).toBe(7));
});

// Elsewhere another tool tells the boots apart.
const onLinux = process.platform === 'linux' ? it : it.skip;
onLinux('does not take the lock of a machine that has the same name, of whose processes it knows nothing', async () => {
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  const twin = (await machineOf()).replace(boot, '00000000-0000-4000-8000-000000000000');
  const api = fakeKubeApi({ objects: [heldBy({ machine: twin, pid: 2 ** 22 - 1 })] });
  await expect(withDeployLock(options(api), async () => undefined)).rejects.toMatchObject({ code: 'DEPLOY_BUSY' });
});

it('tells the next run as well what was left unfinished, should this one die before it does anything', async () => {
  const api = fakeKubeApi({ objects: [heldBy({ machine: await machineOf(), pid: 2 ** 22 - 1, revision: 7 })] });
  await withDeployLock(options(api), async () => expect(holderOf(api)).toMatchObject({ pid: process.pid, revision: 7 }));
});

it('does not try for ever where there is no namespace', async () => {
  const api = fakeKubeApi();
  api.create = () => Promise.reject(new ApiError('create Lease', { code: 404, body: JSON.stringify({ message: 'namespaces "demo" not found' }) }));
  await expect(withDeployLock(options(api), async () => undefined)).rejects.toMatchObject({ status: 404 });
});

it('is not fooled by a process that has the id of the dead one', async () => {
  const api = fakeKubeApi({ objects: [heldBy({ machine: await machineOf(), pid: process.pid, identity: 'of the one before' })] });
  await withDeployLock(options(api), async ({ abandonedRevision }) => expect(abandonedRevision).toBeUndefined());
});

it('takes the lock of another machine only after it was not renewed for 15 seconds', async () => {
  const api = fakeKubeApi({ objects: [heldBy({ revision: 3 })] });
  let now = 1_000_000;
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => (now += 8_000));
  try {
    await withDeployLock(options(api, { waitMs: 600_000 }), async ({ abandonedRevision }) => expect(abandonedRevision).toBe(3));
  } finally {
    clock.mockRestore();
  }
});

it('notes the revision that is being made', async () => {
  const api = fakeKubeApi();
  await withDeployLock(options(api), async (lock) => {
    await lock.note(12);
    expect(holderOf(api)).toMatchObject({ revision: 12 });
  });
});

it('is made anew when the one that was free is taken away at that moment', async () => {
  const api = fakeKubeApi({ objects: [{ ...heldBy({}), metadata: { name: release.lease, namespace: release.namespace } }] });
  const { replace } = api;
  api.replace = async (object) => {
    api.replace = replace;
    api.take({ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: release.lease, namespace: release.namespace } });
    throw new ApiError('replace Lease', { code: 404, body: JSON.stringify({ message: `${object.metadata?.name} not found` }) });
  };
  await withDeployLock(options(api), async () => expect(holderOf(api)).toMatchObject({ pid: process.pid }));
});

describe('a lock that nobody needs any more', () => {
  it('goes when it is free', async () => {
    const api = fakeKubeApi();
    await withDeployLock(options(api), async () => undefined);
    await removeFreeLease(api, release);
    expect(api.objects.has(KEY)).toBe(false);
  });

  it('stays when somebody holds it', async () => {
    const api = fakeKubeApi({ objects: [heldBy({})] });
    await removeFreeLease(api, release);
    expect(holderOf(api)).toMatchObject({ pid: 4242 });
  });

  it('stays when somebody takes it at that moment', async () => {
    const api = fakeKubeApi();
    await withDeployLock(options(api), async () => undefined);
    const { remove } = api;
    api.remove = (ref, only) => (api.put(heldBy({})), remove(ref, only));
    await removeFreeLease(api, release);
    expect(holderOf(api)).toMatchObject({ pid: 4242 });
  });
});

it('is free again after an interruption while waiting', async () => {
  const api = fakeKubeApi({ objects: [heldBy({})] });
  const abort = new AbortController();
  const waiting = withDeployLock(options(api, { waitMs: 60_000, signal: abort.signal }), async () => undefined);
  setTimeout(() => abort.abort(), 20);
  await expect(waiting).rejects.toThrow();
  expect(holderOf(api)).toMatchObject({ pid: 4242 });
});

describe('a lock that was changed under us', () => {
  /** As if the answer to a write of ours had got lost. */
  const touched = (api: FakeKubeApi): void => api.put(api.objects.get(KEY)!);

  it('is ours as long as it names us', async () => {
    const api = fakeKubeApi();
    await withDeployLock(options(api), async (lock) => {
      touched(api);
      await lock.note(3);
      expect(holderOf(api)).toMatchObject({ revision: 3 });
      touched(api);
    });
    expect(holderOf(api)).toBeUndefined();
  });

  it('is made anew when somebody took it away', async () => {
    const api = fakeKubeApi();
    await withDeployLock(options(api), async (lock) => {
      api.take({ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: release.lease, namespace: release.namespace } });
      await lock.note(3);
      expect(holderOf(api)).toMatchObject({ revision: 3 });
    });
  });

  it('ends the work when it names another, which keeps it', async () => {
    const api = fakeKubeApi();
    jest.useFakeTimers({ doNotFake: ['Date', 'queueMicrotask', 'nextTick', 'setImmediate', 'setTimeout'] });
    try {
      const work = withDeployLock(options(api), async (lock) => {
        api.put(heldBy({}));
        jest.advanceTimersByTime(5_000);
        while (!lock.signal.aborted) await new Promise(setImmediate);
        await expect(lock.assertHeld()).rejects.toMatchObject({ code: 'DEPLOY_BUSY' });
        throw new Error('what the end of the signal broke');
      });
      await expect(work).rejects.toMatchObject({ code: 'DEPLOY_BUSY', message: expect.stringContaining('process 4242 on ci-7') });
    } finally {
      jest.useRealTimers();
    }
    expect(holderOf(api)).toMatchObject({ pid: 4242 });
  });
});
