import { resolve } from 'node:path';
import { createProgress, FairleadError, ToolError } from '@fairlead/runtime';
import { allChecks } from './checks';
import { createCheckerTools } from './tools';

/** Judges the generated files by tools of others: one line per check, then how many passed and failed. */
async function main(): Promise<void> {
  const tally = { passed: 0, failed: 0 };
  for (const { title, run } of allChecks(resolve(import.meta.dirname, '../..'), createCheckerTools(createProgress()))) {
    const fault = await run().then(() => undefined, describe);
    tally[fault === undefined ? 'passed' : 'failed'] += 1;
    process.stdout.write(`${fault === undefined ? '✓' : '✗'} ${title}\n${fault ?? ''}`);
  }
  process.stdout.write(`${tally.passed} passed, ${tally.failed} failed\n`);
  process.exitCode = tally.failed === 0 ? 0 : 1;
}

function describe(error: unknown): string {
  return textsOf(error).filter(Boolean).map((text) => `${text.trimEnd().replace(/^/gm, '    ')}\n`).join('');
}

function textsOf(error: unknown): readonly string[] {
  if (error instanceof ToolError) return [error.result.stdout ?? '', error.result.stderr ?? '', error.message];
  return error instanceof FairleadError ? [error.message, ...error.details, ...error.next] : [String(error)];
}

await main();
