import { FairleadError, ToolError, type Step } from '@fairlead/runtime';

const STEP_LINE = /^#\d+ (\[.+?\] .+)$|^Step \d+\/\d+ : ((?:FROM|RUN|COPY|ADD|WORKDIR) .+)$/;
const LAST_LINES = 20;

/** Shows which step of the Dockerfile is under way. */
export function progressOf(step: Pick<Step, 'update'>): (line: string) => void {
  return (line) => {
    const [, buildkit, classic] = STEP_LINE.exec(line) ?? [];
    const title = buildkit ?? classic;
    // What BuildKit does for itself says nothing about the image.
    if (title !== undefined && !title.startsWith('[internal]')) step.update(title);
  };
}

/** A failed build as people need it: what, the step of the Dockerfile with its last lines, what to do. */
export function buildFailure(error: unknown, subject: string, signal?: AbortSignal): unknown {
  if (!(error instanceof ToolError) || error.code === 'TOOL_MISSING') return error;
  if (signal?.aborted) return new FairleadError({ code: 'INTERRUPTED', message: `the build of ${subject} was interrupted; nothing changed`, exitCode: 130, cause: error });
  const lines = (error.result.stderr || error.result.stdout || '').trimEnd().split('\n');
  const { code, next } = kinds.find(({ sign }) => lines.some((line) => sign.test(line))) ?? { code: 'IMAGE_BUILD_FAILED', next: [`look at ${subject}/Dockerfile and at the lines above`] };
  return new FairleadError({ code, message: `the image of ${subject} could not be built`, details: essence(lines), next, cause: error });
}

const kinds: readonly { readonly sign: RegExp; readonly code: string; readonly next: readonly string[] }[] = [
  { sign: /no space left on device/i, code: 'DISK_FULL', next: ['free some disk space, then run this again'] },
  {
    sign: /failed to resolve source metadata|pull access denied|manifest .*unknown/i,
    code: 'BASE_IMAGE_UNAVAILABLE',
    next: ['npx nx run-many -t image-store   # looks again for the base images', 'name another base image in .projenrc.ts, then run `npx projen`'],
  },
];

/** BuildKit repeats the failed step and its output after a rule of dashes, at the very end. */
function essence(lines: readonly string[]): string[] {
  const rule = lines.indexOf('------');
  const told = rule === -1 ? lines : lines.slice(rule).filter((line) => line !== '------');
  return told.slice(-LAST_LINES);
}
