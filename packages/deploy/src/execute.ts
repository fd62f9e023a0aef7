import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadPlan, type Plan } from '@fairlead/plan';
import { createProgress, FairleadError, silentProgress } from '@fairlead/runtime';
import type { CommandOptions, CommandResult } from './commands/command';
import { createContext, type CommandContext } from './commands/context';
import type { Redaction } from './release/redaction';
import { takeSecrets } from './release/secret-source';
import type { Verb } from './verbs';
import { withPhase } from './verify/timeline';

/** Flags of one run, before the plan is read. */
export interface RunFlags {
  readonly plan?: string;
  readonly environment?: string;
  readonly json?: boolean;
  readonly [flag: string]: unknown;
}

interface Run {
  readonly verb: Verb;
  readonly flags: RunFlags;
  readonly redaction: Redaction;
  readonly signal: AbortSignal;
}

/** Loads plan and verb, runs it, prints its result. @returns the exit code. */
export async function execute({ verb, flags, redaction, signal }: Run): Promise<number> {
  const root = process.cwd();
  const json = flags.json === true;
  const plan = readPlan(root, flags.plan);
  const given = takeSecrets(plan);
  redaction.hide(given.values());
  const context = createContext({
    plan,
    given,
    environmentName: flags.environment,
    root,
    progress: json ? silentProgress : createProgress({ redact: redaction.text }),
    signal,
    json,
    redaction,
    selectCluster: async (environment) => (await import('./cluster/select')).selectCluster(environment),
  });
  hideWritten(context);
  const { execute: command } = await verb.load();
  const run = (): Promise<CommandResult> => command(context, commandOptions(flags));
  const phase = { root, environment: context.environment.name, name: [verb.name, flags['workload']].filter(Boolean).join(' ') };
  const result = verb.phase ? await withPhase(phase, run, ({ unchanged }) => unchanged === true) : await run();
  const output = json ? redaction.json(result.data) : redaction.text(result.text ?? '');
  if (output) process.stdout.write(`${output}\n`);
  return result.exitCode ?? 0;
}

/** Every verb hides what is written down, whether it needs it or not; only one that needs it fails if it cannot be read. */
function hideWritten({ redaction, secrets }: CommandContext): void {
  try {
    redaction.hide(secrets().values.values());
  } catch (error) {
    if (!(error instanceof FairleadError)) throw error;
  }
}

function commandOptions(flags: RunFlags & CommandOptions): CommandOptions {
  return { ...flags, ...numeric(flags, 'lines'), ...numeric(flags, 'revision'), ...numeric(flags, 'port', MAX_PORT) };
}

const MAX_PORT = 65_535;

function numeric(flags: RunFlags, name: string, max = Number.MAX_SAFE_INTEGER): Record<string, number> {
  const value = flags[name];
  if (value === undefined) return {};
  const number = Number(value);
  if (Number.isInteger(number) && number >= 0 && number <= max) return { [name]: number };
  throw new FairleadError({ code: 'USAGE', message: `--${name} takes a whole number${max === MAX_PORT ? ` up to ${max}` : ''}, not ${JSON.stringify(value)}`, exitCode: 64 });
}

function readPlan(root: string, given: string | undefined): Plan {
  const path = given === undefined ? onlyPlan(root) : resolve(root, given);
  try {
    return loadPlan(path);
  } catch (cause) {
    throw new FairleadError({
      code: 'PLAN_INVALID',
      message: `the plan ${path} cannot be used`,
      details: (cause instanceof Error ? cause.message : String(cause)).split('\n'),
      next: ['npx projen   # writes it anew'],
      cause,
    });
  }
}

function onlyPlan(root: string): string {
  const charts = join(root, 'charts');
  const plans = (existsSync(charts) ? readdirSync(charts) : [])
    .map((chart) => join(charts, chart, 'plan.json'))
    .filter((path) => existsSync(path));
  if (plans.length === 1 && plans[0] !== undefined) return plans[0];
  throw new FairleadError({
    code: plans.length === 0 ? 'PLAN_MISSING' : 'PLAN_AMBIGUOUS',
    message: plans.length === 0 ? `no charts/*/plan.json in ${root}` : `there are ${plans.length} plans in ${charts}`,
    next: plans.length === 0 ? ['run this in the workspace root', 'npx projen   # writes the plan'] : ['name one with --plan <file>'],
  });
}
