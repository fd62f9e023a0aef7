import { resolve } from 'node:path';
import { HttpMethod, PatchStrategy } from '@kubernetes/client-node';
import { loadAll } from 'js-yaml';
import type { ObjectRef } from '../../src/cluster/kube-api';
import { ObjectApi, type PlainObject } from '../../src/cluster/object-api';
import { isMap } from '../../src/release/drift/as-wanted';
import { differencesOf } from '../../src/release/drift/differences';
import { findDrift } from '../../src/release/drift/find-drift';
import pRetry from 'p-retry';
import { connectKube, tryApiStatus } from '../../src/cluster/kube-client';
import { realCluster, type RealCluster } from './real-cluster';

const workspace = resolve(import.meta.dirname, '../../../..');
const golden = (name: string): string => `packages/synth/test/golden/${name}/charts/${name}`;
const ingress = { enabled: true, host: 'app.example', tlsSecret: 'tls', className: 'nginx', annotations: { a: 'b' } };
const workload = { replicaCount: 2, podAnnotations: { 'example.com/note': 'x' } };

/** Every object that a chart has, with values for all of its switches. */
const charts: readonly { readonly name: string; readonly path: string; readonly values: object }[] = [
  { name: 'todo-chatbot', path: 'charts/todo-chatbot', values: { backend: workload, frontend: workload, postgres: { password: 'a password', storage: { className: 'standard' } }, ingress, imagePullSecrets: [{ name: 'pull' }] } },
  { name: 'shop', path: golden('shop'), values: { api: workload, page: { ...workload, resources: { requests: { cpu: '0.5', memory: '1024Mi' }, limits: { cpu: '1000m', memory: '2048Mi' } } }, postgres: { password: 'a password' }, ingress } },
  { name: 'press', path: golden('press'), values: { orders: workload, secrets: { DATABASE_URL: 'postgres://a:b@c/d', PAYMENT_KEY: 'x' }, ingress } },
];

let cluster: RealCluster;
let hands: Hands;

beforeAll(async () => {
  cluster = await realCluster();
  hands = new Hands(connectKube(cluster.endpoints).options);
  for (const { name, path, values } of charts) {
    await cluster.kubectl('create', 'namespace', name);
    // Nothing has to run for its objects to be compared.
    await cluster.kubectl('create', 'quota', 'no-pods', '--hard', 'pods=0', '--namespace', name);
    await cluster.helm('install', name, resolve(workspace, path), '--namespace', name, '--set-json', ...sets(values));
  }
});
afterAll(() => cluster.purge());

const sets = (values: object): string[] => Object.entries(values).flatMap(([key, value], index) => [...(index === 0 ? [] : ['--set-json']), `${key}=${JSON.stringify(value)}`]);
const manifestOf = async (name: string): Promise<string> => (await cluster.helm('get', 'manifest', name, '--namespace', name)).stdout;

/** What people, and Helm, do to objects. */
class Hands extends ObjectApi {
  /** @returns whether the server took it. */
  async edit(ref: ObjectRef, change: () => PlainObject): Promise<boolean> {
    const put = async (): Promise<boolean> => {
      const { resourceVersion, managedFields } = (await this.readPlain(ref)).metadata ?? {};
      const changed = change();
      const status = await this.#send(HttpMethod.PUT, { ...changed, metadata: { ...changed.metadata, resourceVersion, managedFields } } as PlainObject & ObjectRef, { fieldManager: 'hands' }).then(() => 200, tryApiStatus);
      // A controller was faster: it has something to say of what was just changed.
      if (status === 409) throw new Error('conflict');
      return status === 200;
    };
    return pRetry(put, { retries: 50, minTimeout: 50, factor: 1 });
  }

  /** As Helm installs a manifest. */
  install(object: PlainObject & ObjectRef): Promise<PlainObject> {
    return this.#send(HttpMethod.PATCH, object, { fieldManager: 'helm', force: 'true' });
  }

  async #send(method: HttpMethod, object: PlainObject & ObjectRef, query: Record<string, string>): Promise<PlainObject> {
    const { apiVersion, kind, metadata } = object;
    const request = this.configuration.baseServer.makeRequestContext(await this.specUriPath({ apiVersion, kind, metadata: { name: metadata.name, namespace: metadata.namespace ?? '' } }, 'replace'), method);
    request.setHeaderParam('Content-Type', method === HttpMethod.PATCH ? PatchStrategy.ServerSideApply : 'application/json');
    for (const [name, value] of Object.entries(query)) request.setQueryParam(name, value);
    request.setBody(JSON.stringify(object));
    return this.requestPromise<PlainObject>(request, 'any');
  }
}

it.each(charts.map(({ name }) => name))('what was just installed of %s has not drifted, and the server is not even asked', async (name) => {
  const asked: string[] = [];
  const api = { ...cluster.api, preview: (object: PlainObject & ObjectRef) => (asked.push(`${object.kind} ${object.metadata.name}`), cluster.api.preview(object)) };
  await expect(findDrift(api, await manifestOf(name), name)).resolves.toEqual({ mendable: [], lasting: [] });
  expect(asked).toEqual(name === 'shop' ? ['Deployment shop-page'] : []);
});

