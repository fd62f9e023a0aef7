import type { Check, CheckContext } from '@fairlead/deploy';
import { mustBe } from './expect';
import { newVisitor, type Visitor } from './visitor';

const SURVIVAL_MS = 180_000;

/** Deletes one pod of a component and proves that a todo from before is still there afterwards. */
function survives(component: string, what: string): Check {
  return {
    name: `todos survive the death of ${what}`,
    needs: ['a todo can be created, listed, completed and deleted'],
    timeoutMs: SURVIVAL_MS,
    run: async (context) => {
      const visitor = newVisitor(context);
      await visitor.create('Still here');
      const pod = await context.cluster.deletePod(component);
      const start = performance.now();
      const answered = await firstAnswer(context, visitor);
      await context.cluster.waitReady(component);
      mustBe('the title afterwards', (await visitor.list()).items[0]?.title, 'Still here');
      return `${pod} deleted; first answer after ${Math.round(answered - start)} ms, whole again after ${Math.round(performance.now() - start)} ms`;
    },
  };
}

async function firstAnswer({ until }: CheckContext, visitor: Visitor): Promise<number> {
  await until('the list of todos comes back', async () => mustBe('the title', (await visitor.list()).items[0]?.title, 'Still here'), { timeoutMs: 90_000 });
  return performance.now();
}

/** What must not be lost; these take pods away, so they come last. */
export const survivalChecks: readonly Check[] = [survives('backend', 'a backend pod'), survives('postgres', 'the Postgres pod')];
