import { FairleadError, ToolError, type Step } from '@fairlead/runtime';

const STEP_LINE = /^#\d+ (\[.+?\] .+)$/;
const LAST_LINES = 20;

/** Shows which step of the Dockerfile is under way. */
export function progressOf(step: Pick<Step, 'update'>): (line: string) => void {
  return (line) => {
    const title = STEP_LINE.exec(line)?.[1];
    if (title !== undefined) step.update(title);
  };
}

/** A failed build as people need it: the folder, the last lines, what to look at. */
export function buildFailure(error: unknown, folder: string, signal?: AbortSignal): unknown {
  if (!(error instanceof ToolError) || error.code === 'TOOL_MISSING') return error;
  if (signal?.aborted) return new FairleadError({ code: 'INTERRUPTED', message: `the build of ${folder} was interrupted; nothing changed`, exitCode: 130, cause: error });
  const lines = (error.result.stderr || error.result.stdout || '').trimEnd().split('\n').slice(-LAST_LINES);
  return new FairleadError({
    code: diskIsFull(lines) ? 'DISK_FULL' : 'IMAGE_BUILD_FAILED',
    message: `the image in ${folder} could not be built`,
    details: lines,
    next: [diskIsFull(lines) ? 'free some disk space, then run this again' : `look at ${folder}/Dockerfile and at the lines above`],
    cause: error,
  });
}

const diskIsFull = (lines: readonly string[]): boolean => lines.some((line) => /no space left on device/i.test(line));
