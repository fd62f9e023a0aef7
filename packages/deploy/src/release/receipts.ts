import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '@fairlead/plan';
import { FairleadError } from '@fairlead/runtime';
import { z } from 'zod';
import { DATABASE_COMPONENT } from './rollout/judge';

const receiptSchema = z.object({ references: z.object({ content: z.string() }) });

export interface BuiltImage {
  /** Value key of the chart, e.g. `backend` or `postgres`. */
  readonly component: string;
  /** The immutable reference that the release runs. */
  readonly reference: string;
}

/** The parts of a release that run as pods, workloads first. */
export function componentsOf(plan: Plan): readonly string[] {
  const database = plan.database.provision === 'in-cluster' ? [DATABASE_COMPONENT] : [];
  return [...plan.workloads.map(({ name }) => name), ...database];
}

/** What `build-image` wrote down for each component. */
export function readBuiltImages(plan: Plan, environmentName: string, root: string): { images: readonly BuiltImage[]; faults: readonly FairleadError[] } {
  const images: BuiltImage[] = [];
  const faults: FairleadError[] = [];
  for (const component of componentsOf(plan)) {
    const path = join('dist', 'receipts', environmentName, `${component}.json`);
    try {
      const { references } = receiptSchema.parse(JSON.parse(readFileSync(join(root, path), 'utf8')));
      images.push({ component, reference: references.content });
    } catch (cause) {
      faults.push(missing(plan, component, { path, cause }));
    }
  }
  return { images, faults };
}

function missing(plan: Plan, component: string, { path, cause }: { path: string; cause: unknown }): FairleadError {
  const project = plan.workloads.find(({ name }) => name === component)?.project;
  return new FairleadError({
    code: 'IMAGE_NOT_BUILT',
    message: `there is no image of ${component} for this environment (${path})`,
    next: [project ? `npx nx build-image ${project}` : `npx nx image-store ${plan.app}   # builds the image of the database`],
    cause,
  });
}
