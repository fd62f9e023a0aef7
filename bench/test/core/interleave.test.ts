import { interleave } from '../../core/interleave';

it('everyone does a run before anyone does the next, and who begins alternates', async () => {
  const order: string[] = [];
  const contestant = (name: string, factor: number) => async (run: number) => {
    order.push(name);
    return run * factor;
  };
  expect(await interleave({ ours: contestant('ours', 1), theirs: contestant('theirs', 10) }, 3)).toEqual({ ours: [0, 1, 2], theirs: [0, 10, 20] });
  expect(order).toEqual(['ours', 'theirs', 'theirs', 'ours', 'ours', 'theirs']);
});
