/** Never copied into an image, wherever it lies: history, dependencies, and what tends to hold credentials. */
export const HIDDEN_FILES = ['.git', 'node_modules', '.env', '.env.*', '.npmrc', '*.pem', '*.key', '*.log', 'coverage'] as const;

/** The two lists a .dockerignore is made of: what is let in, and what is kept out even there. */
export interface IgnoreRules {
  readonly allowed: readonly string[];
  readonly never: readonly string[];
}

/** Would these rules hide `path` (relative, with `/`) from the build? */
export function isIgnored(path: string, { allowed, never }: IgnoreRules): boolean {
  const segments = path.split('/').filter((segment) => segment !== '.');
  const inside = allowed.some((source) => path === source || path.startsWith(`${source}/`));
  return !inside || segments.some((segment) => never.some((pattern) => matches(segment, pattern)));
}

function matches(segment: string, pattern: string): boolean {
  const [before = '', after] = pattern.split('*');
  return after === undefined ? segment === pattern : segment.startsWith(before) && segment.endsWith(after) && segment.length >= pattern.length - 1;
}
