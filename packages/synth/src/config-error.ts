import { holdsCredential } from './config-credentials';

/** One thing that is wrong with a config. */
export interface Fault {
  /** Where, e.g. `workloads.backend.port`. */
  readonly path: string;
  /** What was expected there, beginning with "expected". */
  readonly message: string;
  /** What was found there, for people. */
  readonly found: string;
}

/** A fault of the value that was found there. */
export const faultAt = (path: string, message: string, found: unknown): Fault => ({ path, message, found: describeFound(found) });

/** Every fault of a config at once. Thrown before anything is written. */
export class ConfigError extends Error {
  readonly code = 'CONFIG_INVALID';

  constructor(readonly faults: readonly Fault[]) {
    const lines = faults.map(({ path, message, found }) => `  ${printable(path) || '(config)'}: ${message}, found ${printable(found)}`);
    super(`the config has ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}; nothing was written\n${lines.join('\n')}`);
    this.name = 'ConfigError';
  }
}

const LONGEST_FOUND = 60;
const LONGEST_PATH = 200;

/** On one line, without what a terminal would obey, and not longer than a person reads: names are whatever somebody wrote. */
function printable(text: string): string {
  const escaped = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
  return escaped.length > LONGEST_PATH ? `${escaped.slice(0, LONGEST_PATH)}...` : escaped;
}

/** Shows a value in a fault, on one line and not in full. What looks like a credential is not repeated. */
export function describeFound(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'object' && value !== null) return describeObject(value);
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'string' && holdsCredential(value)) return 'what looks like a credential';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > LONGEST_FOUND ? `${text.slice(0, LONGEST_FOUND)}...` : text;
}

function describeObject(value: object): string {
  if (Array.isArray(value)) return 'a list';
  return Object.hasOwn(value, 'secret') ? 'a secret' : 'an object';
}
