import { judgeRollout, type JudgeOptions, type Verdict } from '../../../src/release/rollout/judge';
import { tryWorst } from '../../../src/release/rollout/problem';
import type { RolloutSnapshot } from '../../../src/release/rollout/snapshot';
import { crashed, deployment, event, pod, replicaSet, serving, statefulSet } from '../../support/pods';

const now = Date.parse('2026-11-24T10:02:00Z');

type Parts = { -readonly [Kind in keyof RolloutSnapshot]?: RolloutSnapshot[Kind] };

function judge(parts: Parts, options: Partial<JudgeOptions> = {}): Verdict & { readonly worst: string | undefined; readonly kind: string | undefined } {
  const snapshot = { deployments: [], statefulSets: [], replicaSets: [], pods: [], events: [], ...parts };
  const verdict = judgeRollout(snapshot, { components: ['web'], now, unschedulableGraceMs: 10_000, ...options });
  const worst = tryWorst(verdict.problems);
  return { ...verdict, worst: worst?.reason, kind: worst?.kind };
}

/** A new revision of `web` whose one pod is in the given state, while the old one serves. */
function rollingOut(status: Parameters<typeof pod>[1] = {}, more: Parts = {}): Parts {
  return {
    deployments: [deployment('web', { revision: 2, updated: 1, available: 1, total: 2 })],
    replicaSets: [replicaSet('web', 1), replicaSet('web', 2)],
    pods: [pod('web', { revision: 1 }), pod('web', { revision: 2, ready: false, ...status })],
    ...more,
  };
}

describe('a rollout is ready', () => {
  it('when every pod is of the new revision and available', () => {
    const [web, set, one] = serving('web');
    expect(judge({ deployments: [web], replicaSets: [set], pods: [one] })).toMatchObject({ state: 'ready', summary: 'web 1/1', problems: [] });
  });

  it('when it is scaled to nothing', () => {
    expect(judge({ deployments: [deployment('web', { replicas: 0 })] }).state).toBe('ready');
  });

  it('when a StatefulSet runs its update revision', () => {
    expect(judge({ statefulSets: [statefulSet('postgres')] }, { components: ['postgres'] }).state).toBe('ready');
  });
});

