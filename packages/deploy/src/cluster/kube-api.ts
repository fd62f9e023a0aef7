import { PatchStrategy, Watch, type KubernetesObject, type V1ObjectMeta } from '@kubernetes/client-node';
import { FairleadError } from '@fairlead/runtime';
import pRetry from 'p-retry';
import { connectKube } from './kube-client';
import { ApiError, type ApiPlace } from './api-error';
import type { KubeTarget } from './cluster';
import { ObjectApi, type ObjectRef, type PlainObject } from './object-api';

export type { ObjectRef } from './object-api';

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

/** One version of one object: another of that name, or a change to it, is something else. */
export interface Precondition {
  readonly uid: string;
  readonly resourceVersion: string;
}

/** What Fairlead asks of an API server: plain objects in and out, one deadline per call, errors that say which call. */
export interface KubeApi {
  /** undefined when there is no such object. */
  tryRead<T extends KubernetesObject>(ref: ObjectRef): Promise<T | undefined>;
  /** As the API server writes it, times as text; undefined when there is no such object. */
  tryReadPlain(ref: ObjectRef): Promise<PlainObject | undefined>;
  /** What the object would be after setting these fields, whoever set them before; changes nothing. */
  preview(object: PlainObject & ObjectRef): Promise<PlainObject>;
  list<T extends KubernetesObject>(query: ListQuery): Promise<T[]>;
  /** @throws ApiError with status 409 when it exists. */
  create<T extends KubernetesObject>(object: T): Promise<T>;
  /** Server-side apply as `fairlead`; creates it when absent. */
  apply<T extends KubernetesObject>(object: T): Promise<T>;
  /** Replaces it if its `resourceVersion` is still the current one. @throws ApiError with status 409 when it is not. */
  replace<T extends KubernetesObject>(object: T): Promise<T>;
  /** Sets these labels and leaves everything else. */
  label(ref: ObjectRef, labels: Readonly<Record<string, string>>): Promise<void>;
  /** Sets these annotations and leaves everything else. */
  annotate(ref: ObjectRef, annotations: Readonly<Record<string, string>>): Promise<void>;
  /**
   * Removes it, and what it owns, in the background; absent is fine.
   * @throws ApiError with status 409 when it is not, or no longer, what `only` says.
   */
  remove(ref: ObjectRef, only?: Precondition): Promise<void>;
  /** Removes it and leaves what it owns, e.g. a StatefulSet without its pods; resolves once it is gone. */
  orphan(ref: ObjectRef): Promise<void>;
  /** Last lines of one container; `previous` for the one that ended before the current. */
  log(query: LogQuery): Promise<string>;
  /** Calls back for every change until the signal fires or the server ends the stream. */
  watch(query: WatchQuery, onEvent: OnEvent, signal: AbortSignal): Promise<void>;
}

const FIELD_MANAGER = 'fairlead';
/** Owns nothing, so that a preview takes nothing away that the manager of a release had set. */
const PREVIEW_MANAGER = 'fairlead-preview';
/** Of a pod that says much on one line, the beginning tells enough. */
const LOG_BYTES = 256 * 1024;
/** The garbage collector lets go of what an orphaned object owned before the object itself is gone. */
const GONE_DEADLINE_MS = 30_000;

