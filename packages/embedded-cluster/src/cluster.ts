import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { FairleadError, inStep, run, withLock, type Progress, type Runner } from '@fairlead/runtime';
import { binariesFor, ensureBuilt, pruneBuilds } from './build/go-build';
import { askOrAgree } from './confirm';
import { neededGo } from './go-version';
import { nodeStart, nodeStatus, nodeStop, recordedBinaries } from './node-program';
import { installPackages, missingPackages } from './packages';
import { goSources, KUBERNETES_VERSION, placesFor, type Places } from './places';
import { faults, inspectMachine } from './preflight';
import { nodeImages } from './node-images';
import { sweepImages } from './sweep-images';
import type { EmbeddedCluster, EmbeddedClusterOptions, EmbeddedEndpoints, EmbeddedStatus, SweepRequest, UpOptions } from './types';

const LOCK_WAIT_MS = 30 * 60_000;

/** The Kubernetes that this package builds and runs on the machine itself. Nothing happens before a method is called. */
export function embeddedCluster(options: EmbeddedClusterOptions = {}): EmbeddedCluster {
  const places = placesFor(options.name);
  return {
    preflight: () => preflight(places, run),
    status: () => status(places, run),
    up: (upOptions) => locked(places, upOptions, (signal) => up(places, run, { ...upOptions, signal })),
    down: ({ progress }) => locked(places, { progress }, () => down(places, run, progress)),
    sweepImages: (request) => sweep(places, run, request),
    purge: ({ progress }) => purge(places, run, progress),
  };
}

function locked<T>(places: Places, { progress, signal }: UpOptions, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const what = `the embedded cluster ${places.name}`;
  return withLock(places.state, { what, waitMs: LOCK_WAIT_MS, signal, onWait: () => progress.info(`waiting for another run that uses ${what}`) }, work);
}

async function preflight(places: Places, runner: Runner): Promise<readonly FairleadError[]> {
  const built = existsSync(binariesFor(places));
  return faults(await inspectMachine(runner, { go: !built }), built ? {} : { go: neededGo(goSources()) });
}

async function status(places: Places, runner: Runner): Promise<EmbeddedStatus> {
  const binaries = tryAnyBinaries(places);
  if (binaries) return nodeStatus(runner, places, binaries);
  // Without programs nothing can run from them.
  const state = existsSync(join(places.state, 'cluster.json')) ? 'stopped' : 'absent';
  return { state, members: [], problems: [], enforcesNetworkPolicy: false, version: KUBERNETES_VERSION };
}

function tryAnyBinaries(places: Places): string | undefined {
  const present = binariesFor(places);
  return recordedBinaries(places) ?? (existsSync(present) ? present : undefined);
}

async function up(places: Places, runner: Runner, { progress, signal }: UpOptions): Promise<EmbeddedEndpoints> {
  const [first, ...others] = await preflight(places, runner);
  if (first) {
    throw new FairleadError({ code: first.code, message: first.message, details: others.map((fault) => fault.message), next: [...first.next, ...others.flatMap((fault) => fault.next)] });
  }
  const missing = missingPackages();
  if (missing.length > 0) await installPackages(missing, { run: runner, progress, signal, confirm: askOrAgree });
  const binaries = await ensureBuilt(places, { run: runner, progress, signal });
  const running = await endOlder(places, runner, { binaries, progress });
  if (running) return running;
  await start({ places, binaries }, runner, { progress, ...(signal ? { signal } : {}) });
  pruneBuilds(places, new Set([binaries, ...otherBinaries(places)]));
  const { endpoints } = await nodeStatus(runner, places, binaries);
  if (!endpoints) throw new FairleadError({ code: 'EMBEDDED_START', message: 'the embedded cluster ended right after it came up', next: [`read the logs in ${join(places.state, 'logs')}`] });
  return endpoints;
}

/** Returns the endpoints when the right programs already run well; ends those of older sources. */
async function endOlder(places: Places, runner: Runner, to: { readonly binaries: string; readonly progress: Progress }): Promise<EmbeddedEndpoints | undefined> {
  const recorded = recordedBinaries(places);
  if (!recorded) return undefined;
  const report = await nodeStatus(runner, places, recorded);
  if (recorded === to.binaries) return report.state === 'running' ? report.endpoints : undefined;
  to.progress.info('The programs were built anew; the embedded cluster is started again with them.');
  await nodeStop(runner, places, recorded);
  return undefined;
}

async function start(at: { readonly places: Places; readonly binaries: string }, runner: Runner, { progress, signal }: UpOptions): Promise<void> {
  await inStep({ progress, title: `Start Kubernetes ${KUBERNETES_VERSION}` }, async (step) => {
    const options = { signal, onReady: (what: string) => step.update(`${what} is ready`) };
    await nodeStart(runner, at, options).catch(async (error: unknown) => {
      if (signal?.aborted) throw error;
      // Members that came up in a bad order or on a damaged run mend on a clean second try; the same failure twice is real.
      step.update('starting over');
      await nodeStop(runner, at.places, at.binaries);
      await nodeStart(runner, at, options);
    });
  });
}

async function down(places: Places, runner: Runner, progress: Progress): Promise<void> {
  // Interrupted before the record was written, there is still a cable or a cgroup to remove.
  if (!existsSync(places.state)) return;
  // Nothing was ever started that a program would be needed for.
  if (!tryAnyBinaries(places) && !existsSync(join(places.state, 'run.json'))) return;
  const binaries = tryAnyBinaries(places) ?? (await ensureBuilt(places, { run: runner, progress }));
  await inStep({ progress, title: `Stop the embedded cluster ${places.name}` }, () => nodeStop(runner, places, binaries));
}

async function sweep(places: Places, runner: Runner, request: SweepRequest): Promise<readonly string[]> {
  const { members } = await status(places, runner);
  const init = members.find(({ name, alive }) => name === 'init' && alive)?.pid;
  return init === undefined ? [] : sweepImages({ ...request, images: nodeImages(runner, init), state: places.state, now: Date.now() });
}

async function purge(places: Places, runner: Runner, progress: Progress): Promise<void> {
  await locked(places, { progress }, async () => {
    await down(places, runner, progress);
    rmSync(places.state, { recursive: true, force: true });
  });
  if (clusterNames(places).length > 0) return;
  await withLock(places.binaries, { what: 'the build of the embedded cluster', waitMs: LOCK_WAIT_MS }, () => {
    rmSync(places.binaries, { recursive: true, force: true });
    return Promise.resolve();
  });
  for (const folder of [places.clusters, places.root]) removeIfEmpty(folder);
}

function clusterNames(places: Places): readonly string[] {
  if (!existsSync(places.clusters)) return [];
  return readdirSync(places.clusters).filter((entry) => !entry.endsWith('.lock'));
}

function otherBinaries(places: Places): readonly string[] {
  return clusterNames(places).flatMap((name) => recordedBinaries({ state: join(places.clusters, name) }) ?? []);
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Somebody else's lock or cluster is in it.
  }
}
