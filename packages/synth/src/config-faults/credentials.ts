import { holdsCredential, isCredentialName } from '../config-credentials';
import type { Fault } from '../config-error';
import { at, entriesOf, type Entries, type Outline } from './outline';

const FOUND = 'what looks like one';
const DEEPEST = 12;

/** Credentials where everybody can read them. They are secrets, or they are leaked. */
export function credentialFaults(config: unknown, { workloads, environments }: Outline): Fault[] {
  const named = [
    ...workloads.flatMap(({ name, env }) => namedCredentials(`workloads.${name}.env`, env)),
    ...environments.flatMap((environment) => environment.workloads.flatMap(([name, changes]) => namedCredentials(`environments.${environment.name}.workloads.${name}.env`, entriesOf(at(changes, 'env'))))),
  ];
  const paths = new Set(named.map(({ path }) => path));
  const written = credentialPaths(config, '', DEEPEST)
    .filter((path) => !paths.has(path))
    .map((path) => ({ path, message: 'expected no credential; what is secret belongs into `secrets`', found: FOUND }));
  return [...named, ...written];
}

function namedCredentials(path: string, env: Entries): Fault[] {
  return env
    .filter(([variable, value]) => (typeof value === 'string' && holdsCredential(value)) || (isPlain(value) && isCredentialName(variable)))
    .map(([variable]) => ({ path: `${path}.${variable}`, message: `expected no credential; write secrets: [secret('${variable}')]`, found: FOUND }));
}

/** null is a variable to which environments give a plain value. */
const isPlain = (value: unknown): boolean => typeof value === 'string' || value === null;

function credentialPaths(value: unknown, path: string, depth: number): string[] {
  if (typeof value === 'string') return holdsCredential(value) ? [path] : [];
  if (typeof value !== 'object' || value === null || depth === 0) return [];
  return Object.entries(value).flatMap(([key, one]: [string, unknown]) => credentialPaths(one, path === '' ? key : `${path}.${key}`, depth - 1));
}
