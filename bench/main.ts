import { resolve } from 'node:path';
import { createProgress, FairleadError, run, type Runner } from '@fairlead/runtime';
import { appCases } from './app-cases';
import type { Bench, BenchCase } from './core/bench';
import { FixtureShelf } from './core/fixtures';
import { perform, type CaseResult } from './core/perform';
import { demandQuiet, readConditions } from './machine/conditions';
import { readMachineFacts } from './machine/facts';
import { readOptions, usage } from './options';
import { cases } from './registry';
import { renderMachine } from './report/machine';
import { renderResults } from './report/table';
import { writeRecord } from './report/write-json';

const root = resolve(import.meta.dirname, '..');
const progress = createProgress();
const print = (text: string): void => void process.stdout.write(`${text}\n`);
// What a shell reports after Ctrl-C.
const INTERRUPTED = 130;
const interruption = new AbortController();

async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  const known = [...cases, ...(await appCases(root))];
  if (options.list) {
    print(known.map(({ name, title }) => `${name}: ${title}`).join('\n'));
    return 0;
  }
  const chosen = choose(known, options.names);
  const before = await readConditions();
  const isQuiet = tellLoad(before, options.anyway);
  const startedAt = new Date();
  const machine = await readMachineFacts(root, run);
  const results = await measure(chosen, options.runs);
  const conditions = { before, after: await readConditions() };
  print(`\n${renderMachine(machine, conditions)}\n\n${renderResults(results)}`);
  if (!isQuiet) print('\nThe machine was busy: these figures are no better than a guess.');
  print(`\nwritten to ${writeRecord(root, { startedAt, machine, conditions, results })}`);
  if (interruption.signal.aborted) return INTERRUPTED;
  return results.some(({ rows }) => rows.some((row) => 'failed' in row)) ? 1 : 0;
}

function choose(known: readonly BenchCase[], names: readonly string[]): readonly BenchCase[] {
  const unknown = names.filter((name) => !known.some((one) => one.name === name));
  if (unknown.length > 0) throw usage(`there is no case ${unknown.join(', ')}; there are ${known.map(({ name }) => name).join(', ')}`);
  return names.length === 0 ? known : known.filter(({ name }) => names.includes(name));
}

/** @throws FairleadError `BENCH_BUSY` unless a busy machine is fine. @returns whether it is quiet. */
function tellLoad(conditions: Awaited<ReturnType<typeof readConditions>>, anyway: boolean): boolean {
  try {
    demandQuiet(conditions);
    return true;
  } catch (error) {
    if (!anyway || !(error instanceof FairleadError)) throw error;
    progress.warn(error.message);
    return false;
  }
}

/** Measures case by case; what they needed is gone afterwards, also after Ctrl-C. */
async function measure(chosen: readonly BenchCase[], runs: number): Promise<readonly CaseResult[]> {
  const { signal } = interruption;
  const runner: Runner = (file, args, options) => run(file, args, { killAfterMs: 5_000, ...options });
  const fixtures = new FixtureShelf(() => bench);
  const bench: Bench = { root, runs, progress, run: runner, signal, fixtures };
  const results: CaseResult[] = [];
  try {
    for (const one of chosen) if (!signal.aborted) results.push(await perform(one, bench));
  } finally {
    for (const complaint of await fixtures.removeAll()) progress.warn(complaint);
  }
  return results;
}

/** The first signal ends what is under way and tidies up; the second ends the process. */
function onSignal(): void {
  if (interruption.signal.aborted) process.exit(INTERRUPTED);
  progress.warn('interrupted: leaving nothing behind takes a few seconds');
  interruption.abort();
}
// The handlers stay: where none is left, libraries that tidy up on exit would end the process.
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, onSignal);

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    if (!(error instanceof FairleadError)) throw error;
    process.stderr.write(`${[`${error.code}: ${error.message}`, ...error.details.map((line) => `  ${line}`), ...error.next.map((line) => `-> ${line}`)].join('\n')}\n`);
    process.exitCode = error.exitCode;
  },
);
