import type { Problem } from '@todo-chatbot/contracts';

/** An answer of the API that is not the one asked for; `problem` is absent when a proxy answered instead. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly status: number,
    readonly problem: Problem | undefined,
    /** Seconds the server asks to wait, where it does. */
    readonly retryAfter: number | undefined,
  ) {
    super(problem?.detail ?? problem?.title ?? `The server answered ${String(status)}.`);
  }

  get code(): string {
    return this.problem?.code ?? `http-${String(this.status)}`;
  }
}

/** Reads the problem details of a failed response, if that is what it holds. */
export async function apiErrorFrom(response: Response): Promise<ApiError> {
  const isProblem = response.headers.get('content-type')?.includes('problem+json') === true;
  const problem = isProblem ? ((await response.json().catch(() => undefined)) as Problem | undefined) : undefined;
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return new ApiError(response.status, problem, Number.isFinite(seconds) ? seconds : undefined);
}

/** Would the same request have a chance a moment later? */
export function isTransient(error: unknown): boolean {
  return !(error instanceof ApiError) || error.status === 429 || error.status >= 502;
}

/** Is what the request was about not there any more? */
export function isGone(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

/** What went wrong and what to do next, for people. */
export function describeError(error: unknown): string {
  if (!(error instanceof ApiError)) return 'The server cannot be reached. Check your connection, then try again.';
  if (error.status === 429) return `That was too much at once. Try again ${inSeconds(error.retryAfter)}.`;
  if (error.status === 413) return 'That is too large for the server. Split it into smaller parts.';
  if (error.status >= 500) return `The server has a problem. Try again in a moment.${reference(error)}`;
  return firstFault(error) ?? error.message;
}

function inSeconds(seconds: number | undefined): string {
  if (seconds === undefined) return 'in a moment';
  return seconds < 90 ? `in ${String(Math.max(1, Math.ceil(seconds)))} s` : `in ${String(Math.ceil(seconds / 60))} minutes`;
}

function reference(error: ApiError): string {
  return error.problem === undefined ? '' : ` (Request ${error.problem.requestId})`;
}

function firstFault(error: ApiError): string | undefined {
  const fault = error.problem?.errors?.[0];
  return fault === undefined ? undefined : `${fault.path === '' ? '' : `${fault.path}: `}${fault.message}`;
}