/** One object of each kind. */
async function samplesOf(name: string, ...kinds: readonly string[]): Promise<readonly (PlainObject & ObjectRef)[]> {
  const objects = loadAll(await manifestOf(name)).filter((object) => object !== null) as (PlainObject & ObjectRef)[];
  const samples = new Map([...objects].reverse().map((object) => [object.kind, object]));
  return [...samples.values()].filter(({ kind }) => kinds.length === 0 || kinds.includes(kind));
}

interface Sampled {
  readonly name: string;
  readonly kinds?: readonly string[];
  readonly leastDrift: number;
  readonly leastOthers: number;
}

it.each<Sampled>([
  { name: 'todo-chatbot', leastDrift: 100, leastOthers: 20 },
  { name: 'press', kinds: ['CronJob'], leastDrift: 20, leastOthers: 5 },
])('of $name, drift is exactly what another install would change', async ({ name, kinds = [], leastDrift, leastOthers }) => {
  const wrong: string[] = [];
  let drifted = 0;
  let others = 0;
  for (const wanted of await samplesOf(name, ...kinds)) {
    const ref = { apiVersion: wanted.apiVersion, kind: wanted.kind, metadata: { name: wanted.metadata.name, namespace: name } };
    for (const { what, change } of changesOf(wanted)) {
      const before = await hands.readPlain(ref);
      if (!(await hands.edit(ref, () => change(structuredClone(before)) as PlainObject))) continue;
      const now = await hands.readPlain(ref);
      const { mendable, lasting } = await findDrift(cluster.api, JSON.stringify(wanted), name);
      const annotations = { ...(wanted['metadata'] as { annotations?: object }).annotations, 'meta.helm.sh/release-name': name, 'meta.helm.sh/release-namespace': name };
      const again = await hands.install({ ...wanted, metadata: { ...wanted.metadata, namespace: name, annotations } } as PlainObject & ObjectRef).catch(() => 'refused' as const);
      const expected = again === 'refused' ? 'lasting' : differencesOf(fields(now), fields(again)).length > 0 ? 'mendable' : 'none';
      const told = mendable.length > 0 ? 'mendable' : lasting.length > 0 ? 'lasting' : 'none';
      if (told !== expected) wrong.push(`${ref.kind} ${ref.metadata.name} ${what}: told ${told}, but it is ${expected} ${[...mendable, ...lasting].join('; ')}`);
      if (expected === 'mendable') drifted += 1;
      else others += 1;
      await hands.edit(ref, () => before);
    }
  }
  expect(wrong).toEqual([]);
  // Both answers were put to the test.
  expect(drifted).toBeGreaterThan(leastDrift);
  expect(others).toBeGreaterThan(leastOthers);
});

/** Without what the server and its controllers keep for themselves. */
function fields({ metadata, status: _, ...rest }: PlainObject): object {
  return { ...rest, labels: metadata?.labels, annotations: { ...metadata?.annotations, 'deployment.kubernetes.io/revision': '' } };
}

interface Change {
  readonly what: string;
  readonly change: (live: unknown) => unknown;
}

/** One change by hand for each value of a manifest: another value, none, and one more in each list and each map. */
function changesOf(value: unknown, path: readonly (string | number)[] = []): readonly Change[] {
  const at = path.join('.');
  if (['apiVersion', 'kind', 'metadata.name', 'metadata.namespace'].includes(at)) return [];
  const edit = (what: string, alter: (parent: Record<string | number, unknown>, key: string | number) => void): Change => ({
    what: `${what} ${at}`,
    change: (live) => {
      const parent = path.slice(0, -1).reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)[key], live);
      if (typeof parent === 'object' && parent !== null) alter(parent as Record<string | number, unknown>, path.at(-1) ?? '');
      return live;
    },
  });
  const remove = edit('without', (parent, key) => (Array.isArray(parent) ? parent.splice(Number(key), 1) : Reflect.deleteProperty(parent, key)));
  if (Array.isArray(value)) {
    const more = edit('one more in', (parent, key) => Array.isArray(parent[key]) && (parent[key] as unknown[]).push(other((parent[key] as unknown[])[0])));
    return [remove, more, ...value.flatMap((item, index) => changesOf(item, [...path, index]))];
  }
  if (isMap(value)) {
    const more = edit('one more in', (parent, key) => isMap(parent[key]) && Object.assign(parent[key], { added: 'by-hand' }));
    return [...(path.length > 0 ? [remove, more] : []), ...Object.entries(value).flatMap(([key, item]) => changesOf(item, [...path, key]))];
  }
  return [remove, edit('another', (parent, key) => (parent[key] = other(parent[key])))];
}

function other(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'string') return /^\d+$/.test(value) ? String(Number(value) + 1) : `${value}x`;
  if (Array.isArray(value)) return value.map(other);
  return isMap(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, other(item)])) : value;
}

it('a preview is of the version that was read', async () => {
  const [wanted] = await samplesOf('press', 'ConfigMap');
  const { metadata } = await hands.readPlain({ ...wanted!, metadata: { ...wanted!.metadata, namespace: 'press' } });
  const preview = await cluster.api.preview({ ...wanted!, metadata: { ...wanted!.metadata, namespace: 'press' }, data: { 'nginx.conf': 'other' } } as never);
  expect(preview).toMatchObject({ data: { 'nginx.conf': 'other' }, metadata: { resourceVersion: metadata?.resourceVersion } });
});
