import { z } from 'zod';
import { tryCredentials, type Credentials } from './credentials';
import { http as realHttp, type Http, type HttpAnswer } from './http';
import { isLocal, parseReference, type Reference } from './reference';

/** What a registry says of one reference. */
export type RegistryAnswer =
  | { readonly kind: 'found'; readonly digest: string; /** Of an image; undefined for an index of several platforms. */ readonly configDigest: string | undefined }
  | { readonly kind: 'absent' }
  /** 401 or 403. */
  | { readonly kind: 'denied' }
  /** 429 or 5xx: another time it may be otherwise. */
  | { readonly kind: 'busy'; readonly status: number; readonly retryAfterSeconds: number | undefined }
  /** No answer, or none that a registry gives. */
  | { readonly kind: 'silent'; readonly reason: string };

export interface RegistryClient {
  ask(reference: string, signal?: AbortSignal): Promise<RegistryAnswer>;
}

export interface RegistryClientOptions {
  readonly http?: Http;
  readonly credentials?: (registry: string) => Promise<Credentials | undefined>;
}

const MANIFESTS = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

const manifestSchema = z.looseObject({ config: z.looseObject({ digest: z.string() }).optional() });

/** Asks registries about manifests, as the user that Docker is logged in as. @see https://distribution.github.io/distribution/spec/api/ */
export function createRegistryClient({ http = realHttp, credentials = tryCredentials }: RegistryClientOptions = {}): RegistryClient {
  return {
    ask: async (text, signal) => {
      const reference = parseReference(text);
      try {
        return interpret(await authorized(reference, signal));
      } catch (error) {
        signal?.throwIfAborted();
        return { kind: 'silent', reason: error instanceof Error ? error.message : String(error) };
      }
    },
  };

  async function authorized(reference: Reference, signal: AbortSignal | undefined): Promise<HttpAnswer> {
    const first = await manifest(reference, {}, signal);
    if (first.status !== 401) return first;
    const challenge = first.headers['www-authenticate'] ?? '';
    const own = await credentials(reference.registry);
    const authorization = /^bearer /i.test(challenge) ? await bearer(challenge, reference, own) : own && basic(own);
    return authorization ? manifest(reference, { authorization }, signal) : first;
  }

  async function manifest({ registry, api, repository, version }: Reference, headers: Readonly<Record<string, string>>, signal: AbortSignal | undefined): Promise<HttpAnswer> {
    const question = { headers: { accept: MANIFESTS, ...headers }, signal };
    const path = `${repository}/manifests/${version}`;
    if (!isLocal(registry)) return http(`${api}${path}`, question);
    // Like Docker: one on this machine may have TLS, and then does not understand plain HTTP.
    const plain = await http(`${api}${path}`, question).catch(() => undefined);
    return plain && plain.status !== 400 ? plain : http(`${api.replace('http:', 'https:')}${path}`, question);
  }

  /** @see https://distribution.github.io/distribution/spec/auth/token/ */
  async function bearer(challenge: string, { repository }: Reference, own: Credentials | undefined): Promise<string | undefined> {
    const realm = /realm="([^"]+)"/.exec(challenge)?.[1];
    if (realm === undefined) return undefined;
    const url = new URL(realm);
    const service = /service="([^"]+)"/.exec(challenge)?.[1];
    if (service !== undefined) url.searchParams.set('service', service);
    url.searchParams.set('scope', `repository:${repository}:pull`);
    const { status, body } = await http(url.href, { headers: own ? { authorization: basic(own) } : {} });
    if (status !== 200) return undefined;
    const { token, access_token: other } = tokenSchema.parse(JSON.parse(body));
    return `Bearer ${token ?? other ?? ''}`;
  }
}

const tokenSchema = z.looseObject({ token: z.string().optional(), access_token: z.string().optional() });

function basic({ user, password }: Credentials): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

function interpret({ status, headers, body }: HttpAnswer): RegistryAnswer {
  if (status === 404) return { kind: 'absent' };
  if (status === 401 || status === 403) return { kind: 'denied' };
  if (status === 429 || status >= 500) return { kind: 'busy', status, retryAfterSeconds: retryAfter(headers['retry-after']) };
  const digest = headers['docker-content-digest'];
  if (status !== 200 || digest === undefined) return { kind: 'silent', reason: `HTTP status ${status}, which a registry does not give` };
  return { kind: 'found', digest, configDigest: manifestSchema.parse(JSON.parse(body)).config?.digest };
}

/** Seconds, or a date. */
function retryAfter(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}
