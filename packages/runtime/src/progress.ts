import pc from 'picocolors';

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
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 120;

/** Live lines at a terminal; one plain line per event elsewhere. */
export function createProgress(options: ProgressOptions = {}): Progress {
  const stream = options.stream ?? process.stderr;
  const redact = options.redact ?? ((text: string) => text);
  const line = (text: string): void => void stream.write(`${redact(text)}\n`);
  return {
    step: (title) => (stream.isTTY ? liveStep(title, stream, redact) : plainStep(title, line)),
    info: (text) => line(text),
    warn: (text) => line(`${pc.yellow('!')} ${text}`),
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
  return `${mark} ${title}${note ? ` ${pc.dim(`- ${note}`)}` : ''} ${pc.dim(`(${seconds}s)`)}`;
}

function plainStep(title: string, line: (text: string) => void): Step {
  const startedAt = performance.now();
  let last = '';
  line(`> ${title}`);
  return {
    update: (text) => {
      if (text !== last) line(`  ${text}`);
      last = text;
    },
    done: (note) => line(ending({ mark: pc.green('✓'), title, startedAt, note })),
    fail: (note) => line(ending({ mark: pc.red('✗'), title, startedAt, note })),
  };
}

function liveStep(title: string, stream: NodeJS.WriteStream, redact: (text: string) => string): Step {
  const startedAt = performance.now();
  let frame = 0;
  let detail = '';
  const draw = (): void => {
    const seconds = Math.floor((performance.now() - startedAt) / 1000);
    const text = redact(`${FRAMES[frame++ % FRAMES.length]} ${title}${detail ? ` - ${detail}` : ''} (${seconds}s)`);
    stream.write(`\r\u001b[2K${text.slice(0, Math.max(20, stream.columns - 1))}`);
  };
  const timer = setInterval(draw, FRAME_MS);
  timer.unref();
  draw();
  const end = (text: string): void => {
    clearInterval(timer);
    stream.write(`\r\u001b[2K${redact(text)}\n`);
  };
  return {
    update: (text) => void (detail = text),
    done: (note) => end(ending({ mark: pc.green('✓'), title, startedAt, note })),
    fail: (note) => end(ending({ mark: pc.red('✗'), title, startedAt, note })),
  };
}
