import type { Config } from './config';
import { describeFound, type Fault } from './config-error';

type Workloads = Config['workloads'];
type Entries = readonly (readonly [string, Workloads[string]])[];

/** Names that the chart itself uses beside workloads. */
const RESERVED = new Set(['postgres', 'secrets', 'global', 'ingress', 'imagepullsecrets', 'env', 'fairlead', 'deploy', 'test', 'networkpolicy']);
/** A pod of a StatefulSet carries its name plus a hash in a label of 63 characters. */
const LONGEST_OBJECT = 52;
/** `-env-` and ten hexadecimal digits: the Secret that `deploy` writes. */
const LONGEST_OWN_SUFFIX = '-env-0123456789'.length;

/** Faults of values that are fine alone but not together. Works on a config whose shape may be wrong, too. */
export function crossFaults(config: Config): Fault[] {
  const entries: Entries = objectsIn(config.workloads);
  return [
    ...nameFaults(config, entries),
    ...clashes(entries),
    ...proxyFaults(entries),
    ...credentialFaults(entries),
    ...databaseFaults(config, entries),
    ...environmentFaults(config, entries),
    ...entryFaults(config, entries),
  ];
}

/** Entries that are objects: the shape is checked elsewhere, and must not end the search for other faults. */
function objectsIn<T extends object>(map: Readonly<Record<string, T>> | undefined): (readonly [string, T])[] {
  if (typeof map !== 'object' || map === null) return [];
  return Object.entries(map).filter(([, value]: [string, unknown]) => typeof value === 'object' && value !== null);
}

function nameFaults(config: Config, entries: Entries): Fault[] {
  const longest = Math.max(LONGEST_OWN_SUFFIX, ...entries.map(([name]) => name.length + 1));
  const room = LONGEST_OBJECT - longest;
  const tooLong = typeof config.app === 'string' && config.app.length > room
    ? [{ path: 'app', message: `expected at most ${room} characters, since the longest object name adds ${longest}`, found: `${config.app.length}` }]
    : [];
  const reserved = entries
    .filter(([name]) => RESERVED.has(name.toLowerCase()))
    .map(([name]) => ({ path: `workloads.${name}`, message: 'expected a name that the chart does not use itself', found: describeFound(name) }));
  const none = entries.length === 0 ? [{ path: 'workloads', message: 'expected at least one workload', found: 'none' }] : [];
  return [...tooLong, ...reserved, ...none];
}

function clashes(entries: Entries): Fault[] {
  const repository = (image: unknown): string => String(image).replace(/:[^:/]*$/, '');
  return [
    ...duplicates(entries.map(([name, { image }]) => ({ path: `workloads.${name}.image`, value: repository(image) })), 'an image repository'),
    ...duplicates(entries.map(([name, { root }]) => ({ path: `workloads.${name}.root`, value: root ?? `apps/${name}` })), 'a folder'),
  ];
}

function duplicates(items: readonly { path: string; value: string }[], what: string): Fault[] {
  return items.flatMap(({ path, value }, index) => {
    const first = items.findIndex((other) => other.value === value);
    return first === index ? [] : [{ path, message: `expected ${what} of its own; ${items[first]?.path} has it`, found: describeFound(value) }];
  });
}

function proxyFaults(entries: Entries): Fault[] {
  const services = entries.filter(([, { kind }]) => kind === 'node-service').map(([name]) => name);
  return entries.flatMap(([name, workload]) =>
    Object.entries(workload.kind === 'web-app' ? (workload.proxy ?? {}) : {})
      .filter(([, target]) => !services.includes(target))
      .map(([path, target]) => ({ path: `workloads.${name}.proxy.${path}`, message: `expected a service: ${services.join(', ') || 'none is configured'}`, found: describeFound(target) })),
  );
}

const SECRET_NAME = /(?:^|_)(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?|DSN)$|^DATABASE_URL$/;
const URL_WITH_PASSWORD = /[a-z][a-z0-9+.-]*:\/\/[^\s/:@]+:[^\s/@]+@/i;

function credentialFaults(entries: Entries): Fault[] {
  return entries.flatMap(([workload, { env }]) =>
    Object.entries(env ?? {})
      .filter(([name, value]) => SECRET_NAME.test(name) || URL_WITH_PASSWORD.test(String(value)))
      .map(([name]) => ({ path: `workloads.${workload}.env.${name}`, message: `expected no credential; write secrets: [secret('${name}')]`, found: 'what looks like one' })),
  );
}

function databaseFaults(config: Config, entries: Entries): Fault[] {
  const none = (config.database?.provision ?? 'none') === 'none';
  return entries
    .filter(([, workload]) => none && workload.kind === 'node-service' && workload.database === true)
    .map(([name]) => ({ path: `workloads.${name}.database`, message: 'expected `database` to be configured beside it', found: "provision 'none'" }));
}

function environmentFaults(config: Config, entries: Entries): Fault[] {
  const environments = objectsIn(config.environments);
  const known = entries.map(([name]) => name);
  const none = environments.length === 0 ? [{ path: 'environments', message: 'expected at least one environment', found: 'none' }] : [];
  const unknown = environments.flatMap(([environment, { workloads }]) =>
    Object.keys(workloads ?? {})
      .filter((name) => !known.includes(name))
      .map((name) => ({ path: `environments.${environment}.workloads.${name}`, message: `expected a workload: ${known.join(', ')}`, found: describeFound(name) })),
  );
  return [...none, ...unknown];
}

function entryFaults(config: Config, entries: Entries): Fault[] {
  const apps = entries.filter(([, { kind }]) => kind === 'web-app').map(([name]) => name);
  if (config.entry === undefined && apps.length === 1) return [];
  if (config.entry !== undefined && entries.some(([name]) => name === config.entry)) return [];
  return [{ path: 'entry', message: `expected the name of the workload that people open${apps.length > 0 ? `: ${apps.join(', ')}` : ''}`, found: describeFound(config.entry) }];
}
