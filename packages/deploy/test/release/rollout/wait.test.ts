import { jest } from '@jest/globals';
import { ApiError } from '../../../src/cluster/api-error';
import { createRelease } from '../../../src/release/release';
import { waitForRollout, type Outcome, type WaitOptions } from '../../../src/release/rollout/wait';
import { fakeKubeApi, type FakeKubeApi } from '../../support/fake-kube-api';
import { makePlan } from '../../support/plans';
import { crashed, deployment, event, pod, replicaSet, serving } from '../../support/pods';

const plan = makePlan();
const release = createRelease(plan, plan.environments[0]!);

function wait(api: FakeKubeApi, options: Partial<WaitOptions> = {}): { outcome: Promise<Outcome>; updates: string[]; told: string[] } {
  const updates: string[] = [];
  const told: string[] = [];
  const step = { update: (text: string) => void updates.push(text), done: () => undefined, fail: () => undefined };
  const outcome = waitForRollout({ api, release, components: ['web'], timeoutMs: 10_000, unschedulableGraceMs: 1_000, step, tell: (text) => void told.push(text), signal: new AbortController().signal, ...options });
  return { outcome, updates, told };
}

const starting = (): FakeKubeApi => fakeKubeApi({ objects: [deployment('web', { available: 0 }), replicaSet('web'), pod('web', { ready: false })], log: ({ previous }) => (previous ? 'last words\n' : '') });

it('ends as soon as the last pod serves', async () => {
  const api = starting();
  const { outcome, updates } = wait(api);
  setTimeout(() => serving('web').forEach((object) => api.put(object)), 20);
  const startedAt = performance.now();
  await expect(outcome).resolves.toEqual({ state: 'ready' });
  expect(performance.now() - startedAt).toBeLessThan(900);
  expect(updates[0]).toBe('web 0/1');
});

it('takes a failure for certain only when it lasts', async () => {
  const api = starting();
  const { outcome } = wait(api);
  api.put(pod('web', { ready: false, status: crashed({ restarts: 1 }) }));
  setTimeout(() => serving('web').forEach((object) => api.put(object)), 50);
  await expect(outcome).resolves.toEqual({ state: 'ready' });
});

it('tells the last words of a first crash at once and once, and goes on waiting', async () => {
  const api = starting();
  const { outcome, told } = wait(api);
  api.put(pod('web', { ready: false, status: crashed({ restarts: 0 }) }));
  setTimeout(() => api.put(pod('web', { ready: false, status: { ...crashed({ restarts: 0 }), image: 'seen again' } })), 20);
  setTimeout(() => serving('web').forEach((object) => api.put(object)), 60);
  await expect(outcome).resolves.toEqual({ state: 'ready' });
  expect(told).toEqual(['web ended with exit code 1; its last log lines:\n  | last words']);
});

it('brings the evidence: the last words of the container before, and the warnings about the pod', async () => {
  const api = starting();
  const failing = pod('web', { ready: false, status: crashed({ restarts: 1 }) });
  api.put(failing);
  api.put(event(failing, 'BackOff', 'Back-off restarting failed container'));
  api.put(event(failing, 'Killing', 'not a warning'));
  api.put(event(pod('other'), 'BackOff', 'about another pod'));
  const outcome = await wait(api).outcome;
  expect(outcome).toMatchObject({ state: 'failed', timedOut: false, evidence: { problem: { kind: 'crash' }, log: ['last words'], events: ['BackOff: Back-off restarting failed container'] } });
  expect(api.logs.map(({ previous }) => previous)).toEqual([false, true]);
});

it('gives up at the deadline with what it knows, even when that is nothing', async () => {
  await expect(wait(fakeKubeApi(), { timeoutMs: 50 }).outcome).resolves.toMatchObject({ state: 'failed', timedOut: true, evidence: { problem: { reason: 'did not come up: web 0/?' }, log: [] } });
});

it('is not kept from telling by a log that cannot be read', async () => {
  const api = fakeKubeApi({ objects: [deployment('web', { available: 0 }), replicaSet('web'), pod('web', { ready: false, status: crashed({ restarts: 1 }) })], log: () => { throw new Error('the kubelet is gone'); } });
  await expect(wait(api).outcome).resolves.toMatchObject({ state: 'failed', evidence: { log: [] } });
});

it.each([401, 403])('ends with the refusal when the cluster does not let it watch (%d)', async (code) => {
  const api = starting();
  const { watch } = api;
  api.watch = (query, onEvent, signal) => (query.path.endsWith('/pods') ? Promise.reject(new ApiError(`watch ${query.path}`, { code })) : watch(query, onEvent, signal));
  await expect(wait(api, { timeoutMs: 600_000 }).outcome).rejects.toMatchObject({ name: 'ApiError', status: code });
});

it('makes a lost connection anew', async () => {
  const api = starting();
  const { watch } = api;
  let lost = 0;
  api.watch = (query, onEvent, signal) => (lost++ < 5 ? Promise.reject(new ApiError('watch', { code: 500 })) : watch(query, onEvent, signal));
  serving('web').forEach((object) => api.put(object));
  await expect(wait(api).outcome).resolves.toEqual({ state: 'ready' });
});

it('ends with the signal', async () => {
  const abort = new AbortController();
  const { outcome } = wait(starting(), { signal: abort.signal });
  abort.abort(new Error('enough'));
  await expect(outcome).rejects.toThrow('enough');
});

it('connects again when a watch ends, and then sees only what is there', async () => {
  const api = starting();
  const first = jest.fn(api.watch);
  let ended = false;
  const flaky: FakeKubeApi = {
    ...api,
    watch: (query, onEvent, signal) => {
      if (ended || !query.path.endsWith('/deployments')) return first(query, onEvent, signal);
      ended = true;
      onEvent('ADDED', deployment('web', { available: 0, generation: 7 }));
      return Promise.reject(new Error('connection reset'));
    },
  };
  const { outcome } = wait(flaky);
  setTimeout(() => serving('web').forEach((object) => api.put(object)), 20);
  await expect(outcome).resolves.toEqual({ state: 'ready' });
});
