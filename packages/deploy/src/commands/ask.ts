import { createInterface } from 'node:readline/promises';
import { FairleadError } from '@fairlead/runtime';

interface Question {
  /** What is about to happen, and to what. */
  readonly text: string;
  /** `--yes` was given. */
  readonly yes: boolean;
  readonly signal: AbortSignal;
}

/**
 * Asks before something that cannot be undone.
 * @throws FairleadError `NOT_CONFIRMED` on any answer but yes, and where nobody can answer.
 */
export async function confirm({ text, yes, signal }: Question): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY) throw refused('this needs a yes, and there is no terminal to ask at');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${text}\nGo on? [y/N] `, { signal }).catch(unanswered);
    if (!/^y(es)?$/i.test(answer.trim())) throw refused('not confirmed; nothing was changed');
  } finally {
    terminal.close();
  }
}

/** Ctrl-C and Ctrl-D at the question end it without an answer. @throws FairleadError `INTERRUPTED` or `NOT_CONFIRMED`. */
export function unanswered(error: unknown): never {
  if (!(error instanceof Error) || error.name !== 'AbortError') throw error;
  if (!error.message.includes('Ctrl+D')) throw new FairleadError({ code: 'INTERRUPTED', message: 'interrupted; nothing was changed', exitCode: 130, cause: error });
  throw refused('not confirmed; nothing was changed');
}

function refused(message: string): FairleadError {
  return new FairleadError({ code: 'NOT_CONFIRMED', message, next: ['add --yes to go ahead without being asked'] });
}
