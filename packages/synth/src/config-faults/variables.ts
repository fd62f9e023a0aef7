import { faultAt, type Fault } from '../config-error';
import { duplicates } from './duplicates';
import { at, entriesOf, type Entries, type Outline, type WorkloadOutline } from './outline';

/** Faults of environment variables: given twice, or by an environment alone. */
export function variableFaults({ workloads, environments }: Outline): Fault[] {
  return [
    ...workloads.flatMap(ownFaults),
    ...environments.flatMap((environment) =>
      environment.workloads.flatMap(([name, changes]) => {
        const workload = workloads.find((one) => one.name === name);
        const path = `environments.${environment.name}.workloads.${name}.env`;
        return workload === undefined ? [] : undeclaredFaults(path, entriesOf(at(changes, 'env')), workload);
      }),
    ),
  ];
}

/** Variables that are set from other fields; twice in a container, the last would win. */
const SET_BY_FIELDS: Readonly<Record<string, string>> = { PORT: 'port', METRICS_PORT: 'metricsPort', NODE_ENV: 'production, in every image' };

function ownFaults({ name, kind, env, secrets, database }: WorkloadOutline): Fault[] {
  const path = `workloads.${name}`;
  const plain = env.map(([variable]) => variable);
  const set = kind === 'web-app' ? [] : plain.filter((variable) => Object.hasOwn(SET_BY_FIELDS, variable));
  const secret = plain.filter((variable) => secrets.includes(variable));
  const given = database && secrets.includes('DATABASE_URL') ? ['DATABASE_URL'] : [];
  return [
    ...set.map((variable) => faultAt(`${path}.env.${variable}`, `expected a variable that is not set already (from ${SET_BY_FIELDS[variable]})`, variable)),
    ...secret.map((variable) => faultAt(`${path}.env.${variable}`, 'expected it once; `secrets` has it', variable)),
    ...duplicates(secrets.map((value, index) => ({ path: `${path}.secrets.${index}`, value })), 'a variable'),
    ...given.map((variable) => faultAt(`${path}.secrets`, 'expected no DATABASE_URL beside `database: true`, which gives it', variable)),
  ];
}

/** Every variable is declared in one place, so that a misspelt one is noticed, and all can be set by plain Helm, too. */
function undeclaredFaults(path: string, env: Entries, { name, env: declared, secrets }: WorkloadOutline): Fault[] {
  const names = declared.map(([variable]) => variable);
  const known = `expected a variable of workloads.${name}.env: ${names.join(', ') || 'there is none'}`;
  const expected = (variable: string): string =>
    secrets.includes(variable) ? 'expected no secret; its value is given to `deploy`' : `${known} (declare it there, as null if only environments give it a value)`;
  return env.filter(([variable]) => !names.includes(variable)).map(([variable]) => faultAt(`${path}.${variable}`, expected(variable), variable));
}
