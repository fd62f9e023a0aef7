import type { CommandContext } from './context';

/** Every flag that some verb takes, as commander parses it. A verb reads the ones that `verbs.ts` gives it. */
export interface CommandOptions {
  readonly workload?: string;
  readonly follow?: boolean;
  readonly lines?: number;
  readonly revision?: number;
  readonly deleteData?: boolean;
  readonly takeOver?: boolean;
  readonly yes?: boolean;
  readonly file?: string;
  readonly port?: number;
  readonly background?: boolean;
  readonly stop?: boolean;
  readonly keep?: string;
  readonly browser?: boolean;
  readonly disrupt?: boolean;
}

/** What a verb ends with. It writes to stdout itself only when it streams (`logs`). */
export interface CommandResult {
  /** Printed with `--json`. */
  readonly data: unknown;
  /** Printed without; no final newline. Default: nothing. */
  readonly text?: string;
  /** Default: 0. For verbs whose answer is "no" without anything being broken, such as `diff`. */
  readonly exitCode?: number;
  /** There was nothing to do. Default: false. */
  readonly unchanged?: boolean;
}

/** What the module of a verb exports as `execute`. */
export type Command = (context: CommandContext, options: CommandOptions) => Promise<CommandResult>;
