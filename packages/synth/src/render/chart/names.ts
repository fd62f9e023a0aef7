import type { Model } from '../../model/model';
import { block, expr, type HelmValue } from './helm-yaml';

/** `.Values.<workload>.<path>`, also for names that a dot path cannot hold. */
export function valueOf(name: string, path: string): string {
  const root = /^[A-Za-z][A-Za-z0-9]*$/.test(name) ? `.Values.${name}` : `(index .Values "${name}")`;
  return `${root}.${path}`;
}

/** Template expressions for the names and labels that every object of the chart shares. */
export function chartNames(model: Model) {
  const { name } = model.chart;
  const fullname = `include "${name}.fullname" .`;
  const labels = (component: string): HelmValue => block(`include "${name}.labels" (dict "root" . "component" "${component}")`);
  return {
    fullname,
    /** `<fullname>-<suffix>` as a scalar. */
    object: (suffix: string): HelmValue => expr(`printf "%s-${suffix}" (${fullname})`),
    labels,
    selector: (component: string): HelmValue => block(`include "${name}.selectorLabels" (dict "root" . "component" "${component}")`),
    image: (values: string): HelmValue => expr(`include "${name}.image" ${values} | quote`),
    pullPolicy: (values: string): HelmValue => expr(`${values}.pullPolicy`),
    metadata: (component: string, suffix: string, more: { readonly [key: string]: HelmValue } = {}): HelmValue => ({
      name: expr(`printf "%s-${suffix}" (${fullname})`),
      labels: labels(component),
      ...more,
    }),
    envSecret: expr(`include "${name}.envSecret" .`),
    postgresSecret: expr(`include "${name}.postgresSecret" .`),
  };
}

export type ChartNames = ReturnType<typeof chartNames>;
