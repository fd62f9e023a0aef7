import type { Plan } from '@fairlead/plan';
import { FairleadError } from '@fairlead/runtime';
import { componentsOf } from '../release/receipts';

/** @throws FairleadError `WORKLOAD_UNKNOWN` for a name that the release does not have. */
export function requireWorkload(plan: Plan, name: string): string {
  const known = componentsOf(plan);
  if (known.includes(name)) return name;
  throw new FairleadError({
    code: 'WORKLOAD_UNKNOWN',
    message: `${plan.app} has no workload ${JSON.stringify(name)}`,
    next: [`use one of: ${known.join(', ')}`],
  });
}
