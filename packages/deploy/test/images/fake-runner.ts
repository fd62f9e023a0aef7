import { ToolError, type Runner, type RunOptions } from '@fairlead/runtime';

export interface Call {
  readonly file: string;
  readonly args: readonly string[];
  readonly options: RunOptions;
}

type Answer = string | ToolError | ((call: Call) => string);

export interface FakeRunner {
  readonly run: Runner;
  readonly calls: readonly Call[];
}

/** Answers the calls it knows by how their command line begins, and fails on any other. Text is given on stdout. */
export function fakeRunner(answers: Readonly<Record<string, Answer>>): FakeRunner {
  const calls: Call[] = [];
  const run: Runner = (file, args, options = {}) => {
    const call = { file, args, options };
    calls.push(call);
    const line = [file.split('/').pop(), ...args].join(' ');
    const found = Object.entries(answers).find(([start]) => line.startsWith(start));
    if (!found) return Promise.reject(new Error(`unexpected: ${line}`));
    const answer = typeof found[1] === 'function' ? found[1](call) : found[1];
    if (answer instanceof ToolError) return Promise.reject(answer);
    return Promise.resolve({ exitCode: 0, stdout: answer, stderr: '' });
  };
  return { run, calls };
}

export function failing(stderr: string, exitCode = 1): ToolError {
  return new ToolError('tool', ['verb'], { exitCode, stderr });
}

export const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
export const quietStep = { update: (): void => undefined };