describe('a rollout goes on', () => {
  it.each<[string, Parts]>([
    ['nothing is there yet', {}],
    ['the controller has not seen the new generation', { deployments: [deployment('web', { generation: 2, observed: 1 })] }],
    ['a pod of the old revision is still there', { deployments: [deployment('web', { total: 2 })] }],
    ['a pod is not available yet', { deployments: [deployment('web', { replicas: 2, available: 1 })] }],
    ['pods are being replaced', { deployments: [deployment('web', { replicas: 2, updated: 1 })] }],
    ['the database is not ready', { statefulSets: [statefulSet('postgres', { ready: 0 })] }],
  ])('while %s', (_, parts) => {
    const components = parts.statefulSets ? ['postgres'] : ['web'];
    expect(judge(parts, { components }).state).toBe('progressing');
  });

  it('when a container ended once and runs again', () => {
    const verdict = judge(rollingOut({ status: crashed({ restarts: 1, running: true }) }));
    expect(verdict).toMatchObject({ state: 'progressing', worst: 'ended with exit code 1' });
  });

  it('when an image could not be fetched once, or the registry is only busy', () => {
    const failing = (reason: string, message: string): Parts => rollingOut({ status: { ready: false, state: { waiting: { reason, message } } } });
    expect(judge(failing('ErrImagePull', 'not found')).state).toBe('progressing');
    expect(judge(failing('ImagePullBackOff', 'Back-off pulling image: 429 Too Many Requests')).state).toBe('progressing');
  });

  it('when a pod has not found a node for a moment', () => {
    const unschedulable = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/1 nodes are available', lastTransitionTime: new Date(now - 5_000) };
    expect(judge(rollingOut({ conditions: [unschedulable] }))).toMatchObject({ state: 'progressing', kind: 'unschedulable' });
  });

  it('when a probe fails, which it says', () => {
    const parts = rollingOut();
    const [, young] = parts.pods ?? [];
    const verdict = judge({ ...parts, events: [event(young ?? {}, 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503')] });
    expect(verdict).toMatchObject({ state: 'progressing', kind: 'probe', worst: expect.stringContaining('503') });
  });

  it('when workloads crash before their database serves', () => {
    const parts = rollingOut({ status: crashed({ restarts: 4 }) }, { statefulSets: [statefulSet('postgres', { ready: 0 })] });
    expect(judge(parts, { components: ['web', 'postgres'] }).state).toBe('progressing');
  });

  it('when the last crash was of a container that started before the database served', () => {
    const database = { statefulSets: [statefulSet('postgres')] };
    const parts = rollingOut({ status: crashed({ restarts: 2, startedAt: '2026-11-24T09:59:59Z' }) }, database);
    const pods = [...(parts.pods ?? []), pod('postgres', { readyAt: '2026-11-24T10:00:00Z' })];
    expect(judge({ ...parts, pods }, { components: ['web', 'postgres'] }).state).toBe('progressing');
  });
});

describe('a rollout has failed', () => {
  const failed = (parts: Parts): [string, string | undefined, string | undefined] => {
    const { state, kind, worst } = judge(parts);
    return [state, kind, worst];
  };

  it('when a container ended twice', () => {
    expect(failed(rollingOut({ status: crashed({ restarts: 1, exitCode: 3 }) }))).toEqual(['failed', 'crash', 'ended with exit code 3, 2 times']);
    expect(failed(rollingOut({ status: { ready: false, restartCount: 1, state: { terminated: { exitCode: 3, startedAt: new Date(now) } } } }))).toEqual(['failed', 'crash', 'ended with exit code 3, 2 times']);
  });

  it('when a container that should go on ends well again and again', () => {
    expect(failed(rollingOut({ status: crashed({ restarts: 2, exitCode: 0 }) }))).toEqual(['failed', 'crash', 'ended with exit code 0, 3 times']);
  });

  it('when memory runs out again and again', () => {
    expect(failed(rollingOut({ status: crashed({ restarts: 2, exitCode: 137, reason: 'OOMKilled' }) }))).toEqual(['failed', 'out-of-memory', 'ran out of memory and was killed, 3 times']);
  });

  it('when a failing probe restarts it again and again', () => {
    const parts = rollingOut({ status: crashed({ restarts: 2, exitCode: 143 }) });
    const [, young] = parts.pods ?? [];
    const events = [event(young ?? {}, 'Unhealthy', 'Liveness probe failed: connection refused'), event(young ?? {}, 'Killing', 'Container web failed liveness probe, will be restarted')];
    expect(failed({ ...parts, events })).toEqual(['failed', 'probe', 'was restarted because a probe failed, 3 times: Liveness probe failed: connection refused']);
  });

  it.each([
    ['ImagePullBackOff', 'image', 'Back-off pulling image "web:2"'],
    ['ErrImageNeverPull', 'image', 'Container image "web:2" is not present with pull policy of Never'],
    ['InvalidImageName', 'image', 'Failed to apply default image tag'],
    ['CreateContainerConfigError', 'config', 'secret "todo-env" not found'],
    ['CreateContainerError', 'crash', 'failed to create containerd task'],
    ['RunContainerError', 'crash', 'exec: "/app": no such file or directory'],
  ])('when a container waits with %s', (reason, kind, message) => {
    const [state, found, sentence] = failed(rollingOut({ status: { ready: false, state: { waiting: { reason, message } } } }));
    expect([state, found]).toEqual(['failed', kind]);
    expect(sentence).toContain(message);
  });

  it('when an image is not in the store that it was put into, at once and whatever the registry says', () => {
    const parts = rollingOut({ status: { ready: false, state: { waiting: { reason: 'ErrImagePull', message: 'dial tcp: lookup registry-1.docker.io: no such host' } } } });
    expect(judge(parts, { stored: ['web'] })).toMatchObject({ state: 'failed', kind: 'image' });
    expect(judge(parts, { stored: ['other'] }).state).toBe('progressing');
  });

  it('when no node was found for longer than one could be added', () => {
    const unschedulable = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/1 nodes are available: 1 Insufficient cpu.', lastTransitionTime: new Date(now - 11_000) };
    expect(failed(rollingOut({ conditions: [unschedulable] }))).toEqual(['failed', 'unschedulable', 'finds no node: 0/1 nodes are available: 1 Insufficient cpu.']);
    const unbound = { ...unschedulable, message: 'pod has unbound immediate PersistentVolumeClaims' };
    expect(failed(rollingOut({ conditions: [unbound] }))[1]).toBe('volume');
  });

  it('when the cluster refuses to create pods', () => {
    const message = 'pods "web" is forbidden: violates PodSecurity "restricted:latest"';
    expect(failed({ deployments: [deployment('web', { available: 0, updated: 0, conditions: [{ type: 'ReplicaFailure', status: 'True', message }] })] })).toEqual(['failed', 'refused', `its pods cannot be created: ${message}`]);
  });

  it('when a StatefulSet is refused its pods, which only an event tells', () => {
    const set = statefulSet('web', { ready: 0, updated: 0 });
    expect(failed({ statefulSets: [set], events: [event(set, 'FailedCreate', 'exceeded quota: pods=0')] })).toEqual(['failed', 'refused', 'its pods cannot be created: exceeded quota: pods=0']);
  });

  it('when the cluster itself gives up', () => {
    const conditions = [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }];
    const parts = rollingOut({}, { deployments: [deployment('web', { revision: 2, available: 1, total: 2, conditions })] });
    expect(failed(parts)).toEqual(['failed', 'not-ready', 'does not become ready']);
  });

  it('when a workload crashes although its database serves', () => {
    const parts = rollingOut({ status: crashed({ restarts: 1, startedAt: '2026-11-24T10:00:05Z' }) }, { statefulSets: [statefulSet('postgres')] });
    const pods = [...(parts.pods ?? []), pod('postgres', { readyAt: '2026-11-24T10:00:00Z' })];
    expect(judge({ ...parts, pods }, { components: ['web', 'postgres'] }).state).toBe('failed');
  });
});

describe('what is left out of account', () => {
  it('pods of the revision before, whatever state they are in', () => {
    const parts = rollingOut({}, { pods: [pod('web', { revision: 1, status: crashed({ restarts: 9 }) }), pod('web', { revision: 2, ready: false })] });
    expect(judge(parts)).toMatchObject({ state: 'progressing', kind: 'not-ready' });
  });

  it('pods that were told to stop', () => {
    const parts = rollingOut({ status: crashed({ restarts: 9 }), deleted: true });
    expect(judge(parts).problems).toEqual([]);
  });

  it('crashes of long ago in a pod that serves', () => {
    const parts = rollingOut({ ready: true, status: { ...crashed({ restarts: 5, running: true }), ready: true } });
    expect(judge(parts).problems).toEqual([]);
  });
});

it('times read the same whether they come as dates or, from a watch, as text', () => {
  const text = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
  const parts = rollingOut({ status: crashed({ restarts: 1 }) }, { statefulSets: [statefulSet('postgres')] });
  const pods = [...(parts.pods ?? []), pod('postgres')];
  const components = ['web', 'postgres'];
  expect(judge(text({ ...parts, pods }), { components })).toEqual(judge({ ...parts, pods }, { components }));
});
