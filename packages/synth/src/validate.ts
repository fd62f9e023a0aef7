import type { z } from 'zod';
import { configSchema, type Config, type ResolvedConfig } from './config';
import { ConfigError, describeFound, type Fault } from './config-error';
import { crossFaults } from './config-faults/cross-faults';

const UNKNOWN_KEYS = 'expected only known keys';

/**
 * Checks a config as a whole and fills in its defaults.
 * @throws ConfigError with every fault: of single values, and of values that do not fit together.
 */
export function validate(config: Config): ResolvedConfig {
  const parsed = configSchema.safeParse(config);
  const faults = onePerPath([...(parsed.success ? [] : shapeFaults(config, parsed.error)), ...crossFaults(config)]);
  if (parsed.success && faults.length === 0) return parsed.data;
  throw new ConfigError(faults);
}

/** The first fault of a value is the simplest, and others follow from it; unknown keys beside it do not. */
function onePerPath(faults: readonly Fault[]): Fault[] {
  const seen = new Set<string>();
  return faults.filter(({ path, message }) => message === UNKNOWN_KEYS || (!seen.has(path) && seen.add(path)));
}

function shapeFaults(config: unknown, error: z.ZodError): Fault[] {
  return error.issues.flatMap((issue) => flatten(issue)).map((issue) => ({
    path: issue.path.map(String).join('.'),
    message: issue.code === 'unrecognized_keys' ? UNKNOWN_KEYS : expectation(issue.message),
    found: issue.code === 'unrecognized_keys' ? issue.keys.map((key) => JSON.stringify(key)).join(', ') : describeFound(valueAt(config, issue.path)),
  }));
}

// A union reports one issue that hides those of its members; the member that fits best says most.
function flatten(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const [best = []] = [...issue.errors].sort((a, b) => depth(b) - depth(a));
  if (depth(best) === 0) return [issue];
  return best.flatMap((inner) => flatten({ ...inner, path: [...issue.path, ...inner.path] }));
}

function depth(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map(({ path }) => path.length));
}

function expectation(message: string): string {
  return message.replace(/^Invalid (?:input|option): /, '').replace(/, received .*$/, '');
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined), root);
}
