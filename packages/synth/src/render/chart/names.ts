import type { Model } from '../../model/model';
import { block, expr, type HelmMap, type HelmValue } from './helm-yaml';

/** `.Values.<workload>.<path>`, also for names that a dot path cannot hold. */
export function valueOf(name: string, path: string): string {
  const root = /^[A-Za-z][A-Za-z0-9]*$/.test(name) ? `.Values.${name}` : `(index .Values "${name}")`;
  return `${root}.${path}`;
}

/** Template expressions for the names and labels that every object of the chart shares. */
export function chartNames(model: Model) {
  const { name } = model.chart;
  const fullname = `include "${name}.fullname" .`;
  const component = (template: string) => (of: string): HelmValue => block(`include "${name}.${template}" (dict "root" $ "component" "${of}")`);
  const object = (suffix: string): HelmValue => expr(fullname, `-${suffix}`);
  const labels = component('labels');
  return {
    /** Expression whose value every object's name begins with. */
    fullname,
    /** `<fullname>-<suffix>` as a scalar. */
    object,
    labels,
    podLabels: component('podLabels'),
    selector: component('selectorLabels'),
    image: (values: string): HelmValue => expr(`include "${name}.image" ${values} | quote`),
    pullPolicy: (values: string): HelmValue => expr(`${values}.pullPolicy`),
    metadata: (of: string, suffix: string, more: HelmMap = {}): HelmValue => ({ name: object(suffix), labels: labels(of), ...more }),
    envSecret: expr(`include "${name}.envSecret" . | quote`),
    postgresSecret: expr(`include "${name}.postgresSecret" . | quote`),
  };
}

export type ChartNames = ReturnType<typeof chartNames>;
