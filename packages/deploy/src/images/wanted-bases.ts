import type { EnvironmentPlan, Plan, WorkloadPlan } from '@fairlead/plan';
import type { BaseLock } from './base-lock';

/** What the images of an environment stand on, each once. The nodes of one with a registry pull the database's image themselves. */
export function wantedBases({ workloads, database }: Plan, { registry }: EnvironmentPlan): readonly WorkloadPlan['base'][] {
  const bases = [...workloads.map(({ base }) => base), ...(database.provision === 'in-cluster' && registry === undefined ? [database.base] : [])];
  return [...new Map(bases.map((base) => [base.reference, base])).values()];
}

/** May a stand-in be used in an environment? Not for what is pushed, unless its config says so. */
export const takesStandIns = ({ registry }: EnvironmentPlan): boolean => registry === undefined || registry.standIns === true;

/** Is a base one certain image, for which there is no other? */
export const isPinned = (reference: string, lock: BaseLock): boolean => lock[reference] !== undefined || reference.includes('@');
