import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadPlan, type Plan } from '@fairlead/plan';
import { run } from '@fairlead/runtime';
import { manifestChecks, type Check } from './manifests';
import { selfTests } from './self-tests';
import type { CheckerTools } from './tools';
import { valueSets, type ValueSet } from './value-sets';

/** Examples with every kind of workload, which the tests of synthesis compare with what it renders. */
const EXAMPLES = 'packages/synth/test/golden';

/** Everything that is generated, here and in the examples, judged by tools of others; `root` is the workspace. */
export function allChecks(root: string, tools: CheckerTools): Check[] {
  const examples = readdirSync(join(root, EXAMPLES)).map((name) => join(root, EXAMPLES, name));
  return [
    ...selfTests(tools),
    { title: 'actionlint: CI workflow', run: async () => run(await tools.actionlint(), [join(root, '.github/workflows/ci.yml')]) },
    ...[root, ...examples].flatMap((tree) => treeChecks(tree, tools)),
  ];
}

/** Dockerfiles and charts of one workspace. */
function treeChecks(root: string, tools: CheckerTools): Check[] {
  const plans = readdirSync(join(root, 'charts')).map((name) => loadPlan(join(root, 'charts', name, 'plan.json')));
  const apps = plans.map(({ app }) => app).join(', ');
  return [
    { title: `hadolint: Dockerfiles of ${apps}`, run: async () => run(await tools.hadolint(), ['--failure-threshold', 'info', ...dockerfiles(plans, root)]) },
    ...plans.map((plan) => misspeltValues(plan, { root, tools })),
    ...plans.flatMap((plan) => valueSets(plan).flatMap((set) => chartChecks(plan, set, { root, tools }))),
  ];
}

function dockerfiles(plans: readonly Plan[], root: string): string[] {
  return plans.flatMap(({ workloads }) => workloads.map(({ dockerfile }) => join(root, dockerfile)));
}

interface Place {
  readonly root: string;
  readonly tools: CheckerTools;
}

/** Lint by Helm is worth as much as the schema of the values: a key that nobody knows must not pass. */
function misspeltValues({ chart }: Plan, { root, tools }: Place): Check {
  return {
    title: `refuses: helm lint --strict: ${chart.name}, a misspelt value`,
    run: async () => {
      const { stdout, stderr } = await run(await tools.helm(), ['lint', '--strict', join(root, chart.path), '--values', '-'], { input: '{"misspelt":1}', okCodes: [1] });
      if (!`${stdout}${stderr}`.includes('misspelt')) throw new Error('it does not name the key');
    },
  };
}

function chartChecks({ app, chart }: Plan, { name, values, unscored = [] }: ValueSet, { root, tools }: Place): Check[] {
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
