import { KubernetesObjectApi, PatchStrategy, Watch, type KubernetesObject } from '@kubernetes/client-node';
import { FairleadError } from '@fairlead/runtime';
import pRetry from 'p-retry';
import { CALL_DEADLINE_MS, connectKube, tryApiStatus } from '../tunnel/kube-client';
import type { KubeTarget } from './cluster';

/** Names one object. */
export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

export interface ListQuery {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly labels?: string;
}

/** A collection to watch, e.g. `/api/v1/namespaces/x/pods`. */
export interface WatchQuery {
  readonly path: string;
  readonly labels?: string;
}

/** Called with `ADDED`, `MODIFIED` or `DELETED` and the object. */
type OnEvent = (type: string, object: KubernetesObject) => void;

export interface LogQuery {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly previous: boolean;
  readonly lines: number;
}

/** What Fairlead asks of an API server: plain objects in and out, one deadline per call, errors that say which call. */
export interface KubeApi {
  /** undefined when there is no such object. */
  tryRead<T extends KubernetesObject>(ref: ObjectRef): Promise<T | undefined>;
  list<T extends KubernetesObject>(query: ListQuery): Promise<T[]>;
  /** @throws ApiError with status 409 when it exists. */
  create<T extends KubernetesObject>(object: T): Promise<T>;
  /** Server-side apply as `fairlead`; creates it when absent. */
  apply<T extends KubernetesObject>(object: T): Promise<T>;
  /** Replaces it if its `resourceVersion` is still the current one. @throws ApiError with status 409 when it is not. */
  replace<T extends KubernetesObject>(object: T): Promise<T>;
  /** Sets these labels and leaves everything else. */
  label(ref: ObjectRef, labels: Readonly<Record<string, string>>): Promise<void>;
  /** Removes it, and what it owns, in the background; absent is fine. */
  remove(ref: ObjectRef): Promise<void>;
  /** Removes it and leaves what it owns, e.g. a StatefulSet without its pods; resolves once it is gone. */
  orphan(ref: ObjectRef): Promise<void>;
  /** Last lines of one container; `previous` for the one that ended before the current. */
  log(query: LogQuery): Promise<string>;
  /** Calls back for every change until the signal fires or the server ends the stream. */
  watch(query: WatchQuery, onEvent: OnEvent, signal: AbortSignal): Promise<void>;
}

/** A call that the API server refused or did not answer. */
export class ApiError extends FairleadError {
  /** HTTP status; undefined when there was no answer. */
  readonly status: number | undefined;

  constructor(call: string, cause: unknown, server = 'of the cluster') {
    const status = tryApiStatus(cause);
    const reason = reasonOf(cause);
    super({
      code: status === undefined ? 'CLUSTER_UNREACHABLE' : status === 403 ? 'CLUSTER_FORBIDDEN' : 'CLUSTER_REFUSED',
      message: status === undefined ? `the API server ${server} does not answer: ${reason}` : `the cluster refused to ${call}: ${reason}`,
      next: status === undefined ? ['the target `doctor` says what stands in the way'] : [],
      cause,
    });
    this.name = 'ApiError';
    this.status = status;
  }
}

const FIELD_MANAGER = 'fairlead';
/** The garbage collector lets go of what an orphaned object owned before the object itself is gone. */
const GONE_DEADLINE_MS = 30_000;

