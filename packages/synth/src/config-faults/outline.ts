/**
 * What checks across values read of a config. It is made from anything: a value of the wrong shape, which the schema
 * reports, must not end the search for other faults.
 */
export interface Outline {
  readonly app: string | undefined;
  readonly version: string | undefined;
  readonly entry: unknown;
  readonly provision: unknown;
  readonly workloads: readonly WorkloadOutline[];
  readonly environments: readonly EnvironmentOutline[];
}

export interface WorkloadOutline {
  readonly name: string;
  readonly kind: unknown;
  readonly image: string | undefined;
  readonly root: string;
  readonly output: string;
  readonly entryFile: string;
  readonly port: unknown;
  readonly metricsPort: unknown;
  readonly readinessPath: unknown;
  readonly database: boolean;
  /** Path to target. */
  readonly proxy: Entries;
  readonly env: Entries;
  readonly secrets: readonly string[];
  readonly resources: unknown;
}

export interface EnvironmentOutline {
  readonly name: string;
  readonly cluster: unknown;
  readonly namespace: string | undefined;
  readonly hasStorage: boolean;
  readonly hasRegistry: boolean;
  readonly pushStandIns: unknown;
  readonly annotations: Entries;
  readonly trustsProxies: boolean;
  /** Name of a workload to what differs. */
  readonly workloads: Entries;
}

export type Entries = readonly (readonly [string, unknown])[];

export function outlineOf(config: unknown): Outline {
  return {
    app: textAt(config, 'app'),
    version: textAt(config, 'version'),
    entry: at(config, 'entry'),
    provision: at(at(config, 'database'), 'provision') ?? 'none',
    workloads: entriesOf(at(config, 'workloads')).map(([name, workload]) => workloadOutline(name, workload)),
    environments: entriesOf(at(config, 'environments')).map(([name, environment]) => environmentOutline(name, environment)),
  };
}

function workloadOutline(name: string, workload: unknown): WorkloadOutline {
  const secrets = at(workload, 'secrets');
  return {
    name,
    kind: at(workload, 'kind'),
    image: textAt(workload, 'image'),
    root: textAt(workload, 'root') ?? `apps/${name}`,
    output: textAt(workload, 'output') ?? 'dist',
    entryFile: textAt(workload, 'entryFile') ?? 'server.mjs',
    port: at(workload, 'port'),
    metricsPort: at(workload, 'metricsPort'),
    readinessPath: at(workload, 'readinessPath') ?? '/healthz',
    database: at(workload, 'database') === true,
    proxy: entriesOf(at(workload, 'proxy')),
    env: entriesOf(at(workload, 'env')),
    secrets: (Array.isArray(secrets) ? secrets : []).flatMap((one: unknown) => textAt(one, 'secret') ?? []),
    resources: at(workload, 'resources'),
  };
}

function environmentOutline(name: string, environment: unknown): EnvironmentOutline {
  return {
    name,
    cluster: at(environment, 'cluster') ?? 'auto',
    namespace: textAt(environment, 'namespace'),
    hasStorage: at(environment, 'storage') !== undefined,
    hasRegistry: at(environment, 'registry') !== undefined,
    pushStandIns: at(environment, 'pushStandIns'),
    annotations: entriesOf(at(at(environment, 'ingress'), 'annotations')),
    trustsProxies: at(at(environment, 'ingress'), 'trustedProxies') !== undefined,
    workloads: entriesOf(at(environment, 'workloads')),
  };
}

/** Own property of an object, else undefined. */
export function at(value: unknown, key: string): unknown {
  return isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

export function entriesOf(value: unknown): Entries {
  return isMap(value) ? Object.entries(value) : [];
}

/** Own property of an object that is text, else undefined. */
export function textAt(value: unknown, key: string): string | undefined {
  const found = at(value, key);
  return typeof found === 'string' ? found : undefined;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
