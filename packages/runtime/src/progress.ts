import ora from 'ora';
import { colors } from './colors';

/** One phase of work that a person may have to wait for. */
export interface Step {
  /** Says what is going on inside the step; the latest line replaces the one before at a terminal. */
  update(text: string): void;
  /** Ends the step well; `note` is shown beside the title. */
  done(note?: string): void;
  /** Ends the step badly; the error itself is printed by whoever catches it. */
  fail(note?: string): void;
}

/** Where a command tells a person what it does. Goes to stderr, so that stdout stays for results. */
export interface Progress {
  step(title: string): Step;
  info(text: string): void;
  warn(text: string): void;
}

interface ProgressOptions {
  readonly stream?: NodeJS.WriteStream;
  /** Called on every line before it is written. Default: unchanged. */
  readonly redact?: (text: string) => string;
  /** Milliseconds for which a step without news keeps still where there is no terminal. Default: 1000. */
  readonly quietMs?: number;
}

const QUIET_MS = 1_000;
const TICK_MS = 1_000;

/** A spinner at a terminal; elsewhere a plain line when a step ends, and one before for a step that takes a while. */
export function createProgress(options: ProgressOptions = {}): Progress {
  const stream = options.stream ?? process.stderr;
  const redact = options.redact ?? ((text: string) => text);
  const line = (text: string): void => void stream.write(`${redact(text)}\n`);
  return {
    step: (title) => (stream.isTTY ? liveStep(title, stream, redact) : plainStep(title, line, options.quietMs ?? QUIET_MS)),
    info: (text) => line(text),
    warn: (text) => line(`${colors.yellow('!')} ${text}`),
  };
}

/** Says nothing; for `--json` and for tests. */
export const silentProgress: Progress = {
  step: () => ({ update: () => undefined, done: () => undefined, fail: () => undefined }),
  info: () => undefined,
  warn: () => undefined,
};

interface Ending { readonly mark: string; readonly title: string; readonly startedAt: number; readonly note?: string | undefined }

function ending({ mark, title, startedAt, note }: Ending): string {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  return `${mark} ${title}${note ? ` ${colors.dim(`- ${note}`)}` : ''} ${colors.dim(`(${seconds}s)`)}`;
}

function plainStep(title: string, line: (text: string) => void, quietMs: number): Step {
  const startedAt = performance.now();
  let last = '';
  let begun = false;
  const begin = (): void => {
    if (!begun) line(`> ${title}`);
    begun = true;
  };
  const timer = quietMs > 0 ? setTimeout(begin, quietMs).unref() : void begin();
  const end = (mark: string, note?: string): void => {
    clearTimeout(timer ?? undefined);
    line(ending({ mark, title, startedAt, note }));
  };
  return {
    update: (text) => {
      begin();
      if (text !== last) line(`  ${text}`);
      last = text;
    },
    done: (note) => end(colors.green('✓'), note),
    fail: (note) => end(colors.red('✗'), note),
  };
}

function liveStep(title: string, stream: NodeJS.WriteStream, redact: (text: string) => string): Step {
  const startedAt = performance.now();
  let detail = '';
  // Standard input stays as it is: Ctrl-C has to reach the command.
  const spinner = ora({ text: title, stream, isEnabled: true, discardStdin: false });
  const show = (): void => {
    const seconds = Math.floor((performance.now() - startedAt) / 1000);
    spinner.text = redact(`${title}${detail ? ` - ${detail}` : ''}${seconds > 0 ? ` (${seconds}s)` : ''}`);
  };
  const timer = setInterval(show, TICK_MS).unref();
  spinner.start();
  const end = (mark: string, note?: string): void => {
    clearInterval(timer);
    spinner.stop();
    stream.write(`${redact(ending({ mark, title, startedAt, note }))}\n`);
  };
  return {
    update: (text) => {
      detail = text;
      show();
    },
    done: (note) => end(colors.green('✓'), note),
    fail: (note) => end(colors.red('✗'), note),
  };
}
