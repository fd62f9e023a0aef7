import { FairleadError, ToolError } from '@fairlead/runtime';
import { dockerArgs, type DockerImage } from '../tools/docker';
import { qualified } from '../tools/buildctl';
import type { DeliverRequest, StoredImage } from './builder';
import type { Docker } from './docker-client';
import { createRegistryClient, type RegistryAnswer, type RegistryClient } from './registry/client';
import { askPatiently, type PatienceOptions } from './registry/patient';

export interface PushOptions {
  readonly docker: Docker;
  tryInspect(reference: string, signal?: AbortSignal): Promise<DockerImage | undefined>;
  /** Default: the real one. */
  readonly registry?: RegistryClient;
  readonly patience?: PatienceOptions;
}

/** Rounds of asking and pushing; Docker itself tries each layer five times within one. */
const ROUNDS = 3;

/**
 * Pushes every reference that the registry has not got yet.
 * @returns the image with the digest under which nodes will pull and report it.
 * @throws FairleadError `REGISTRY_DENIED`, `REGISTRY_BUSY`, `REGISTRY_UNTRUSTED`, `REGISTRY_UNREACHABLE` or `IMAGE_NOT_PUSHED`.
 */
export async function pushImage(request: DeliverRequest, options: PushOptions): Promise<StoredImage> {
  const { references, image, step, signal } = request;
  const limits = signal ? { signal } : {};
  const patience = { onWait: (text: string) => step.update(text), ...limits, ...options.patience };
  const digests: string[] = [];
  for (const reference of references) digests.push(await pushOne(reference, image, { ...options, step, patience }));
  const [digest] = digests;
  return digest === undefined || digest === image.indexDigest ? image : { ...image, manifestDigest: digest };
}

type PushOneOptions = PushOptions & Pick<DeliverRequest, 'step'> & { readonly patience: PatienceOptions };

async function pushOne(reference: string, image: StoredImage, options: PushOneOptions): Promise<string> {
  const { docker, step, patience, registry = createRegistryClient() } = options;
  const limits = patience.signal ? { signal: patience.signal } : {};
  for (let round = 1; ; round += 1) {
    const before = await askPatiently(registry, reference, patience);
    if (before.kind === 'busy') throw busy(reference, before);
    if (isThere(before, image)) return before.digest;
    step.update(`pushing: ${reference}`);
    try {
      await docker(dockerArgs.push(reference), limits);
      return await digestOf(reference, options);
    } catch (error) {
      if (patience.signal?.aborted) throw error;
      if (!isTransient(error) || round === ROUNDS) throw pushFailure(error, reference);
      step.update(`pushing ${reference} was cut short; again`);
    }
  }
}

function isThere(answer: RegistryAnswer, image: StoredImage): answer is Extract<RegistryAnswer, { kind: 'found' }> {
  return answer.kind === 'found' && (answer.configDigest === image.configDigest || [image.manifestDigest, image.indexDigest].includes(answer.digest));
}

/** As Docker was told by the registry. */
async function digestOf(reference: string, { tryInspect, patience }: PushOneOptions): Promise<string> {
  const repository = (name: string): string => qualified(name.replace(/@.*$/, '').replace(/:[^:/]*$/, ''));
  const digests = (await tryInspect(reference, patience.signal))?.RepoDigests ?? [];
  const digest = digests.find((one) => repository(one) === repository(reference))?.split('@')[1];
  if (digest !== undefined) return digest;
  throw new FairleadError({ code: 'IMAGE_NOT_PUSHED', message: `${reference} was pushed, and Docker does not know under which digest`, next: [`docker image inspect ${reference}`] });
}

const TRANSIENT = /toomanyrequests|HTTP status: (429|5\d\d)|connection re(set|fused)|timeout|unexpected EOF|\bEOF$|broken pipe/im;

function isTransient(error: unknown): boolean {
  return error instanceof ToolError && error.code === 'TOOL_FAILED' && TRANSIENT.test(error.result.stderr ?? '');
}

function busy(reference: string, { status, retryAfterSeconds }: Extract<RegistryAnswer, { kind: 'busy' }>): FairleadError {
  const registry = registryOf(reference);
  return new FairleadError({
    code: 'REGISTRY_BUSY',
    message: `${registry} takes nothing now: it answers with HTTP status ${status}, again and again`,
    next: [retryAfterSeconds ? `it asks to wait ${Math.ceil(retryAfterSeconds)} s; then run this again` : 'run this again later', ...(status === 429 ? [`docker login ${registry}   # known users may do more`] : [])],
  });
}

const kinds: readonly { readonly sign: RegExp; readonly code: string; readonly message: (reference: string) => string; readonly next: (registry: string) => readonly string[] }[] = [
  {
    sign: /denied|unauthorized|authentication|no basic auth/i,
    code: 'REGISTRY_DENIED',
    message: (reference) => `${registryOf(reference)} does not let you push ${reference}`,
    next: (registry) => [`docker login ${registry}`],
  },
  {
    sign: /x509|certificate|HTTP response to HTTPS client/i,
    code: 'REGISTRY_UNTRUSTED',
    message: (reference) => `Docker does not trust ${registryOf(reference)}`,
    next: (registry) => [`put the certificate of its authority at /etc/docker/certs.d/${registry}/ca.crt on the daemon's machine`, `or list it under "insecure-registries" of the daemon, if it has no TLS`],
  },
  {
    sign: /no such host|connection refused|network is unreachable|timeout/i,
    code: 'REGISTRY_UNREACHABLE',
    message: (reference) => `the Docker daemon does not reach ${registryOf(reference)}`,
    next: (registry) => [`is "${registry}" the right name? It comes from \`registry\` of the environment in .projenrc.ts`],
  },
];

function pushFailure(error: unknown, reference: string): unknown {
  if (!(error instanceof ToolError) || error.code === 'TOOL_MISSING') return error;
  const kind = kinds.find(({ sign }) => sign.test(error.result.stderr ?? ''));
  return new FairleadError({
    code: kind?.code ?? 'IMAGE_NOT_PUSHED',
    message: kind?.message(reference) ?? `${reference} could not be pushed`,
    details: error.details,
    next: kind?.next(registryOf(reference)) ?? [`docker push ${reference}   # shows why`],
    cause: error,
  });
}

function registryOf(reference: string): string {
  return qualified(reference).split('/')[0] ?? '';
}
