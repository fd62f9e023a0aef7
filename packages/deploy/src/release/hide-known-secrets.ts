import type { V1Secret } from '@kubernetes/client-node';
import type { Progress } from '@fairlead/runtime';
import { ApiError } from '../cluster/api-error';
import type { KubeApi } from '../cluster/kube-api';
import type { Redaction } from './redaction';
import type { Release } from './release';
import { ENVIRONMENT_KIND, PASSWORD_KEY } from './secret-store';

interface Hiding {
  readonly release: Release;
  readonly redaction: Redaction;
  readonly progress: Pick<Progress, 'warn'>;
}

/**
 * Hides what the cluster knows: the database's password, and what the pods of this and earlier revisions were given,
 * which need not be what this machine has. Who may not read it is told that output can show it.
 */
export async function hideKnownSecrets(api: KubeApi, { release, redaction, progress }: Hiding): Promise<void> {
  const { namespace } = release;
  const labels = `app.kubernetes.io/instance=${release.name},fairlead.dev/kind=${ENVIRONMENT_KIND}`;
  try {
    const [database, environments] = await Promise.all([
      api.tryRead<V1Secret>({ apiVersion: 'v1', kind: 'Secret', metadata: { name: release.databaseSecret, namespace } }),
      api.list<V1Secret>({ apiVersion: 'v1', kind: 'Secret', namespace, labels }),
    ]);
    redaction.hide([database?.data?.[PASSWORD_KEY] ?? '', ...environments.flatMap(({ data = {} }) => Object.values(data))].map(decode));
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 403)) throw error;
    progress.warn(`the Secrets of ${release.name} may not be read with these credentials, so their values cannot be hidden in what is shown`);
  }
}

function decode(value: string): string {
  return Buffer.from(value, 'base64').toString('utf8');
}
