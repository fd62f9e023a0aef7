import { run, type Runner, type RunOptions } from '@fairlead/runtime';

/** Pure: the arguments of each call that is made. */
export const aptArgs = {
  /** The dependency graph from the given packages on, as text; see `libraryPackages`. */
  depends: (packages: readonly string[]): string[] => [
    'depends', '--recurse', '--no-recommends', '--no-suggests', '--no-conflicts', '--no-breaks', '--no-replaces', '--no-enhances', ...packages,
  ],
  download: (packages: readonly string[]): string[] => ['download', '-q', ...packages],
  update: (): string[] => ['update', '-q'],
  fields: (file: string): string[] => ['--field', file],
  extract: (file: string, into: string): string[] => ['--vextract', file, into],
};

/** Debian's package tools, for fetching and unpacking; nothing is ever installed. */
export interface Apt {
  /** @throws ToolError when the package lists do not know one of them. */
  depends(packages: readonly string[]): Promise<string>;
  /** Fetches into `folder`; apt checks every file against Debian's signatures. */
  download(packages: readonly string[], folder: string): Promise<void>;
  /** Refreshes the machine's package lists; needs root. */
  update(): Promise<void>;
  /** The control fields of a package file. */
  fields(file: string): Promise<string>;
  /** Unpacks a package file. @returns what it brought, as absolute paths. */
  extract(file: string, into: string): Promise<string[]>;
}

// Nothing needs a clean ending here, and Nx waits no longer than five seconds.
const KILL_AFTER_MS = 2_000;

interface AptOptions {
  readonly runner?: Runner;
  readonly signal?: AbortSignal;
}

export function createApt({ runner = run, signal }: AptOptions = {}): Apt {
  const base: RunOptions = { killAfterMs: KILL_AFTER_MS, env: { LC_ALL: 'C' }, ...(signal ? { signal } : {}) };
  return {
    depends: async (packages) => (await runner('apt-cache', aptArgs.depends(packages), base)).stdout,
    download: async (packages, folder) => void (await runner('apt-get', aptArgs.download(packages), { ...base, cwd: folder })),
    update: async () => void (await runner('apt-get', aptArgs.update(), base)),
    fields: async (file) => (await runner('dpkg-deb', aptArgs.fields(file), base)).stdout,
    extract: async (file, into) => parseExtracted((await runner('dpkg-deb', aptArgs.extract(file, into), base)).stdout),
  };
}

/** Reads the listing of `dpkg-deb --vextract`: `./usr/bin/` and the like, one a line. */
function parseExtracted(listing: string): string[] {
  return listing.split('\n').flatMap((line) => /^\.(\/.+?)\/?$/.exec(line)?.[1] ?? []);
}

const DEPENDENCY = /^ [ |](?:Pre)?Depends: (\S+)$/;
// Libraries are told by name: following every dependency would end at perl, debconf and a whole system.
const LIBRARY = /^(lib|zlib|gcc-\d+-base$)/;

/**
 * The given packages and every library package that they need, from the text of `Apt.depends`.
 * @param without library packages that are left out, and with them what only they need.
 */
export function libraryPackages(graph: string, roots: readonly string[], without: readonly string[]): string[] {
  const edges = parseGraph(graph);
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    for (const next of edges.get(name) ?? []) if (LIBRARY.test(next) && !without.includes(next)) visit(next);
  };
  roots.forEach(visit);
  return [...found].sort();
}

function parseGraph(graph: string): Map<string, string[]> {
  const edges = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of graph.split('\n')) {
    const dependency = DEPENDENCY.exec(line)?.[1];
    if (dependency !== undefined) current.push(dependency);
    else if (/^[^\s<]/.test(line)) edges.set(line.trim(), (current = []));
  }
  return edges;
}
