import type { Progress } from '@fairlead/runtime';
import { tryReadBaseChoices, writeBaseChoices, type BaseChoice } from '../images/base-choice';
import { pinned, readBaseLock } from '../images/base-lock';
import type { ImageBuilder } from '../images/builder';
import { createBuilder } from '../images/create-builder';
import { ensureBases } from '../images/ensure-base';
import { writeReceipt, type Receipt } from '../images/receipt';
import { takesStandIns, wantedBases } from '../images/wanted-bases';
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
  const builder = createBuilder(store);
  const choices = await ensureBases(wantedBases(plan, environment), { builder, progress, signal, standIns: takesStandIns(environment), lock: readBaseLock(root), before: tryReadBaseChoices(root, environment.name) });
  writeBaseChoices(root, environment.name, choices);
  if (environment.registry) warnOfStandIns(choices, progress);
  const database = await readyDatabase(context, choices, builder);
  return { data: { cluster: cluster.name, store: store.name, bases: choices, database }, text: `Images go to: ${store.name}` };
};

/** Said in each run: nobody but this machine updates what others will run. */
function warnOfStandIns(choices: readonly BaseChoice[], progress: Progress): void {
  const replaced = choices.filter(({ standIn }) => standIn).map(({ wanted }) => wanted);
  if (replaced.length > 0) progress.warn(`what is pushed stands on stand-ins for ${replaced.join(' and ')}, from this machine's Debian packages (\`pushStandIns\` in .projenrc.ts)`);
}

async function readyDatabase({ plan, root, environment, progress, signal }: CommandContext, choices: readonly BaseChoice[], builder: ImageBuilder): Promise<Receipt | undefined> {
  if (plan.database.provision !== 'in-cluster') return undefined;
  const { reference: wanted } = plan.database.base;
  const { reference, standIn, sizeBytes, image } = choices.find((choice) => choice.wanted === wanted) ?? { reference: pinned(wanted, readBaseLock(root)), standIn: false };
  if (image) await builder.deliver({ references: [reference], image, step: { update: (text) => progress.info(text) }, signal });
  const receipt: Receipt = {
    version: 1,
    component: DATABASE_COMPONENT,
    // A stand-in goes by its own name only.
    references: { readable: reference, content: reference },
    contentHash: reference,
    ...image,
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
    contextBytes: 0,
    store: builder.name,
    base: { reference: wanted, ...(standIn ? { standIn: reference } : {}) },
    cached: true,
  };
  writeReceipt(root, environment.name, receipt);
  return receipt;
}
