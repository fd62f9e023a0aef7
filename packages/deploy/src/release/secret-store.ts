import { createHmac, randomBytes } from 'node:crypto';
import type { V1PersistentVolumeClaim, V1Secret } from '@kubernetes/client-node';
import type { Plan } from '@fairlead/plan';
import { FairleadError } from '@fairlead/runtime';
import { ApiError } from '../cluster/api-error';
import type { KubeApi } from '../cluster/kube-api';
import { ownLabels, type Release } from './release';
import type { SecretValues } from './secret-source';
import { volumeTerminating } from './volume-terminating';

/** Label value of the Secrets that hold the environment of the pods. */
export const ENVIRONMENT_KIND = 'environment';

export const HMAC_KEY = 'hmac';
export const PASSWORD_KEY = 'password';
const DIGEST_LENGTH = 10;

/**
 * The password of the in-cluster database, made on the first deploy; it lives in the cluster only.
 * @throws FairleadError `DATABASE_PASSWORD_LOST` when the database's volume outlived it, `VOLUME_TERMINATING` when
 * that is about to go.
 */
export async function ensureDatabasePassword(api: KubeApi, release: Release): Promise<string> {
  const name = release.databaseSecret;
  const secret = await trySecret(api, release, name);
  if (!secret) {
    await refuseOrphanedVolume(api, release);
    return createOnce(api, { release, name, key: PASSWORD_KEY, kind: 'database' });
  }
  const password = valueOf(secret, release, PASSWORD_KEY);
  await keepFromHelm(api, secret);
  return password;
}

const KEEP = { 'helm.sh/resource-policy': 'keep' };

/** One that plain Helm had made is in its manifest; the next one is without it, and Helm would remove it. */
async function keepFromHelm(api: KubeApi, { metadata }: V1Secret): Promise<void> {
  const { name = '', namespace = '', annotations = {} } = metadata ?? {};
  const isOfHelm = annotations['meta.helm.sh/release-name'] !== undefined;
  const isKept = Object.entries(KEEP).every(([key, value]) => annotations[key] === value);
  if (isOfHelm && !isKept) await api.annotate({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace } }, KEEP);
}

/** `postgres://` URL of the in-cluster database. */
export function databaseUrl(release: Release, database: Plan['database'] & { provision: 'in-cluster' }, password: string): string {
  const { user, port, databaseName } = database;
  return `postgres://${user}:${encodeURIComponent(password)}@${release.databaseSecret}:${port}/${databaseName}`;
}

/**
 * Writes the Secret that the pods read, named by its content: pods roll when a value changes, and going back to an
 * earlier revision goes back to its values. @returns its name.
 */
export async function writeEnvironmentSecret(api: KubeApi, release: Release, values: SecretValues): Promise<string> {
  const key = (await tryValue(api, release, release.stateSecret, HMAC_KEY)) ??
    (await createOnce(api, { release, name: release.stateSecret, key: HMAC_KEY, kind: 'state' }));
  const name = environmentSecretName(release, values, key);
  const ref = { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: release.namespace } };
  if (await api.tryRead<V1Secret>(ref)) return name;
  const data = Object.fromEntries([...values].map(([variable, value]) => [variable, encode(value)]));
  const metadata = { ...ref.metadata, labels: ownLabels(release, ENVIRONMENT_KIND) };
  await api.apply<V1Secret>({ ...ref, metadata, type: 'Opaque', immutable: true, data });
  return name;
}

/** Keyed, so that the name of a weak secret cannot be tried out against a list of guesses. */
export function environmentSecretName(release: Release, values: SecretValues, key: string): string {
  const content = JSON.stringify([...values].sort(([a], [b]) => (a < b ? -1 : 1)));
  const digest = createHmac('sha256', key).update(content).digest('hex').slice(0, DIGEST_LENGTH);
  return `${release.fullname}-env-${digest}`;
}

async function tryValue(api: KubeApi, release: Release, ...[name, key]: [string, string]): Promise<string | undefined> {
  const secret = await trySecret(api, release, name);
  return secret && valueOf(secret, release, key);
}

function trySecret(api: KubeApi, { namespace }: Release, name: string): Promise<V1Secret | undefined> {
  return api.tryRead<V1Secret>({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace } });
}

/** @throws FairleadError `OBJECT_FOREIGN` when it has no such key. */
function valueOf({ metadata, data }: V1Secret, release: Release, key: string): string {
  const value = data?.[key];
  if (!value) throw foreign(release, metadata?.name ?? '', key);
  return Buffer.from(value, 'base64').toString('utf8');
}

interface GeneratedSecret {
  readonly release: Release;
  readonly name: string;
  readonly key: string;
  readonly kind: string;
}

/** Creates, never overwrites: of two runs at once, the second takes the value of the first. */
async function createOnce(api: KubeApi, { release, name, key, kind }: GeneratedSecret): Promise<string> {
  const value = randomBytes(24).toString('base64url');
  const metadata = { name, namespace: release.namespace, labels: ownLabels(release, kind) };
  try {
    await api.create<V1Secret>({ apiVersion: 'v1', kind: 'Secret', metadata, type: 'Opaque', data: { [key]: encode(value) } });
    return value;
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 409)) throw error;
    return (await tryValue(api, release, name, key)) ?? value;
  }
}

async function refuseOrphanedVolume(api: KubeApi, release: Release): Promise<void> {
  const claims = await api.list<V1PersistentVolumeClaim>({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    namespace: release.namespace,
    labels: `app.kubernetes.io/instance=${release.name},app.kubernetes.io/component=postgres`,
  });
  const claim = claims.find(({ metadata }) => !metadata?.deletionTimestamp) ?? claims[0];
  if (!claim) return;
  if (claim.metadata?.deletionTimestamp) throw volumeTerminating(release, claim.metadata.name ?? '');
  throw new FairleadError({
    code: 'DATABASE_PASSWORD_LOST',
    message: `the database volume ${claim.metadata?.name} is still there, but the Secret ${release.databaseSecret} with its password is not`,
    next: [
      `put the Secret back, with the key "${PASSWORD_KEY}"`,
      `${release.command('undeploy', '--delete-data')}   # if the data may go`,
    ],
  });
}

function foreign(release: Release, name: string, key: string): FairleadError {
  return new FairleadError({
    code: 'OBJECT_FOREIGN',
    message: `the Secret ${name} in namespace ${release.namespace} has no "${key}", so it is not the one that Fairlead made`,
    next: ['use another release name or namespace for this environment'],
  });
}

function encode(value: string): string {
  return Buffer.from(value, 'utf8').toString('base64');
}
