import type { Plan, WorkloadPlan } from '@fairlead/plan';
import type { ImageStore } from '../cluster/cluster';
import { writeBaseChoices } from '../images/base-choice';
import { createBuilder } from '../images/builder';
import { ensureBase, type EnsureBaseOptions, type EnsuredBase } from '../images/ensure-base';
import { writeReceipt, type Receipt } from '../images/receipt';
import type { Command } from './command';
import type { CommandContext } from './context';

const DATABASE_COMPONENT = 'postgres';

/** Chooses where images go, makes it ready, and puts there what the app's own images stand on. */
export const execute: Command = async (context) => {
  const { plan, root, environment, progress, signal } = context;
  const cluster = await context.cluster();
  // Only where the store is the cluster's own must the cluster run to build.
  if (environment.registry === undefined) await cluster.ensure({ progress, signal });
  const store = await cluster.imageStore();
  const options = { builder: createBuilder(store), progress, signal };
  const bases: EnsuredBase[] = [];
  for (const base of wantedBases(plan)) bases.push(await ensureBase(base, options));
  writeBaseChoices(root, environment.name, bases.map(({ choice }) => choice));
  const database = await ensureDatabase(context, options, store);
  return { data: { cluster: cluster.name, store: store.name, bases: bases.map(({ choice }) => choice), database }, text: `Images go to: ${store.name}` };
};

/** Each base once. */
function wantedBases({ workloads }: Plan): WorkloadPlan['base'][] {
  return [...new Map(workloads.map(({ base }) => [base.reference, base])).values()];
}

async function ensureDatabase({ plan, root, environment }: CommandContext, options: EnsureBaseOptions, store: ImageStore): Promise<Receipt | undefined> {
  if (plan.database.provision !== 'in-cluster') return undefined;
  const { base } = plan.database;
  // A registry environment's nodes pull; a stand-in would have to be pushed for them.
  const pulled = store.kind === 'docker' && store.deliver.how === 'push';
  const { choice, image, hash } = pulled ? { choice: { wanted: base.reference, reference: base.reference, standIn: false }, image: undefined, hash: base.reference } : await ensureBase(base, options);
  const receipt: Receipt = {
    version: 1,
    component: DATABASE_COMPONENT,
    references: { readable: choice.wanted, content: choice.reference },
    contentHash: hash,
    ...image,
    ...(choice.sizeBytes === undefined ? {} : { sizeBytes: choice.sizeBytes }),
    contextBytes: 0,
    store: store.name,
    base: { reference: choice.wanted, ...(choice.standIn ? { standIn: choice.reference } : {}) },
    cached: true,
  };
  writeReceipt(root, environment.name, receipt);
  return receipt;
}
