import { createProgress, FairleadError } from '@fairlead/runtime';
import { installTestTools } from './ci/setup';
import { stages, type StageName } from './ci/stages';
import { runSteps } from './ci/steps';

/**
 * What CI does and what `npm test` and `.ci/run` do here: the same stages, by the same script.
 * Usage: node --import tsx scripts/ci.ts <stage>... [--base=<commit>]
 */
async function main(args: readonly string[]): Promise<number> {
  const names = args.filter((arg) => !arg.startsWith('--'));
  const base = args.find((arg) => arg.startsWith('--base='))?.slice('--base='.length) ?? 'HEAD~1';
  const known = stages({ base });
  const chosen = names.flatMap((name) => {
    if (!(name in known)) throw new FairleadError({ code: 'STAGE_UNKNOWN', message: `there is no stage ${name}`, next: [`choose from: ${Object.keys(known).join(', ')}`] });
    return known[name as StageName];
  });
  const progress = createProgress();
  if (chosen.some((step) => step.needsTools)) await installTestTools(progress);
  const { passed, failed } = await runSteps(chosen);
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    const text = error instanceof FairleadError ? [error.message, ...error.details, ...error.next].join('\n  ') : String(error);
    process.stderr.write(`${text}\n`);
    process.stdout.write('\n0 passed, 1 failed\n');
    process.exitCode = 1;
  },
);
