import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FairleadError, silentProgress, ToolError } from '@fairlead/runtime';
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

it('all that a tool said when it failed is kept', async () => {
  const root = mkdtempSync(join(tmpdir(), 'fairlead-bench-test-'));
  try {
    const error = new ToolError('npx', ['nx', 'deploy'], { exitCode: 1, stdout: 'the reason\n', stderr: 'Failed tasks\n' });
    const { rows } = await perform(failing(error), { ...bench, root });
    expect(rows).toEqual([{ what: 'One', why: 'npx nx exited with 1; Failed tasks; all of it: dist/bench/one-failed.log', failed: true }]);
    expect(readFileSync(join(root, 'dist/bench/one-failed.log'), 'utf8')).toContain('npx nx deploy\n\nthe reason');
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
