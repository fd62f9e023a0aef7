import type { EnvironmentPlan, Plan } from '@fairlead/plan';
import { FairleadError } from '@fairlead/runtime';
import { tryReadReceipt, type Receipt } from '../images/receipt';
import { DATABASE_COMPONENT } from './rollout/judge';

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

/** Those that have pods all the time. What runs by the clock has none to wait for, and ends those it has. */
export function lastingComponentsOf(plan: Plan): readonly string[] {
  const scheduled = new Set(plan.workloads.filter(({ schedule }) => schedule !== undefined).map(({ name }) => name));
  return componentsOf(plan).filter((component) => !scheduled.has(component));
}

interface Build {
  readonly plan: Plan;
  readonly environment: EnvironmentPlan;
  readonly root: string;
}

/** What `build-image` wrote down for each component, and a fault for each that was not built. */
export function readBuiltImages({ plan, environment, root }: Build): { images: readonly BuiltImage[]; faults: readonly FairleadError[] } {
  const receipts = componentsOf(plan).map((component) => ({ component, receipt: tryReadReceipt(root, environment.name, component) }));
  return {
    images: receipts.flatMap(({ component, receipt }) => (receipt ? { component, reference: runnable(receipt, environment) } : [])),
    faults: receipts.flatMap(({ component, receipt }) => (receipt ? [] : missing(plan, environment, component))),
  };
}

/** Components whose images were put into the cluster's own store: whoever looks for them elsewhere looks in vain. */
export function storedComponents({ plan, environment, root }: Build): readonly string[] {
  if (environment.registry) return [];
  return componentsOf(plan).filter((component) => tryReadReceipt(root, environment.name, component)?.configDigest !== undefined);
}

/** Nodes that pull take the digest, which no push can move; a cluster's own store knows images by their tag only. */
function runnable({ references, indexDigest, manifestDigest }: Receipt, environment: EnvironmentPlan): string {
  const digest = environment.registry ? (indexDigest ?? manifestDigest) : undefined;
  return digest && !references.content.includes('@') ? `${references.content}@${digest}` : references.content;
}

function missing(plan: Plan, environment: EnvironmentPlan, component: string): FairleadError {
  const project = plan.workloads.find(({ name }) => name === component)?.project;
  const configuration = environment.name === plan.environments[0]?.name ? '' : ` -c ${environment.name}`;
  return new FairleadError({
    code: 'IMAGE_NOT_BUILT',
    message: `there is no image of ${component} for the environment "${environment.name}"`,
    next: [project ? `npx nx build-image ${project}${configuration}` : `npx nx image-store ${plan.app}${configuration}   # readies the image of the database`],
  });
}
