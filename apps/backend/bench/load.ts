import { Agent, request, type RequestOptions } from 'node:http';

export interface Load {
  readonly url: string;
  readonly path: string;
  readonly cookie: string;
  /** Makes it a POST. */
  readonly body?: (n: number) => string;
  readonly count: number;
}

const AT_ONCE = 4;

/** Sends `count` requests, four at a time over kept connections; gives how long each took, in ms. @throws on any refusal. */
export async function send({ url, path, cookie, body, count }: Load): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const took: number[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const text = body?.(next);
      next += 1;
      const begun = performance.now();
      await once(new URL(path, url), { agent, headers: { cookie } }, text);
      took.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  agent.destroy();
  return took;
}

function once(url: URL, options: RequestOptions, body: string | undefined): Promise<void> {
  const headers = { ...options.headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  return new Promise((resolve, reject) => {
    const sent = request(url, { ...options, headers, method: body === undefined ? 'GET' : 'POST' }, (response) => {
      response.resume();
      response.once('end', () =>
        (response.statusCode ?? 500) < 300 ? resolve() : reject(new Error(`${url.pathname}: ${response.statusCode}`)),
      );
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

/** The value that 99 of 100 do not exceed. */
export function p99(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.99))] ?? 0;
}
