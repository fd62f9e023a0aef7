import type { Check, CheckContext } from '@fairlead/deploy';
import { mustBe } from './expect';
import { newVisitor, type Visitor } from './visitor';

const SURVIVAL_MS = 180_000;
const TITLE = 'Still here';

/** Deletes one pod of a component and proves that a todo from before is still there once a new one has taken over. */
function survives(component: string, what: string): Check {
  return {
    name: `todos survive the death of ${what}`,
    needs: ['a todo can be created, listed, completed and deleted'],
    timeoutMs: SURVIVAL_MS,
    run: async (context) => {
      const visitor = newVisitor(context);
      await visitor.create(TITLE);
      const pod = await context.cluster.deletePod(component);
      const start = performance.now();
      const { answered, failed } = await askUntilWhole(context, visitor, component);
      const whole = Math.round(performance.now() - start);
      await context.until('the todo is back', () => mustSee(visitor), { timeoutMs: 60_000 });
      return `${pod} deleted, whole again after ${whole} ms; meanwhile ${answered} requests answered, ${failed} failed`;
    },
  };
}

/** Goes on using the app while the component is mended. */
async function askUntilWhole({ cluster }: CheckContext, visitor: Visitor, component: string): Promise<{ answered: number; failed: number }> {
  const counts = { answered: 0, failed: 0 };
  let whole = false;
  const mended = cluster.waitReady(component).finally(() => (whole = true));
  // Awaited below; until then its failure is nobody's.
  mended.catch(() => undefined);
  while (!whole) {
    await mustSee(visitor).then(
      () => counts.answered++,
      () => counts.failed++,
    );
    await new Promise((next) => setTimeout(next, 50));
  }
  await mended;
  return counts;
}

async function mustSee(visitor: Visitor): Promise<void> {
  mustBe('the first title', (await visitor.list()).items[0]?.title, TITLE);
}

/** What must not be lost; these take pods away, so they come last. */
export const survivalChecks: readonly Check[] = [survives('backend', 'a backend pod'), survives('postgres', 'the Postgres pod')];
