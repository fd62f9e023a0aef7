import { Command as Program, CommanderError } from 'commander';
import { exitCodes, reportError } from './report-error';
import { execute, type RunFlags } from './execute';
import { createRedaction, type Redaction } from './release/redaction';
import { verbs, type Verb } from './verbs';

/** Runs the command line and sets the process's exit code; the one place where errors are printed. */
export async function main(argv: readonly string[]): Promise<void> {
  const redaction = createRedaction();
  const interrupted = abortOnSignals();
  try {
    process.exitCode = await parse(argv, redaction, interrupted);
  } catch (error) {
    process.exitCode = reportError(error, { redaction, json: argv.includes('--json'), interrupted: interrupted.aborted });
  }
}

async function parse(argv: readonly string[], redaction: Redaction, signal: AbortSignal): Promise<number> {
  let exitCode = 0;
  const program = new Program('fairlead')
    .description('Builds, deploys and verifies what a Fairlead workspace describes.')
    .exitOverride()
    .showHelpAfterError();
  for (const verb of verbs) {
    addVerb(program, verb).action(async (flags: RunFlags) => {
      exitCode = await execute({ verb, flags, redaction, signal });
    });
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    // Commander has printed the help or the usage error already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage;
    throw error;
  }
  return exitCode;
}

function addVerb(program: Program, verb: Verb): Program {
  const command = program
    .command(verb.name)
    .description(verb.summary)
    .option('--plan <file>', 'the plan that synthesis wrote (default: the only charts/*/plan.json)')
    .option('--environment <name>', 'default: the first of the plan')
    .option('--json', 'print the result as JSON on stdout')
    .exitOverride();
  for (const flag of verb.flags) command.option(flag.flags, flag.description);
  return command;
}

/** Aborts on the first SIGINT or SIGTERM, and ends the process on the second. */
function abortOnSignals(): AbortSignal {
  const controller = new AbortController();
  const abort = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    controller.abort();
  };
  process.on('SIGINT', abort);
  process.on('SIGTERM', abort);
  return controller.signal;
}
