import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FairleadError, inStep, run, ToolError } from '@fairlead/runtime';
import { chartPath } from '../release/deploy-inputs';
import { withoutTimes } from '../release/reproducible-archive';
import { helmArgs } from '../tools/helm';
import { createKubeTools } from '../tools/kube-tools';
import type { Command } from './command';
import type { CommandContext } from './context';

/**
 * Lints the chart as strictly as Helm can and packages it; the same files give the same bytes.
 * @throws FairleadError `CHART_INVALID` with what Helm found.
 */
export const execute: Command = async (context) => {
  const { plan, root, progress } = context;
  const title = `Package the chart ${plan.chart.name} ${plan.chart.version}`;
  const file = await inStep({ progress, title, note: (path: string) => path.slice(root.length + 1) }, async () => {
    const { path: helm } = await createKubeTools(context).find('helm');
    await lint(context, helm);
    return packageChart(context, helm);
  });
  return { data: { file } };
};

async function lint({ plan, root, signal }: CommandContext, helm: string): Promise<void> {
  try {
    // Templates ask for passwords that only a deploy has; names of Secrets stand in for them.
    const input = JSON.stringify({ secrets: { existingSecret: 'lint' }, ...(plan.database.provision === 'in-cluster' ? { postgres: { existingSecret: 'lint' } } : {}) });
    await run(helm, helmArgs.lint(plan.chart.path), { cwd: root, signal, input });
  } catch (error) {
    if (!(error instanceof ToolError) || error.code !== 'TOOL_FAILED') throw error;
    throw new FairleadError({
      code: 'CHART_INVALID',
      message: `the chart ${plan.chart.path} does not pass \`helm lint --strict\``,
      details: `${error.result.stdout ?? ''}\n${error.result.stderr ?? ''}`.split('\n').filter((line) => /\[(ERROR|WARNING|INFO)\]|Error:/.test(line)),
      next: ['npx projen   # writes the chart anew, if it was edited by hand'],
      cause: error,
    });
  }
}

async function packageChart({ plan, root, signal }: CommandContext, helm: string): Promise<string> {
  const file = chartPath(plan, root);
  await mkdir(dirname(file), { recursive: true });
  // On the same file system, so that the finished archive can be moved into place at once.
  const staging = await mkdtemp(join(dirname(file), '.staging-'));
  try {
    await run(helm, helmArgs.package(join(root, plan.chart.path), staging), { signal });
    const built = join(staging, `${plan.chart.name}-${plan.chart.version}.tgz`);
    await writeFile(built, withoutTimes(await readFile(built)));
    await rename(built, file);
    return file;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}
