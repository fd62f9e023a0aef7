import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadPlan, type Plan } from '@fairlead/plan';
import { run } from '@fairlead/runtime';
import { manifestChecks, type Check } from './manifests';
import { selfTests } from './self-tests';
import type { CheckerTools } from './tools';
import { valueSets, type ValueSet } from './value-sets';

/** Everything that is generated, judged by tools of others; `root` is the workspace. */
export function allChecks(root: string, tools: CheckerTools): Check[] {
  const plans = readdirSync(join(root, 'charts')).map((name) => loadPlan(join(root, 'charts', name, 'plan.json')));
  return [
    ...selfTests(tools),
    { title: 'hadolint: Dockerfiles', run: async () => run(await tools.hadolint(), ['--failure-threshold', 'info', ...dockerfiles(plans, root)]) },
    { title: 'actionlint: CI workflow', run: async () => run(await tools.actionlint(), [join(root, '.github/workflows/ci.yml')]) },
    ...plans.flatMap((plan) => valueSets(plan).flatMap((set) => chartChecks(plan, set, { root, tools }))),
  ];
}

function dockerfiles(plans: readonly Plan[], root: string): string[] {
  return plans.flatMap(({ workloads }) => workloads.map(({ dockerfile }) => join(root, dockerfile)));
}

function chartChecks({ app, chart }: Plan, { name, values, unscored = [] }: ValueSet, { root, tools }: { readonly root: string; readonly tools: CheckerTools }): Check[] {
  const folder = join(root, chart.path);
  const what = `${chart.name}, ${name}`;
  const input = JSON.stringify(values);
  const rendered = once(async () => (await run(await tools.helm(), ['template', app, folder, '--namespace', app, '--values', '-'], { input })).stdout);
  return [
    { title: `helm lint --strict: ${what}`, run: async () => run(await tools.helm(), ['lint', '--strict', folder, '--values', '-'], { input }) },
    ...manifestChecks({ name: what, yaml: rendered, unscored }, tools),
  ];
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
