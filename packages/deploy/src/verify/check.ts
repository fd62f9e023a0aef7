import type { Page } from 'playwright-core';
import type { Session } from './session';
import type { Until } from './until';

/** One thing that `verify` proves. An app's own checks are the default export of the module that the config names. */
export interface Check {
  /** A sentence that is true when the check passes, e.g. `todos survive the death of a backend pod`. */
  readonly name: string;
  /** Names of the checks without which this one means nothing: it is skipped when one of them did not pass. Default: none. */
  readonly needs?: readonly string[];
  /** Milliseconds until it counts as failed. Default: 30 000. */
  readonly timeoutMs?: number;
  /** Resolves when it holds, with a remark for the report if there is one; throws when it does not. */
  run(context: CheckContext): Promise<string | void>;
}

/** What a check may use. Requests made through it are kept and shown as evidence when the check fails. */
export interface CheckContext {
  /** Where the app answers, e.g. `http://localhost:8080`. */
  readonly baseUrl: string;
  /** Aborted when the check's time is up or the run is interrupted. */
  readonly signal: AbortSignal;
  /** A new visitor: an HTTP client with cookies of its own. */
  session(): Session;
  /** A new visitor with a browser; a screenshot is taken when the check ends. Skips the check where browsers are left out. */
  page(): Promise<Page>;
  /** Repeats an attempt until it does not throw. */
  readonly until: Until;
  readonly cluster: CheckCluster;
  /** Runs after the last check, whatever came of this one. A failure of it is no failure of the check. */
  cleanUp(work: () => Promise<unknown>): void;
}

/** What a check may do to the release. */
export interface CheckCluster {
  /** Asks a workload's Service from inside the cluster, from the network position of a pod of `from`. */
  request(from: string, to: string, path: string): Promise<{ readonly status: number; readonly ms: number }>;
  /**
   * Deletes one pod of a component (a workload, or `postgres`). Skips the check where pods must not be taken away,
   * or the component does not run in the cluster.
   * @returns its name.
   */
  deletePod(component: string): Promise<string>;
  /** Waits until every pod of a component is ready and none of them is one that was deleted. */
  waitReady(component: string): Promise<void>;
}
