import { colors, FairleadError } from '@fairlead/runtime';
import type { Redaction } from './release/redaction';

/** Exit codes of the command line. A `FairleadError` may bring its own; 2 means that the way back failed too. */
export const exitCodes = { failed: 1, usage: 64, interrupted: 130 } as const;

interface ReportOptions {
  readonly redaction: Redaction;
  readonly json: boolean;
  /** Was the run ended by a signal? Then that, and not what broke because of it, is the outcome. */
  readonly interrupted: boolean;
}

/** Prints an error (stderr, or stdout as JSON) and returns the exit code. */
export function reportError(error: unknown, options: ReportOptions): number {
  const shown = options.interrupted && !keepsItsOutcome(error) ? interruption() : toFairleadError(error);
  if (options.json) {
    const { code, message, details, next } = shown;
    process.stdout.write(`${options.redaction.json({ error: { code, message, details, next } })}\n`);
  } else {
    process.stderr.write(options.redaction.text(renderError(shown)));
  }
  return options.interrupted ? exitCodes.interrupted : shown.exitCode;
}

/** The error as people read it: what, evidence, what next. */
export function renderError(error: FairleadError): string {
  const details = error.details.map((line) => `  ${colors.dim('|')} ${line}`);
  const next = error.next.map((line) => `  ${colors.cyan('→')} ${line}`);
  return [`${colors.red('✗')} ${error.message} ${colors.dim(`[${error.code}]`)}`, ...details, ...next, ''].join('\n');
}

function toFairleadError(error: unknown): FairleadError {
  if (error instanceof FairleadError) return error;
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new FairleadError({
    code: 'INTERNAL',
    message: `Fairlead stumbled over itself: ${error instanceof Error ? error.message : String(error)}`,
    details: stack.split('\n').slice(1, 8).map((line) => line.trim()),
    next: ['report this with the lines above; running the command again is safe'],
    cause: error,
  });
}

function interruption(): FairleadError {
  return new FairleadError({ code: 'INTERRUPTED', message: 'interrupted', next: ['run the same command again to go on'] });
}

function keepsItsOutcome(error: unknown): boolean {
  return error instanceof FairleadError && error.code.startsWith('INTERRUPTED');
}
