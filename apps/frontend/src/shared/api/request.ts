import { apiErrorFrom } from './api-error';

interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is, with `contentType`. */
  readonly file?: { readonly content: Blob | string; readonly contentType: string };
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/**
 * Asks the API and gives its answer, read as JSON unless it is empty.
 * @throws ApiError for an answer that is not 2xx; TypeError when there was no answer.
 */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(path, options);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

/** Like `request`, for answers that are read as they arrive. */
export async function send(path: string, options: RequestOptions): Promise<Response> {
  const response = await fetch(path, {
    method: options.method ?? 'GET',
    credentials: 'same-origin',
    headers: { ...contentType(options), ...options.headers },
    ...body(options),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  if (!response.ok) throw await apiErrorFrom(response);
  return response;
}

function contentType({ json, file }: RequestOptions): Record<string, string> {
  if (json !== undefined) return { 'content-type': 'application/json' };
  return file === undefined ? {} : { 'content-type': file.contentType };
}

function body({ json, file }: RequestOptions): { body?: Blob | string } {
  if (json !== undefined) return { body: JSON.stringify(json) };
  return file === undefined ? {} : { body: file.content };
}
