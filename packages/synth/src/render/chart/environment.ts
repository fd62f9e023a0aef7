import type { Model, Workload } from '../../model/model';
import type { HelmValue } from './helm-yaml';

/** Environment variables of a workload's container: what its kind needs, the plain ones, and secrets by reference only. */
export function workloadEnvironment(workload: Workload, model: Model, secretName: HelmValue): HelmValue[] {
  const plain = [...workload.ownEnv, ...workload.env].map(({ name, value }) => ({ name, value: literal(value) }));
  const secret = workload.secrets.map((name) => ({
    name,
    valueFrom: { secretKeyRef: { name: secretName, key: name, ...(isRequired(name, model) ? {} : { optional: true }) } },
  }));
  return [...plain, ...secret];
}

/** Kubernetes would replace `$(NAME)` by another variable's value. @see https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/ */
const literal = (value: string): string => value.replaceAll('$(', '$$$$(');

/** What is computed from the database is always there, so a Secret without it is a fault. */
function isRequired(name: string, { secrets }: Model): boolean {
  return secrets.some((secret) => secret.name === name && (secret.required || secret.source === 'database'));
}
