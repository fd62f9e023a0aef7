import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cluster } from '../../src/cluster/cluster';
import { selectCluster } from '../../src/cluster/select';
import { createContext } from '../../src/commands/context';
import { execute } from '../../src/commands/image-store';
import { createRedaction } from '../../src/release/redaction';
import { nodeRecipe } from '../../src/images/bases/node';
import { recipeHash } from '../../src/images/bases/recipe';
import { writeBaseLock } from '../../src/images/base-lock';
import { digest } from '../images/fake-runner';
import { startScriptedRegistry, type ScriptedRegistry } from '../support/daemons/scripted-registry';
import { makeEnvironment, makePlan } from '../support/plans';
import { recordingProgress } from '../support/recording-progress';
import { replay } from '../support/replay';

let root: string;
let registry: ScriptedRegistry;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'store-'));
  registry = await startScriptedRegistry([]);
});
afterEach(async () => {
  rmSync(root, { recursive: true });
  await registry.stop();
});

const neverTouched = (what: string) => (): Promise<never> => Promise.reject(new Error(`a run for a registry must not ${what}`));

/** The real choice of a store, for a cluster that may not be touched. */
async function inRegistryEnvironment(choose: (cluster: Cluster) => Cluster, changes: { readonly address?: string; readonly standIns?: boolean } = {}) {
  const { address = registry.address, ...more } = changes;
  const base = { arg: 'BASE', reference: `${address}/base:1`, standIn: 'node' } as const;
  const environment = makeEnvironment({ name: 'production', cluster: { kind: 'context', context: 'prod' }, registry: { prefix: 'r.example/team', ...more } });
  const plan = makePlan();
  const context = createContext({
    plan: { ...plan, workloads: plan.workloads.map((workload) => ({ ...workload, base })), environments: [makeEnvironment(), environment] },
    environmentName: 'production',
    given: new Map(),
    root,
    progress: recordingProgress(),
    signal: new AbortController().signal,
    json: false,
    redaction: createRedaction(),
    selectCluster: async (chosen) => choose(await selectCluster(chosen, { runner: replay({}).run })),
  });
  return { result: await execute(context, {}), base: base.reference };
}

it('a run for a registry neither starts nor asks a cluster, and no Docker', async () => {
  const { result } = await inRegistryEnvironment((cluster) => ({ ...cluster, ensure: neverTouched('start a cluster'), kubeTarget: neverTouched('connect'), preflight: neverTouched('ask a cluster') }));
  expect(result.text).toBe('Images go to: registry r.example/team');
});

it('what its images are built upon is written down, pinned where the lock says so', async () => {
  writeBaseLock(root, { [`${registry.address}/base:1`]: digest('a'), 'postgres:15': digest('b') });
  const { base } = await inRegistryEnvironment((cluster) => cluster);
  const read = (name: string): unknown => JSON.parse(readFileSync(join(root, 'dist/receipts/production', name), 'utf8'));
  expect(read('bases.json')).toEqual([{ wanted: base, reference: `${base}@${digest('a')}`, standIn: false }]);
  // Nodes pull the database's image themselves, so that its digest is all there is.
  expect(read('postgres.json')).toMatchObject({ references: { content: `postgres:15@${digest('b')}` } });
});

describe('a base whose registry does not answer', () => {
  const nowhere = 'localhost:1';
  let home: string;
  const before = { FAIRLEAD_HOME: process.env['FAIRLEAD_HOME'], DOCKER_HOST: process.env['DOCKER_HOST'] };
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'home-'));
    const folder = join(home, 'bases', `node-${recipeHash(nodeRecipe())}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'parts.json'), JSON.stringify({ hash: 'abc', bytes: 100, parts: [] }));
    Object.assign(process.env, { FAIRLEAD_HOME: home, DOCKER_HOST: `unix://${home}/nobody.sock` });
  });
  afterEach(() => {
    rmSync(home, { recursive: true });
    for (const [name, value] of Object.entries(before)) if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  });

  it('ends a run for a registry, unless the config says otherwise', async () => {
    await expect(inRegistryEnvironment((cluster) => cluster, { address: nowhere })).rejects.toMatchObject({ code: 'BASE_IMAGE_UNAVAILABLE', next: expect.arrayContaining([expect.stringContaining('pushStandIns')]) });
    // It goes on to build one, for which there is no Docker here.
    await expect(inRegistryEnvironment((cluster) => cluster, { address: nowhere, standIns: true })).rejects.toMatchObject({ code: 'DOCKER_UNREACHABLE' });
  });
});
