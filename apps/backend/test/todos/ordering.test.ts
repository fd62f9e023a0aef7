import type { Change } from '@todo-chatbot/contracts';
import fc from 'fast-check';
import { startApp, type TestApp, type Visitor } from '../support/app';

let test: TestApp;

beforeAll(async () => {
  test = await startApp({ settings: { LOG_LEVEL: 'silent' } });
}, 60_000);
afterAll(() => test.stop());

/** What a person may do; numbers pick a todo among those that are there. */
const steps = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ do: fc.constant('create' as const), n: fc.nat() }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('move' as const), n: fc.nat(), to: fc.nat() }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), n: fc.nat() }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('undo' as const), n: fc.nat() }) },
  ),
  { minLength: 1, maxLength: 25 },
);

type Step = typeof steps extends fc.Arbitrary<(infer S)[]> ? S : never;

interface World {
  readonly visitor: Visitor;
  /** Ids, in the order that a person sees. */
  order: string[];
  /** The last change, with the order before it. */
  last: { readonly undoId: string; readonly before: string[] } | undefined;
}

/** Does the step for real and on a plain list, and compares. */
async function apply(world: World, step: Step): Promise<void> {
  const { visitor, order } = world;
  const pick = (n: number): string => order[n % order.length] ?? '';
  if (step.do === 'create') {
    const { id } = await visitor.create({ title: `todo ${step.n}` });
    world.order = [...order, id];
    world.last = undefined;
  } else if (step.do === 'undo') {
    if (world.last === undefined) return;
    const { status } = await visitor.ask('POST', `/api/undo/${world.last.undoId}`);
    expect(status).toBe(200);
    world.order = world.last.before;
    world.last = undefined;
  } else if (order.length > 0) {
    const id = pick(step.n);
    const rest = order.filter((one) => one !== id);
    const at = step.do === 'move' ? step.to % (rest.length + 1) : -1;
    const answer =
      step.do === 'delete'
        ? await visitor.ask<Change>('DELETE', `/api/todos/${id}`)
        : await visitor.ask<Change>('POST', `/api/todos/${id}/move`, {
            payload: { after: rest[at - 1] ?? null, before: rest[at] ?? null },
          });
    expect(answer.status).toBe(200);
    world.last = { undoId: answer.body.undoId, before: order };
    world.order = step.do === 'delete' ? rest : rest.toSpliced(at, 0, id);
  }
  const seen = (await visitor.list('?limit=200')).items;
  expect(seen.map(({ id }) => id)).toEqual(world.order);
  expect(new Set(seen.map(({ position }) => position)).size).toBe(seen.length);
}

describe('the manual order', () => {
  it('is that of a plain list, whatever is created, moved, deleted and undone', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const world: World = { visitor: test.visitor(), order: [], last: undefined };
        for (const step of all) await apply(world, step);
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  it('holds after a hundred moves to the same place', async () => {
    const visitor = test.visitor();
    const [a, b, c] = [
      await visitor.create({ title: 'a' }),
      await visitor.create({ title: 'b' }),
      await visitor.create({ title: 'c' }),
    ];
    for (let n = 0; n < 50; n++) {
      for (const one of [b, c]) {
        const others = (await visitor.list()).items.filter(({ id }) => id !== one.id);
        await visitor.ask('POST', `/api/todos/${one.id}/move`, { payload: { after: a.id, before: others[1]?.id } });
      }
    }
    const { items } = await visitor.list();
    expect(items.map(({ title }) => title)).toEqual(['a', 'c', 'b']);
    expect(Math.max(...items.map(({ position }) => position.length))).toBeLessThan(40);
  }, 60_000);
});
