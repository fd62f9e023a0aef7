import { holdsCredential, isCredentialName } from '../config-credentials';
import type { Fault } from '../config-error';
import { at, entriesOf, type Entries, type Outline } from './outline';

const FOUND = 'what looks like one';
/** Nothing that a config may hold lies deeper. */
const LONGEST_PATH = 1000;

/** Credentials where everybody can read them. They are secrets, or they are leaked. */
export function credentialFaults(config: unknown, outline: Outline): Fault[] {
  const named = plainVariables(outline).flatMap(({ path, env }) => namedCredentials(path, env));
  const paths = new Set(named.map(({ path }) => path));
  const written = credentialPaths(config, '', new Set())
    .filter((path) => !paths.has(path))
    .map((path) => ({ path, message: 'expected no credential; what is secret belongs into `secrets`', found: FOUND }));
  return [...named, ...written];
}

/** Every list of plain variables: that of a workload, and what environments make of it. */
function plainVariables({ workloads, environments }: Outline): { readonly path: string; readonly env: Entries }[] {
  return [
    ...workloads.map(({ name, env }) => ({ path: `workloads.${name}.env`, env })),
    ...environments.flatMap((environment) =>
      environment.workloads.map(([name, changes]) => ({ path: `environments.${environment.name}.workloads.${name}.env`, env: entriesOf(at(changes, 'env')) })),
    ),
  ];
}

function namedCredentials(path: string, env: Entries): Fault[] {
  return env
    .filter(([variable, value]) => (typeof value === 'string' && holdsCredential(value)) || (isPlain(value) && isCredentialName(variable)))
    .map(([variable]) => ({ path: `${path}.${variable}`, message: `expected no credential; write secrets: [secret('${variable}')]`, found: FOUND }));
}

/** null is a variable to which environments give a plain value. */
const isPlain = (value: unknown): boolean => typeof value === 'string' || value === null;

/** Looks into each object once: somebody may have put one there that leads everywhere, and back. */
function credentialPaths(value: unknown, path: string, seen: Set<object>): string[] {
  if (typeof value === 'string') return holdsCredential(value) ? [path] : [];
  if (typeof value !== 'object' || value === null || seen.has(value) || path.length > LONGEST_PATH) return [];
  seen.add(value);
  return Object.entries(value).flatMap(([key, one]: [string, unknown]) => credentialPaths(one, path === '' ? key : `${path}.${key}`, seen));
}
