import type { ProblemCode } from '@todo-chatbot/contracts';

export interface ProblemDetails {
  readonly title: string;
  readonly detail?: string;
  readonly current?: unknown;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** An expected refusal: answered as RFC 9457 problem details. */
export class ProblemError extends Error {
  constructor(
    readonly status: number,
    readonly code: ProblemCode,
    readonly extra: ProblemDetails,
  ) {
    super(extra.detail ?? extra.title);
    this.name = 'ProblemError';
  }
}

export const notFound = (what: string): ProblemError =>
  new ProblemError(404, 'not-found', { title: 'Not found', detail: `There is no such ${what}.` });
