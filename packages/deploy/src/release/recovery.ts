import { isPending, tryLastServing, type Revision } from './revision';

/** What to do about a release that another run left unfinished. Pure. */
export type Recovery =
  | { readonly action: 'none' }
  /** It may still be at work: look again. */
  | { readonly action: 'wait'; readonly pending: Revision }
  | { readonly action: 'refuse'; readonly pending: Revision }
  | { readonly action: 'rollback'; readonly pending: Revision; readonly to: Revision }
  | { readonly action: 'uninstall'; readonly pending: Revision };

export interface RecoveryOptions {
  /** Revision that our last run noted before it died. */
  readonly abandonedRevision: number | undefined;
  readonly now: number;
  /** Milliseconds after which nobody is believed to be at work any more. */
  readonly timeoutMs: number;
  /** The user knows that nobody is at work. */
  readonly takeOver: boolean;
}

// Our own helm ends by itself, also after the run that started it was killed.
const OWN_GRACE_MS = 10_000;

/** Decides by the newest revision; older ones never stay pending. */
export function decideRecovery(revisions: readonly Revision[], options: RecoveryOptions): Recovery {
  const pending = revisions[0];
  if (!pending || !isPending(pending)) return { action: 'none' };
  const age = options.now - pending.changedAt.getTime();
  const ours = pending.number === options.abandonedRevision;
  if (ours && age < OWN_GRACE_MS) return { action: 'wait', pending };
  if (!ours && !options.takeOver && age < options.timeoutMs) return { action: 'refuse', pending };
  const to = tryLastServing(revisions, pending.number) ?? revisions.find(({ number }) => number < pending.number);
  return to && pending.status !== 'uninstalling' ? { action: 'rollback', pending, to } : { action: 'uninstall', pending };
}
