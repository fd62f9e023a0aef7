import { FairleadError } from './error';

/** The command that mends dpkg where it was interrupted, after which apt installs nothing any more; else nothing. */
export function dpkgMend(error: unknown): readonly string[] {
  // The command is in the message of every language.
  const interrupted = error instanceof FairleadError && error.details.some((line) => line.includes('dpkg --configure -a'));
  return interrupted ? ['dpkg --configure -a   # ends an installation that was interrupted; then run this again'] : [];
}
