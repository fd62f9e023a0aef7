/** An expected refusal: answered as RFC 9457 problem details. */
export class ProblemError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly extra: { readonly title: string; readonly detail?: string; readonly current?: unknown; readonly errors?: { path: string; message: string }[]; readonly headers?: Readonly<Record<string, string>> },
  ) {
    super(extra.detail ?? extra.title);
    this.name = 'ProblemError';
  }
}

export const notFound = (what: string): ProblemError => new ProblemError(404, 'not-found', { title: 'Not found', detail: `There is no such ${what}.` });
