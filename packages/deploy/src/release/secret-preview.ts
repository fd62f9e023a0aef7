import type { V1Secret } from '@kubernetes/client-node';
import type { CommandContext } from '../commands/context';
import type { KubeApi } from '../cluster/kube-api';
import type { SecretNames } from './deploy-inputs';
import type { Release } from './release';
import { databaseUrl, environmentSecretName, HMAC_KEY, PASSWORD_KEY } from './secret-store';
import type { SecretValues } from './secret-source';

/** The names that a deploy would use, found without writing anything; a Secret that is not there yet is `(new)`. */
export async function previewSecretNames(context: CommandContext, connection: { readonly api: KubeApi; readonly release: Release }, given: SecretValues): Promise<SecretNames> {
  const { plan, redaction } = context;
  const { api, release } = connection;
  const [password, key] = await Promise.all([tryValue(api, release.namespace, [release.databaseSecret, PASSWORD_KEY]), tryValue(api, release.namespace, [release.stateSecret, HMAC_KEY])]);
  const values = new Map(given);
  if (plan.database.provision === 'in-cluster' && password !== undefined) {
    values.set(plan.database.secret, databaseUrl(release, plan.database, password));
    redaction.hide([password, ...values.values()]);
  }
  const environment = key === undefined ? `${release.fullname}-env-(new)` : environmentSecretName(release, values, key);
  return {
    environment: plan.secrets.length > 0 ? environment : undefined,
    database: plan.database.provision === 'in-cluster' ? release.databaseSecret : undefined,
  };
}

async function tryValue(api: KubeApi, namespace: string, [name, key]: readonly [string, string]): Promise<string | undefined> {
  const secret = await api.tryRead<V1Secret>({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace } });
  const value = secret?.data?.[key];
  return value === undefined ? undefined : Buffer.from(value, 'base64').toString('utf8');
}
