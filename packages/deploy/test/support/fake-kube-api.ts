import type { KubernetesObject } from '@kubernetes/client-node';
import { ApiError } from '../../src/cluster/api-error';
import type { KubeApi, ListQuery, LogQuery, ObjectRef } from '../../src/cluster/kube-api';

export interface FakeKubeApi extends KubeApi {
  readonly objects: Map<string, KubernetesObject>;
  /** Every change, e.g. `create Secret demo/key`. */
  readonly changes: string[];
  /** Puts an object there as if somebody else had, and tells those who watch. */
  put(object: KubernetesObject): void;
  take(ref: ObjectRef): void;
  readonly logs: LogQuery[];
}

interface Marks {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

interface FakeOptions {
  readonly objects?: readonly KubernetesObject[];
  /** Answers for container logs. */
  readonly log?: (query: LogQuery) => string;
}

const PLURALS: Readonly<Record<string, string>> = { deployments: 'Deployment', statefulsets: 'StatefulSet', replicasets: 'ReplicaSet', pods: 'Pod', events: 'Event' };

/** An API server in memory with the rules that matter here: names are unique, versions change, labels select. */
export function fakeKubeApi(options: FakeOptions = {}): FakeKubeApi {
  const objects = new Map<string, KubernetesObject>();
  const changes: string[] = [];
  const logs: LogQuery[] = [];
  const watchers = new Set<(type: string, object: KubernetesObject) => void>();
  let version = 0;
  const store = (object: KubernetesObject, type: string): KubernetesObject => {
    const resourceVersion = String(++version);
    const uid = object.metadata?.uid ?? objects.get(keyOf(object))?.metadata?.uid ?? `uid-${resourceVersion}`;
    const stored = structuredClone({ ...object, metadata: { ...object.metadata, uid, resourceVersion } });
    objects.set(keyOf(object), stored);
    for (const watcher of watchers) watcher(type, stored);
    return structuredClone(stored);
  };
  const mark = (ref: ObjectRef, marks: Marks): void => {
    const object = objects.get(keyOf(ref));
    if (!object) throw new ApiError('mark', { code: 404, body: '{"message":"not found"}' });
    const { labels, annotations } = object.metadata ?? {};
    store({ ...object, metadata: { ...object.metadata, labels: { ...labels, ...marks.labels }, annotations: { ...annotations, ...marks.annotations } } }, 'MODIFIED');
  };
  const changed = (verb: string, object: KubernetesObject | ObjectRef): void => void changes.push(`${verb} ${keyOf(object)}`);
  for (const object of options.objects ?? []) store(object, 'ADDED');
  return {
    objects,
    changes,
    logs,
    put: (object) => void store(object, objects.has(keyOf(object)) ? 'MODIFIED' : 'ADDED'),
    take: (ref) => {
      const object = objects.get(keyOf(ref));
      objects.delete(keyOf(ref));
      if (object) for (const watcher of watchers) watcher('DELETED', object);
    },
    tryRead: async (ref) => structuredClone(objects.get(keyOf(ref))) as never,
    tryReadPlain: async (ref) => structuredClone(objects.get(keyOf(ref))) as never,
    preview: async (object) => merge(structuredClone(objects.get(keyOf(object))), object) as never,
    list: async (query) => [...objects.values()].filter((object) => selects(query, object)).map((object) => structuredClone(object)) as never,
    create: async (object) => {
      changed('create', object);
      if (objects.has(keyOf(object))) throw conflict('create', 'it exists');
      return store(object, 'ADDED') as never;
    },
    apply: async (object) => {
      changed('apply', object);
      return store(object, objects.has(keyOf(object)) ? 'MODIFIED' : 'ADDED') as never;
    },
    replace: async (object) => {
      changed('replace', object);
      if (objects.get(keyOf(object))?.metadata?.resourceVersion !== object.metadata?.resourceVersion) throw conflict('replace', 'it was changed');
      return store(object, 'MODIFIED') as never;
    },
    label: async (ref, labels) => {
      changed('label', ref);
      mark(ref, { labels });
    },
    annotate: async (ref, annotations) => {
      changed('annotate', ref);
      mark(ref, { annotations });
    },
    remove: async (ref, only) => {
      const { uid, resourceVersion } = objects.get(keyOf(ref))?.metadata ?? {};
      if (only && (uid !== only.uid || resourceVersion !== only.resourceVersion)) throw conflict('delete', 'it is another');
      changed('remove', ref);
      objects.delete(keyOf(ref));
    },
    orphan: async (ref) => {
      changed('orphan', ref);
      objects.delete(keyOf(ref));
    },
    log: async (query) => {
      logs.push(query);
      if (!options.log) throw new Error('this test expects no log to be read');
      return options.log(query);
    },
    watch: (query, onEvent, signal) =>
      new Promise((resolve) => {
        const kind = PLURALS[query.path.split('/').at(-1) ?? ''];
        const mine = (type: string, object: KubernetesObject): void => {
          if (object.kind === kind) onEvent(type, object);
        };
        for (const object of objects.values()) mine('ADDED', object);
        watchers.add(mine);
        signal.addEventListener('abort', () => {
          watchers.delete(mine);
          resolve();
        });
      }),
  };
}

/** Maps key by key, lists of things with names by name, everything else replaced; what is empty is not stored. */
function merge(below: unknown, over: unknown): unknown {
  if (isNamedList(below) && isNamedList(over)) {
    const others = below.filter(({ name }) => !over.some((item) => item.name === name));
    return [...over.map((item) => merge(below.find(({ name }) => name === item.name), item)), ...others];
  }
  if (!isMap(below) || !isMap(over)) return over;
  return { ...below, ...Object.fromEntries(Object.entries(over).filter(([, value]) => !isEmpty(value)).map(([key, value]) => [key, merge(below[key], value)])) };
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

function isNamedList(value: unknown): value is { name: string }[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => isMap(item) && typeof item['name'] === 'string');
}

function keyOf({ kind, metadata }: KubernetesObject | ObjectRef): string {
  return `${kind} ${metadata?.namespace ? `${metadata.namespace}/` : ''}${metadata?.name}`;
}

function selects({ kind, namespace, labels = '' }: ListQuery, object: KubernetesObject): boolean {
  const wanted = labels.split(',').filter(Boolean).map((pair) => pair.split('='));
  const matches = wanted.every(([name = '', value]) => object.metadata?.labels?.[name] === value);
  return object.kind === kind && (namespace === undefined || object.metadata?.namespace === namespace) && matches;
}

function conflict(verb: string, message: string): ApiError {
  return new ApiError(verb, { code: 409, body: JSON.stringify({ message }) });
}
