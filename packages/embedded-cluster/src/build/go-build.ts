import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FairleadError, inStep, withLock, type Progress, type Runner, type Step } from '@fairlead/runtime';
import { goSources, type Places } from '../places';
import { recipe, type GoBuild } from './recipe';
import { sourceHash } from './source-hash';

const LOCK_WAIT_MS = 30 * 60_000;
// At a terminal a line is redrawn; in a log each update is a line of its own.
const REDRAW_MS = 200;
const LOG_LINE_MS = 15_000;
const PARTIAL = '.partial-';

export interface BuildOptions {
  readonly run: Runner;
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
}

/** Where the programs of the present sources are, or will be. */
export function binariesFor(places: Places): string {
  return join(places.binaries, sourceHash(goSources()));
}

/** Builds the programs unless they are there. Safe to run twice at once: the second waits and finds them. */
export async function ensureBuilt(places: Places, options: BuildOptions): Promise<string> {
  const target = binariesFor(places);
  if (existsSync(target)) return target;
  const lock = { what: 'the build of the embedded cluster', waitMs: LOCK_WAIT_MS, signal: options.signal, onWait: () => options.progress.info('waiting for another run that builds the embedded cluster') };
  await withLock(places.binaries, lock, async (signal) => {
    if (!existsSync(target)) await buildInto(places, target, { ...options, signal });
  });
  return target;
}

async function buildInto(places: Places, target: string, options: BuildOptions): Promise<void> {
  mkdirSync(places.binaries, { recursive: true, mode: 0o700 });
  removePartial(places.binaries);
  const partial = mkdtempSync(join(places.binaries, PARTIAL));
  try {
    for (const build of recipe(goSources(), partial)) await compile(build, options);
    // A folder under its final name is complete, whenever and however this run ends.
    renameSync(partial, target);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

function removePartial(folder: string): void {
  for (const entry of readdirSync(folder)) {
    if (entry.startsWith(PARTIAL)) rmSync(join(folder, entry), { recursive: true, force: true });
  }
}

async function compile(build: GoBuild, { run, progress, signal }: BuildOptions): Promise<void> {
  await inStep({ progress, title: `Build ${build.title} from source (once; minutes on a first run)` }, async (step) => {
    const env = { CGO_ENABLED: '0', GOFLAGS: '' };
    const base = { cwd: build.folder, env, killAfterMs: 2_000, ...(signal ? { signal } : {}) };
    step.update('fetching modules');
    const list = await run('go', ['list', '-deps', ...build.packages], base);
    const report = reporter(step, list.stdout.trim().split('\n').length);
    await run('go', build.args, { ...base, onLine: report });
  }).catch((error: unknown) => {
    throw explain(error, build, signal);
  });
}

/** `go build -v` names each package when it is compiled; what the cache has is not named. */
function reporter(step: Step, total: number): (line: string) => void {
  let compiled = 0;
  let shownAt = Date.now();
  return (line) => {
    if (!/\s/.test(line)) compiled += 1;
    if (Date.now() - shownAt < (process.stderr.isTTY ? REDRAW_MS : LOG_LINE_MS)) return;
    shownAt = Date.now();
    step.update(`${compiled} of at most ${total} packages compiled`);
  };
}

function explain(error: unknown, build: GoBuild, signal?: AbortSignal): unknown {
  if (signal?.aborted || !(error instanceof FairleadError)) return error;
  return new FairleadError({
    code: 'EMBEDDED_BUILD',
    message: `${build.title} could not be built: ${error.message}`,
    details: error.details,
    next: ['go env GOPROXY GOTOOLCHAIN', `cd ${build.folder} && go ${build.args.slice(0, 1).join(' ')} ${build.packages.join(' ')}`],
    cause: error,
  });
}

// Another checkout of this repository, at other sources, may be about to start from a build of its own.
const KEEP_MS = 60 * 60_000;

/** Removes builds of older sources that no cluster runs from. */
export function pruneBuilds(places: Places, inUse: ReadonlySet<string>): void {
  if (!existsSync(places.binaries)) return;
  for (const entry of readdirSync(places.binaries)) {
    const path = join(places.binaries, entry);
    const isOld = Date.now() - statSync(path).mtimeMs > KEEP_MS;
    if (isOld && !inUse.has(path) && !entry.startsWith(PARTIAL)) rmSync(path, { recursive: true, force: true });
  }
}
