import type { EnvironmentPlan, Plan } from '@fairlead/plan';

/** One release in one namespace, with the names of everything that Fairlead keeps beside it. */
export interface Release {
  readonly name: string;
  readonly namespace: string;
  readonly chartName: string;
  /** As the chart computes it: the prefix of its objects. */
  readonly fullname: string;
  /** Matches the pods and objects of the chart. */
  readonly selector: string;
  /** Secret with the generated password of the in-cluster database. */
  readonly databaseSecret: string;
  /** Secret with what Fairlead remembers between runs: the key that names the environment Secrets. */
  readonly stateSecret: string;
  /** Lease that one deploy at a time holds. */
  readonly lease: string;
  /** What a person types for a verb on this release, e.g. `npx nx deploy todo-chatbot -c production`. */
  command(verb: string, ...flags: readonly string[]): string;
}

export function createRelease(plan: Plan, environment: EnvironmentPlan): Release {
  const { release: name, namespace } = environment;
  const chartName = plan.chart.name;
  // As `_helpers.tpl` does; synthesis refuses names that are too long for it.
  const fullname = name.includes(chartName) ? name : `${name}-${chartName}`;
  return {
    name,
    namespace,
    chartName,
    fullname,
    selector: `app.kubernetes.io/name=${chartName},app.kubernetes.io/instance=${name}`,
    databaseSecret: `${fullname}-postgres`,
    stateSecret: `${fullname}-fairlead`,
    lease: `${fullname}-deploy`,
    command: (verb, ...flags) => nxCommand({ plan, environment }, verb, flags),
  };
}

/** The Nx call of a verb; the first environment of a plan is the one that needs no `-c`. */
export function nxCommand(of: { readonly plan: Plan; readonly environment: EnvironmentPlan }, verb: string, flags: readonly string[] = []): string {
  const configuration = of.environment.name === of.plan.environments[0]?.name ? [] : ['-c', of.environment.name];
  return ['npx nx', verb, of.plan.app, ...configuration, ...flags].join(' ');
}

/** Labels of what Fairlead writes itself, apart from the chart: never the chart's `name`, or its selectors would match. */
export function ownLabels(release: Release, kind: string): Record<string, string> {
  return {
    'app.kubernetes.io/managed-by': 'fairlead',
    'app.kubernetes.io/instance': release.name,
    'fairlead.dev/kind': kind,
  };
}
