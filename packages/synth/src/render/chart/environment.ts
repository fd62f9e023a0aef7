import type { Model, Setting, Workload } from '../../model/model';
import { expr, whenItem, type HelmValue } from './helm-yaml';
import { valueOf } from './names';

/** Environment variables of a workload's container: what its kind needs, the plain ones, and secrets by reference only. */
export function workloadEnvironment(workload: Workload, model: Model, secretName: HelmValue): HelmValue[] {
  const own = workload.ownEnv.map(({ name, value }) => ({ name, value }));
  const plain = workload.env.map((setting) => plainVariable(setting, workload));
  const secret = workload.secrets.map((name) => ({
    name,
    valueFrom: { secretKeyRef: { name: secretName, key: name, ...(isRequired(name, model) ? {} : { optional: true }) } },
  }));
  return [...own, ...plain, ...secret];
}

/** Kubernetes would replace `$(NAME)` by another variable's value. @see https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/ */
function plainVariable({ name, optional }: Setting, workload: Workload): HelmValue {
  const value = valueOf(workload.name, `env.${name}`);
  const variable = { name, value: expr(`${value} | replace "$(" "$$(" | quote`) };
  return optional ? whenItem(value, variable) : variable;
}

/** What is computed from the database is always there, so a Secret without it is a fault. */
function isRequired(name: string, { secrets }: Model): boolean {
  return secrets.some((secret) => secret.name === name && (secret.required || secret.source === 'database'));
}