/** Connects to exactly the given context. @throws FairleadError `CONTEXT_MISSING` when it is not there. */
export function createKubeApi(target: KubeTarget, signal?: AbortSignal): KubeApi {
  const { config, core, options } = connectKube(target, { signal });
  const place = { server: config.getCurrentCluster()?.server ?? '', context: target.context };
  const call: Call = (description, work) => attempt(description, work, place);
  const objects = new ObjectApi(options);
  const watcher = new Watch(config);
  const mark = async (ref: ObjectRef, marks: Pick<V1ObjectMeta, 'labels' | 'annotations'>): Promise<void> => {
    const patch = { ...ref, metadata: { ...ref.metadata, ...marks } };
    await call(`mark ${label(ref)}`, () => objects.patch(patch, undefined, undefined, FIELD_MANAGER, undefined, PatchStrategy.MergePatch));
  };
  return {
    tryRead: (ref) => orAbsent(call(`read ${label(ref)}`, () => objects.read(ref))),
    tryReadPlain: (ref) => orAbsent(call(`read ${label(ref)}`, () => objects.readPlain(ref))),
    preview: (object) => call(`compare ${label(object)}`, () => objects.preview(object, PREVIEW_MANAGER)),
    list: async ({ apiVersion, kind, namespace, labels }) =>
      (await call(`list ${kind}s`, () => objects.list(apiVersion, kind, namespace, undefined, undefined, undefined, undefined, labels)))
        .items as never,
    create: (object) => call(`create ${label(object)}`, () => objects.create(object, undefined, undefined, FIELD_MANAGER)),
    apply: (object) =>
      call(`apply ${label(object)}`, () =>
        objects.patch(object, undefined, undefined, FIELD_MANAGER, true, PatchStrategy.ServerSideApply),
      ),
    replace: (object) => call(`replace ${label(object)}`, () => objects.replace(object, undefined, undefined, FIELD_MANAGER)),
    label: (ref, labels) => mark(ref, { labels: { ...labels } }),
    annotate: (ref, annotations) => mark(ref, { annotations: { ...annotations } }),
    remove: async (ref, only) => {
      // A body makes the server overlook the parameters.
      const body = only ? { propagationPolicy: 'Background', preconditions: { ...only } } : undefined;
      await orAbsent(call(`delete ${label(ref)}`, () => objects.delete(ref, undefined, undefined, undefined, undefined, 'Background', body)));
    },
    orphan: async (ref) => {
      await orAbsent(call(`delete ${label(ref)}`, () => objects.delete(ref, undefined, undefined, undefined, undefined, 'Orphan')));
      await untilGone(() => orAbsent(call(`read ${label(ref)}`, () => objects.read(ref))), label(ref));
    },
    log: ({ namespace, pod, container, previous, lines }) =>
      call(`read the log of ${pod}`, () => core.readNamespacedPodLog({ name: pod, namespace, container, previous, tailLines: lines, limitBytes: LOG_BYTES })),
    watch: (query, onEvent, stop) => watch(watcher, query, { onEvent, signal: stop, place }),
  };
}

type Call = <T>(description: string, work: () => Promise<T>) => Promise<T>;

async function attempt<T>(description: string, work: () => Promise<T>, place: ApiPlace): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new ApiError(description, cause, place);
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
    if (await read()) throw new FairleadError({ code: 'CLUSTER_REFUSED', message: `${what} is still there ${GONE_DEADLINE_MS / 1000} s after it was deleted`, next: ['something holds it up: see its `metadata.finalizers`', 'wait until it is gone, then run this again'] });
  };
  await pRetry(look, { retries: Infinity, minTimeout: 100, factor: 1, maxRetryTime: GONE_DEADLINE_MS });
}

interface Watching {
  readonly onEvent: OnEvent;
  readonly signal: AbortSignal;
  readonly place: ApiPlace;
}

function watch(watcher: Watch, query: WatchQuery, { onEvent, signal, place }: Watching): Promise<void> {
  const { path, labels } = query;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return resolve();
    let stream: AbortController | undefined;
    const stop = (): void => stream?.abort();
    signal.addEventListener('abort', stop);
    const done = (error: unknown): void => {
      // A rollout is watched again and again while the cluster is away.
      signal.removeEventListener('abort', stop);
      if (!error || signal.aborted) resolve();
      else reject(new ApiError(`watch ${path}`, error, place));
    };
    const begun = (controller: AbortController): void => {
      stream = controller;
      if (signal.aborted) stop();
    };
    void watcher.watch(path, { labelSelector: labels }, onEvent, done).then(begun, done);
  });
}

function label(object: KubernetesObject): string {
  return `${object.kind ?? 'object'} ${object.metadata?.name ?? ''}`.trim();
}
