import { FairleadError, silentProgress } from '@fairlead/runtime';
import type { Bench, BenchCase } from '../../core/bench';
import { NotMeasured } from '../../core/figure';
import { perform } from '../../core/perform';

const bench = { progress: silentProgress, signal: new AbortController().signal } as Bench;
const failing = (error: Error): BenchCase => ({ name: 'one', title: 'One', run: () => Promise.reject(error) });

it('what cannot be measured here is a row with its reason', async () => {
  const { rows } = await perform(failing(new NotMeasured('no registry answers')), bench);
  expect(rows).toEqual([{ what: 'One', why: 'no registry answers' }]);
});

it('what breaks is a row that says so, with the end of the evidence', async () => {
  const { rows } = await perform(failing(new FairleadError({ code: 'TOOL_FAILED', message: 'helm exited with 1', details: ['a', 'b', 'c', 'd'] })), bench);
  expect(rows).toEqual([{ what: 'One', why: 'helm exited with 1; b; c; d', failed: true }]);
});

it('what Ctrl-C ended did not break', async () => {
  const { rows } = await perform(failing(new Error('ended by SIGTERM')), { ...bench, signal: AbortSignal.abort() });
  expect(rows).toEqual([{ what: 'One', why: 'interrupted' }]);
});
