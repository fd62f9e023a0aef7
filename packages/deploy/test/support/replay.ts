import { run as realRun, ToolError, type Runner, type RunOptions } from '@fairlead/runtime';

export interface Answer {
  readonly exitCode?: number;
  readonly stdout?: string;
  readonly stderr?: string;
  /** The tool is not on the PATH. */
  readonly missing?: true;
}

export interface Replay {
  readonly run: Runner;
  /** Every call that was made, e.g. `minikube status --profile minikube --output json`. */
  readonly calls: string[];
  /** The options of the calls, in the same order. */
  readonly options: RunOptions[];
}

/**
 * Answers each command line with what was recorded for it, several answers one after the other, and fails on a call
 * that was not recorded or comes once too often.
 */
export function replay(recorded: Readonly<Record<string, Answer | readonly Answer[]>>): Replay {
  const left = new Map(Object.entries(recorded).map(([call, answers]) => [call, [answers].flat() as Answer[]]));
  const calls: string[] = [];
  const options: RunOptions[] = [];
  const run: Runner = async (file, args, given = {}) => {
    const call = [file, ...args].join(' ');
    calls.push(call);
    options.push(given);
    const answer = left.get(call)?.shift();
    if (!answer) throw new Error(`this call was not recorded${left.has(call) ? ' so often' : ''}: ${call}`);
    // The real thing, so that the error is the one that a missing tool gives.
    if (answer.missing) return realRun('fairlead-no-such-tool', args);
    const result = { exitCode: answer.exitCode ?? 0, stdout: answer.stdout ?? '', stderr: answer.stderr ?? '' };
    for (const line of result.stdout.split('\n')) given.onLine?.(line, 'stdout');
    if (result.exitCode !== 0 && !given.okCodes?.includes(result.exitCode)) throw new ToolError(file, args, result);
    return result;
  };
  return { run, calls, options };
}
