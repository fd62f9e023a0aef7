import type { V1Namespace } from '@kubernetes/client-node';
import { FairleadError, type Progress } from '@fairlead/runtime';
import type { KubeApi } from '../cluster/kube-api';

const MANAGED_BY = 'app.kubernetes.io/managed-by';
const ENFORCE = 'pod-security.kubernetes.io/enforce';

/** Labels of a namespace that Fairlead makes: pods that ask for more than `restricted` grants are refused. */
const labels = {
  [MANAGED_BY]: 'fairlead',
  [ENFORCE]: 'restricted',
  'pod-security.kubernetes.io/warn': 'restricted',
  'pod-security.kubernetes.io/audit': 'restricted',
};

/**
 * Makes the namespace, or proves that it can be used. One that somebody else made keeps its labels: other
 * applications may live in it.
 * @throws FairleadError `NAMESPACE_RESERVED` or `NAMESPACE_TERMINATING`.
 */
export async function ensureNamespace(api: KubeApi, name: string, progress: Progress): Promise<void> {
  refuseReserved(name);
  const found = await tryNamespace(api, name);
  const { deletionTimestamp, labels: current = {} } = found?.metadata ?? {};
  if (deletionTimestamp) throw terminating(name);
  if (found && current[MANAGED_BY] !== labels[MANAGED_BY]) return leaveAsItIs(name, current, progress);
  if (Object.entries(labels).every(([key, value]) => current[key] === value)) return;
  await api.apply<V1Namespace>({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
}

function leaveAsItIs(name: string, current: Readonly<Record<string, string>>, progress: Progress): void {
  if (current[ENFORCE] === labels[ENFORCE]) return;
  progress.warn(`namespace ${name} was not made by Fairlead and does not enforce Pod Security "restricted"; left as it is`);
}

export function tryNamespace(api: KubeApi, name: string): Promise<V1Namespace | undefined> {
  return api.tryRead<V1Namespace>({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
}

function refuseReserved(name: string): void {
  if (name !== 'default' && !name.startsWith('kube-')) return;
  throw new FairleadError({
    code: 'NAMESPACE_RESERVED',
    message: `the namespace "${name}" belongs to the cluster; a release needs one of its own`,
    next: ['set another `namespace` for this environment in .projenrc.ts, then run `npx projen`'],
  });
}

function terminating(name: string): FairleadError {
  return new FairleadError({
    code: 'NAMESPACE_TERMINATING',
    message: `the namespace "${name}" is being deleted; nothing can be created in it`,
    next: [
      'wait until it is gone, then deploy again',
      `kubectl get namespace ${name} -o jsonpath='{.status.conditions}'   # says what holds it up`,
    ],
  });
}
