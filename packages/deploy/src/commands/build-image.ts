import type { WorkloadPlan } from '@fairlead/plan';
import { FairleadError } from '@fairlead/runtime';
import { createBuilder } from '../images/create-builder';
import { buildWorkload } from '../images/build-workload';
import type { Receipt } from '../images/receipt';
import type { Command } from './command';
import type { CommandContext } from './context';

/** Builds the image of one workload into the store that `image-store` made ready. */
export const execute: Command = async (context, { workload: name }) => {
  const workload = findWorkload(context, name);
  const { root, environment, progress, signal } = context;
  const step = progress.step(`Image ${workload.image.repository}:${workload.image.tag}`);
  try {
    const builder = createBuilder(await (await context.cluster()).imageStore());
    const receipt = await buildWorkload(workload, { root, environment, builder, step, signal });
    step.done(describe(receipt));
    return { data: receipt, unchanged: receipt.cached };
  } catch (error) {
    step.fail();
    throw error;
  }
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
