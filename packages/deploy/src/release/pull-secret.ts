import type { V1Secret } from '@kubernetes/client-node';
import type { EnvironmentPlan } from '@fairlead/plan';
import { FairleadError } from '@fairlead/runtime';
import type { KubeApi } from '../cluster/kube-api';

const USABLE = 'kubernetes.io/dockerconfigjson';

/**
 * Why the nodes could not pull with the environment's pull secret; undefined when they can, or need none. A pod that
 * names a Secret that is not there only says, minutes later, that its image cannot be pulled.
 */
export async function tryPullSecretFault(api: KubeApi, { registry, namespace }: EnvironmentPlan): Promise<FairleadError | undefined> {
  const name = registry?.pullSecret;
  if (registry === undefined || name === undefined) return undefined;
  const secret = await api.tryRead<V1Secret>({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace } });
  const [host = ''] = registry.prefix.split('/');
  const create = `kubectl create secret docker-registry ${name} --namespace ${namespace} --docker-server ${host} --docker-username <user> --docker-password <password>`;
  if (!secret) {
    return new FairleadError({
      code: 'PULL_SECRET_MISSING',
      message: `namespace ${namespace} has no Secret ${name}, with which nodes pull from ${host}`,
      next: [`kubectl create namespace ${namespace}   # if it is not there`, create],
    });
  }
  if (secret.type === USABLE) return undefined;
  return new FairleadError({
    code: 'PULL_SECRET_UNUSABLE',
    message: `the Secret ${name} is of type ${secret.type ?? 'Opaque'}, which nodes cannot pull with`,
    next: [`kubectl delete secret ${name} --namespace ${namespace}`, create],
  });
}
