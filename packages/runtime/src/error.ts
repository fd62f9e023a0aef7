/** What a person needs to get on: a stable code, one sentence, and what to do next. */
export interface FairleadErrorOptions {
  /** Stable, upper-case, documented in `docs/troubleshooting.md`, e.g. `CLUSTER_UNREACHABLE`. */
  readonly code: string;
  /** Who and what, as one sentence without a final newline. */
  readonly message: string;
  /** Commands or edits that mend it, most likely first. Default: none. */
  readonly next?: readonly string[];
  /** Evidence such as log lines or events, printed under the message. Default: none. */
  readonly details?: readonly string[];
  /** Process exit code. Default: 1. */
  readonly exitCode?: number;
  readonly cause?: unknown;
}

/** An expected failure: printed without a stack trace, and ends the process with `exitCode`. */
export class FairleadError extends Error {
  readonly code: string;
  readonly next: readonly string[];
  readonly details: readonly string[];
  readonly exitCode: number;

  constructor(options: FairleadErrorOptions) {
    super(options.message, { cause: options.cause });
    this.name = 'FairleadError';
    this.code = options.code;
    this.next = options.next ?? [];
    this.details = options.details ?? [];
    this.exitCode = options.exitCode ?? 1;
  }
}
