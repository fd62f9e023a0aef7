import type { Plan } from '@fairlead/plan';

/** Values with which a chart must be sound. */
export interface ValueSet {
  readonly name: string;
  readonly values: object;
  /** Tests of kube-score that these values are meant to fail. */
  readonly unscored?: readonly string[];
}

/** What a plain install needs, what a deploy gives to each environment, everything on, and as little as possible. */
export function valueSets(plan: Plan): ValueSet[] {
  const { database, secrets, workloads, environments } = plan;
  const inCluster = database.provision === 'in-cluster';
  const given = Object.fromEntries(secrets.filter(({ source }) => source === 'user').map(({ name }) => [name, 'given']));
  const plain = { secrets: given, ...(inCluster ? { postgres: { password: 'given' } } : {}) };
  const named = { secrets: { existingSecret: 'made-elsewhere' }, ...(inCluster ? { postgres: { existingSecret: 'made-elsewhere' } } : {}) };
  const replicas = (replicaCount: number): object => Object.fromEntries(workloads.filter(({ schedule }) => schedule === undefined).map(({ name }) => [name, { replicaCount }]));
  return [
    { name: 'a plain install', values: plain },
    ...environments.map(({ name, values }) => ({ name: `environment ${name}`, values: merged(values, named) })),
    {
      name: 'everything on',
      values: {
        ...merged(plain, replicas(3)),
        ingress: { enabled: true, host: 'app.example.com', tlsSecret: 'tls', className: 'nginx', annotations: { note: 'yes' } },
        imagePullSecrets: [{ name: 'registry' }],
      },
    },
    { name: 'one pod each, no policies', values: { ...merged(plain, replicas(1)), networkPolicy: { enabled: false } }, unscored: ['pod-networkpolicy'] },
  ];
}

/** Lays one tree of values over another, as Helm does. */
function merged(base: object, changes: object): object {
  const entries = Object.entries(changes).map(([key, change]: [string, unknown]) => {
    const before: unknown = Reflect.get(base, key);
    return [key, isTree(before) && isTree(change) ? merged(before, change) : change];
  });
  return { ...base, ...Object.fromEntries(entries) };
}

const isTree = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
