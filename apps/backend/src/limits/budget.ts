import { ProblemError } from '../problem';
import type { AddHits } from './shared-store';

const DAY_MS = 24 * 3600_000;

/** What the assistant may cost in a day, in tokens: for one workspace, and for all together. 0 means no limit. */
export interface BudgetLimits {
  readonly perWorkspace: number;
  readonly overall: number;
}

export interface Budget {
  /** @throws ProblemError 429 when today's is used up. */
  mustHaveLeft(workspace: string): Promise<void>;
  spend(workspace: string, tokens: number): Promise<void>;
}

export function createBudget(addHits: AddHits, { perWorkspace, overall }: BudgetLimits): Budget {
  const purses = (workspace: string) => [
    { key: `budget:${workspace}`, most: perWorkspace, detail: 'The assistant has answered enough for you today.' },
    { key: 'budget:all', most: overall, detail: 'The assistant has answered enough for today.' },
  ];
  return {
    mustHaveLeft: async (workspace) => {
      for (const { key, most, detail } of purses(workspace).filter((purse) => purse.most > 0)) {
        const { hits, endsInMs } = await addHits(key, { hits: 0, windowMs: DAY_MS });
        if (hits >= most)
          throw new ProblemError(429, 'assistant-budget', {
            title: 'Enough for today',
            detail,
            headers: { 'retry-after': String(Math.ceil(endsInMs / 1000)) },
          });
      }
    },
    spend: async (workspace, tokens) => {
      for (const { key } of purses(workspace)) await addHits(key, { hits: tokens, windowMs: DAY_MS });
    },
  };
}
