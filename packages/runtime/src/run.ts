import { execa, ExecaError, type Options } from 'execa';
import { FairleadError } from './error';

/** How one tool is started. There is no shell: arguments reach the tool as they are. */
export interface RunOptions {
  readonly cwd?: string;
  /** Added to the environment; `undefined` removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Written to standard input, which is then closed. Default: empty. */
  readonly input?: string | Uint8Array;
  /** File that standard input is read from, for what is too big to hold. Goes before `input`. */
  readonly inputFile?: string;
  /** File that receives standard output, which is then not captured. */
  readonly outputFile?: string;
  /** Keeps nothing of standard output, for tools that run for hours: only `onLine` sees it. Default: false. */
  readonly discardStdout?: boolean;
  /** Called with each line of stdout and stderr as it arrives. */
  readonly onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
  /** Ends the tool (SIGTERM, then SIGKILL after `killAfterMs`). */
  readonly signal?: AbortSignal;
  /** Milliseconds until the tool is ended. Default: none. */
  readonly timeoutMs?: number;
  /** Milliseconds between SIGTERM and SIGKILL. Default: 30 000, since `helm` needs time to record its state. */
  readonly killAfterMs?: number;
  /** Exit codes that are not a failure. Default: only 0. */
  readonly okCodes?: readonly number[];
  /**
   * Puts the tool in a process group of its own and lets it end by itself: neither Ctrl-C at the terminal nor the
   * end of this process reaches it. Default: false.
   */
  readonly detached?: boolean;
  /** `'inherit'` hands the terminal to the tool. Default: captured. */
  readonly stdio?: 'capture' | 'inherit';
}

export interface RunResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The signature of `run`; what takes a `Runner` can be tested with one that fails closed. */
export type Runner = (file: string, args: readonly string[], options?: RunOptions) => Promise<RunResult>;

/** How a tool ended, as far as it is known. */
export interface ToolEnding extends Partial<RunResult> {
  readonly signal?: string | undefined;
  readonly cause?: unknown;
}

/** A tool that could not be started, was ended, or exited with a code that was not expected. */
export class ToolError extends FairleadError {
  /** It was ended because `timeoutMs` was over. */
  readonly timedOut: boolean;

  constructor(
    readonly file: string,
    readonly args: readonly string[],
    readonly result: ToolEnding,
  ) {
    const { cause } = result;
    super({
      code: missing(cause) ? 'TOOL_MISSING' : 'TOOL_FAILED',
      message: missing(cause) ? `${file} was not found on the PATH` : `${file} ${args[0] ?? ''} ${ending(result)}`.trim(),
      details: lastLines(result.stderr || result.stdout),
      cause,
    });
    this.name = 'ToolError';
    this.timedOut = cause instanceof ExecaError && cause.timedOut;
  }
}

/**
 * Runs a tool and waits for it. The one place in Fairlead that starts processes (lint enforces it).
 * @throws ToolError when the tool is missing, is ended, or exits with a code outside `okCodes`.
 */
export const run: Runner = async (file, args, options = {}) => {
  try {
    const child = execa(file, [...args], execaOptions(options));
    if (options.onLine) forwardLines(child, options.onLine);
    const { exitCode, stdout, stderr } = await child;
    return { exitCode: exitCode ?? 0, stdout: text(stdout), stderr: text(stderr) };
  } catch (error) {
    if (!(error instanceof ExecaError)) throw error;
    const result = { stdout: text(error.stdout), stderr: text(error.stderr) };
    if (error.exitCode !== undefined && options.okCodes?.includes(error.exitCode)) {
      return { exitCode: error.exitCode, ...result };
    }
    const exit = error.exitCode === undefined ? {} : { exitCode: error.exitCode };
    throw new ToolError(file, args, { ...result, ...exit, signal: error.signal, cause: error });
  }
};

function execaOptions(options: RunOptions): Options {
  const inherit = options.stdio === 'inherit';
  return {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.env === undefined ? {} : { env: { ...options.env } }),
    ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
    ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
    ...(inherit ? { stdio: 'inherit' as const } : inputOptions(options)),
    ...(options.outputFile === undefined ? {} : { stdout: { file: options.outputFile } }),
    ...(options.discardStdout ? { buffer: { stdout: false } } : {}),
    ...(options.detached ? { detached: true, cleanup: false } : {}),
    forceKillAfterDelay: options.killAfterMs ?? 30_000,
    stripFinalNewline: false,
  };
}

function inputOptions({ input, inputFile }: RunOptions): Options {
  return inputFile === undefined ? { input: input ?? '' } : { inputFile };
}

interface LineSource { iterable(options: { from: 'stdout' | 'stderr' }): AsyncIterable<unknown> }

function forwardLines(child: LineSource, onLine: NonNullable<RunOptions['onLine']>): void {
  for (const from of ['stdout', 'stderr'] as const) {
    void (async () => {
      for await (const line of child.iterable({ from })) onLine(String(line), from);
      // The awaited process reports the failure; here it would only be an unhandled rejection.
    })().catch(() => undefined);
  }
}

function text(output: unknown): string {
  return typeof output === 'string' ? output : '';
}

function missing(cause: unknown): boolean {
  return cause instanceof ExecaError && cause.code === 'ENOENT';
}

function ending(result: ToolEnding): string {
  return result.exitCode === undefined ? `was ended by ${result.signal ?? 'a signal'}` : `exited with ${result.exitCode}`;
}

function lastLines(output: string | undefined, count = 15): string[] {
  return (output ?? '').trimEnd().split('\n').filter(Boolean).slice(-count);
}