/** Connects to exactly the given context. @throws FairleadError `CONTEXT_MISSING` when it is not there. */
export function createKubeApi(target: KubeTarget, signal?: AbortSignal): KubeApi {
  const { config, core, options } = connectKube(target, signal);
  const server = config.getCurrentCluster()?.server ?? '';
  const call: Call = (description, work) => attempt(description, work, server);
  const objects = new KubernetesObjectApi(options);
  const watcher = new Watch(config);
  return {
    tryRead: (ref) => orAbsent(call(`read ${label(ref)}`, () => objects.read(ref))),
    list: async ({ apiVersion, kind, namespace, labels }) =>
      (await call(`list ${kind}s`, () => objects.list(apiVersion, kind, namespace, undefined, undefined, undefined, undefined, labels)))
        .items as never,
    create: (object) => call(`create ${label(object)}`, () => objects.create(object, undefined, undefined, FIELD_MANAGER)),
    apply: (object) =>
      call(`apply ${label(object)}`, () =>
        objects.patch(object, undefined, undefined, FIELD_MANAGER, true, PatchStrategy.ServerSideApply),
      ),
    replace: (object) => call(`replace ${label(object)}`, () => objects.replace(object, undefined, undefined, FIELD_MANAGER)),
    label: async (ref, labels) => {
      const patch = { ...ref, metadata: { ...ref.metadata, labels: { ...labels } } };
      await call(`label ${label(ref)}`, () =>
        objects.patch(patch, undefined, undefined, FIELD_MANAGER, undefined, PatchStrategy.MergePatch),
      );
    },
    remove: async (ref) => {
      await orAbsent(call(`delete ${label(ref)}`, () => objects.delete(ref, undefined, undefined, undefined, undefined, 'Background')));
    },
    orphan: async (ref) => {
      await orAbsent(call(`delete ${label(ref)}`, () => objects.delete(ref, undefined, undefined, undefined, undefined, 'Orphan')));
      await untilGone(() => orAbsent(call(`read ${label(ref)}`, () => objects.read(ref))), label(ref));
    },
    log: ({ namespace, pod, container, previous, lines }) =>
      call(`read the log of ${pod}`, () => core.readNamespacedPodLog({ name: pod, namespace, container, previous, tailLines: lines })),
    watch: (query, onEvent, stop) => watch(watcher, query, { onEvent, signal: stop }),
  };
}

type Call = <T>(description: string, work: () => Promise<T>) => Promise<T>;

async function attempt<T>(description: string, work: () => Promise<T>, server: string): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new ApiError(description, cause, server);
  }
}

async function orAbsent<T>(work: Promise<T>): Promise<T | undefined> {
  return work.catch((error: unknown) => {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  });
}

async function untilGone(read: () => Promise<unknown>, what: string): Promise<void> {
  const look = async (): Promise<void> => {
    if (await read()) throw new FairleadError({ code: 'CLUSTER_REFUSED', message: `${what} is still there ${GONE_DEADLINE_MS / 1000} s after it was deleted` });
  };
  await pRetry(look, { retries: Infinity, minTimeout: 100, factor: 1, maxRetryTime: GONE_DEADLINE_MS });
}

function watch(watcher: Watch, query: WatchQuery, { onEvent, signal }: { onEvent: OnEvent; signal: AbortSignal }): Promise<void> {
  const { path, labels } = query;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return resolve();
    const done = (error: unknown): void => {
      if (!error || signal.aborted) resolve();
      else reject(new ApiError(`watch ${path}`, error));
    };
    void watcher
      .watch(path, { labelSelector: labels }, onEvent, done)
      .then((controller) => signal.addEventListener('abort', () => controller.abort(), { once: true }), done);
  });
}

/** The API server's own sentence where there is one, else that of the connection. */
function reasonOf(cause: unknown): string {
  const body = typeof cause === 'object' && cause !== null && 'body' in cause ? cause.body : undefined;
  const parsed = typeof body === 'string' ? tryJson(body) : body;
  if (typeof parsed === 'object' && parsed !== null && 'message' in parsed) return String(parsed.message);
  if (cause instanceof Error && cause.name === 'AbortError') return `no answer within ${CALL_DEADLINE_MS / 1000} s`;
  // The library asks for the kinds of objects first, which is not what the caller asked for.
  return (cause instanceof Error ? cause.message : String(cause)).replace(/^Failed to fetch resource metadata for [^:]*: /, '');
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function label(object: KubernetesObject): string {
  return `${object.kind ?? 'object'} ${object.metadata?.name ?? ''}`.trim();
}
