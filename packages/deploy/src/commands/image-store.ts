import type { Plan, WorkloadPlan } from '@fairlead/plan';
import type { ImageStore } from '../cluster/cluster';
import { tryReadBaseChoices, writeBaseChoices, type BaseChoice } from '../images/base-choice';
import { createBuilder } from '../images/builder';
import { ensureBase } from '../images/ensure-base';
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
  const before = tryReadBaseChoices(root, environment.name);
  const options = { builder: createBuilder(store), progress, signal, before };
  const choices: BaseChoice[] = [];
  for (const base of wantedBases(plan, store)) choices.push(await ensureBase(base, options));
  writeBaseChoices(root, environment.name, choices);
  const database = recordDatabase(context, choices, store);
  return { data: { cluster: cluster.name, store: store.name, bases: choices, database }, text: `Images go to: ${store.name}` };
};

/** Each base once. The nodes of a registry environment pull the database's image themselves. */
function wantedBases({ workloads, database }: Plan, store: ImageStore): WorkloadPlan['base'][] {
  const bases = [...workloads.map(({ base }) => base), ...(database.provision === 'in-cluster' && !isPushed(store) ? [database.base] : [])];
  return [...new Map(bases.map((base) => [base.reference, base])).values()];
}

const isPushed = (store: ImageStore): boolean => store.kind === 'docker' && store.deliver.how === 'push';

function recordDatabase({ plan, root, environment }: CommandContext, choices: readonly BaseChoice[], store: ImageStore): Receipt | undefined {
  if (plan.database.provision !== 'in-cluster') return undefined;
  const { reference: wanted } = plan.database.base;
  const choice = choices.find((one) => one.wanted === wanted) ?? { wanted, reference: wanted, standIn: false };
  const receipt: Receipt = {
    version: 1,
    component: DATABASE_COMPONENT,
    references: { readable: wanted, content: choice.reference },
    contentHash: choice.reference,
    ...choice.image,
    ...(choice.sizeBytes === undefined ? {} : { sizeBytes: choice.sizeBytes }),
    contextBytes: 0,
    store: store.name,
    base: { reference: wanted, ...(choice.standIn ? { standIn: choice.reference } : {}) },
    cached: true,
  };
  writeReceipt(root, environment.name, receipt);
  return receipt;
}
