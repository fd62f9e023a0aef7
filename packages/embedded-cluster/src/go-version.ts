import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The highest `go` line among the modules, such as `1.26.8`. */
export function neededGo(sources: string): string {
  const versions = ['node', 'buildkit'].map((module) => {
    const text = readFileSync(join(sources, module, 'go.mod'), 'utf8');
    return /^go (\S+)$/m.exec(text)?.[1] ?? '0';
  });
  return versions.reduce((a, b) => (atLeast(a, b) ? a : b));
}

/** Compares as numbers: 1.9 is older than 1.26. */
export function atLeast(version: string, needed: string): boolean {
  const [a, b] = [version, needed].map((text) => text.split('.').map((part) => Number.parseInt(part, 10) || 0)) as [number[], number[]];
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** From `go1.26.8` or `go version go1.26.8 linux/amd64`. */
export function parseGoVersion(text: string): string | undefined {
  return /go(\d+(?:\.\d+)*)/.exec(text)?.[1];
}

// From this version on, Go fetches the toolchain that a module asks for, unless it is told not to.
const FETCHES_TOOLCHAINS = '1.21';

export function canBuild(go: { readonly version: string; readonly toolchain: string }, needed: string): boolean {
  if (atLeast(go.version, needed)) return true;
  return atLeast(go.version, FETCHES_TOOLCHAINS) && go.toolchain !== 'local';
}
