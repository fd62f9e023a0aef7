import type { WorkloadPlan } from '@fairlead/plan';
import { FairleadError, inStep } from '@fairlead/runtime';
import { createBuilder } from '../images/create-builder';
import { buildWorkload } from '../images/build-workload';
import type { Receipt } from '../images/receipt';
import type { Command } from './command';
import type { CommandContext } from './context';

/** Builds the image of one workload into the store that `image-store` made ready. */
export const execute: Command = async (context, { workload: name }) => {
  const workload = findWorkload(context, name);
  const { root, environment, progress, signal } = context;
  const title = `Image ${workload.image.repository}:${workload.image.tag}`;
  const receipt = await inStep({ progress, title, note: describe }, async (step) => {
    const builder = createBuilder(await (await context.cluster()).imageStore());
    return buildWorkload(workload, { root, environment, builder, step, signal });
  });
  return { data: receipt, unchanged: receipt.cached };
};

function findWorkload({ plan }: CommandContext, name: string | undefined): WorkloadPlan {
  const found = plan.workloads.find((workload) => workload.name === name);
  if (found) return found;
  throw new FairleadError({ code: 'USAGE', message: `--workload must name a workload, not ${JSON.stringify(name ?? '')}`, next: [`use one of: ${plan.workloads.map((workload) => workload.name).join(', ')}`], exitCode: 64 });
}

function describe({ references, cached, sizeBytes, contextBytes, store }: Receipt): string {
  const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
  return [references.content, cached ? 'unchanged' : 'built', ...(sizeBytes === undefined ? [] : [megabytes(sizeBytes)]), `context ${megabytes(contextBytes)}`, `in ${store}`].join(', ');
}
