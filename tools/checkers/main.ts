import { readdirSync } from 'node:fs';
import { createProgress, run, ToolError } from '@fairlead/runtime';
import { createKubeTools } from '../../packages/deploy/src/tools/kube-tools';
import { checker } from './install';

/** One check of the generated files by a tool of others. */
interface Check {
  readonly title: string;
  argv(): Promise<readonly [string, ...string[]]>;
}

const progress = createProgress();
const kube = createKubeTools({ progress });
const charts = readdirSync('charts').map((name) => `charts/${name}`);

/** Values with which a chart must be sound: what a plain install needs, what a deploy gives, and everything on. */
const VALUE_SETS = {
  'plain install': ['--set', 'postgres.password=p'],
  deploy: ['--set', 'secrets.existingSecret=s,postgres.existingSecret=p'],
  'everything on': ['--set', 'postgres.password=p,ingress.enabled=true,ingress.host=todo.example.com,ingress.tlsSecret=tls,imagePullSecrets[0].name=pull'],
};

const checks: readonly Check[] = [
  { title: 'hadolint: Dockerfiles', argv: async () => [await checker('hadolint', progress), ...dockerfiles()] },
  { title: 'actionlint: CI workflow', argv: async () => [await checker('actionlint', progress), '.github/workflows/ci.yml'] },
  ...charts.flatMap((chart) =>
    Object.entries(VALUE_SETS).map(([name, values]) => ({ title: `helm lint --strict: ${chart}, ${name}`, argv: async (): Promise<[string, ...string[]]> => [(await kube.find('helm')).path, 'lint', '--strict', chart, ...values] })),
  ),
];

function dockerfiles(): string[] {
  return readdirSync('apps').map((name) => `apps/${name}/Dockerfile`);
}

async function main(): Promise<void> {
  const tally = { passed: 0, failed: 0 };
  for (const { title, argv } of checks) {
    const outcome = await argv().then(([file, ...args]) => run(file, args)).catch((error: unknown) => error);
    const failed = outcome instanceof Error;
    tally[failed ? 'failed' : 'passed'] += 1;
    process.stdout.write(`${failed ? '✗' : '✓'} ${title}\n`);
    if (failed) process.stdout.write(`${outcome instanceof ToolError ? `${outcome.result.stdout ?? ''}${outcome.result.stderr ?? ''}` : outcome.message}\n`);
  }
  process.stdout.write(`${tally.passed} passed, ${tally.failed} failed\n`);
  process.exitCode = tally.failed === 0 ? 0 : 1;
}

await main();
