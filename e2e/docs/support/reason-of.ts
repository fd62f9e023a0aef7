import { FairleadError } from '@fairlead/runtime';

/** An error with the end of what the tool said, for a test's message. */
export function reasonOf(error: unknown): string {
  return error instanceof FairleadError ? [error.message, ...error.details].join('\n') : String(error);
}
