import { setTimeout as delay } from 'node:timers/promises';
import { FairleadError } from '@fairlead/runtime';

/** One thing that was looked at. */
export interface Finding {
  /** What it is about, e.g. `disk`. */
  readonly name: string;
  /**
   * `todo`: the targets that come before a deploy will do it. `warn`: a deploy works, but a person should know.
   * `bad`: it stands in the way.
   */
  readonly state: 'ok' | 'todo' | 'warn' | 'bad';
  readonly detail: string;
  /** Commands that mend it. */
  readonly next: readonly string[];
}

/** Looks at one thing and changes nothing. */
export interface Check {
  readonly name: string;
  look(): Promise<readonly Finding[]>;
}

export function finding(...[name, state, detail, next = []]: [string, Finding['state'], string, (readonly string[])?]): Finding {
  return { name, state, detail, next };
}

export function fromFault(name: string, { message, details, next }: FairleadError): Finding {
  const [reason] = details;
  return finding(name, 'bad', reason === undefined ? message : `${message} (${reason.trim()})`, next);
}

const PATIENCE_MS = 30_000;

/** Looks at everything at once. A check that fails or hangs is a finding of its own, and keeps no other from being shown. */
export async function lookAtAll(checks: readonly Check[], patienceMs = PATIENCE_MS): Promise<readonly Finding[]> {
  const found = await Promise.all(checks.map((check) => lookPatiently(check, patienceMs)));
  return found.flat();
}

async function lookPatiently({ name, look }: Check, patienceMs: number): Promise<readonly Finding[]> {
  const ended = new AbortController();
  const slow = delay(patienceMs, undefined, { signal: ended.signal }).then(() => [finding(name, 'bad', `no answer within ${patienceMs / 1000} s`)]);
  // The loser of the race must not become an unhandled rejection.
  slow.catch(() => undefined);
  try {
    return await Promise.race([look(), slow]);
  } catch (error) {
    if (error instanceof FairleadError) return [fromFault(name, error)];
    return [finding(name, 'bad', error instanceof Error ? error.message : String(error))];
  } finally {
    ended.abort();
  }
}
