import { FairleadError, run } from '@fairlead/runtime';

/** Synthesizes and fails when git then sees a difference: a generated file was edited, or not committed. */
async function main(): Promise<void> {
  const before = await status();
  await run('npx', ['projen'], { onLine: (line) => process.stdout.write(`${line}\n`) });
  const after = await status();
  if (after === before) return;
  throw new FairleadError({ code: 'SYNTH_DIFF', message: 'a clean synth leaves a difference', details: after.split('\n'), next: ['npx projen', 'git add -A && git commit'] });
}

async function status(): Promise<string> {
  const { stdout } = await run('git', ['status', '--porcelain']);
  const { stdout: diff } = await run('git', ['diff', '--stat']);
  return stdout + diff;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof FairleadError ? [error.message, ...error.details, ...error.next].join('\n  ') : String(error)}\n`);
  process.exitCode = 1;
});
