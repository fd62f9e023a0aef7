import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { planSchema, type Plan } from './schema';

/** Reads and checks a plan. @throws Error with every fault when the file is missing, no JSON, or of another version. */
export function loadPlan(path: string): Plan {
  return parsePlan(JSON.parse(readFileSync(path, 'utf8')), path);
}

/** Checks a plan that was read already; `origin` names it in the error. */
export function parsePlan(value: unknown, origin: string): Plan {
  const parsed = planSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Error(`${origin} is not a plan of this version of Fairlead; run \`npx projen\`\n${z.prettifyError(parsed.error)}`);
}
