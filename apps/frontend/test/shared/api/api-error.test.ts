import { describe, expect, test } from '@jest/globals';
import { apiErrorFrom, describeError, isTransient } from '../../../src/shared/api/api-error';
import { retryDelay } from '../../../src/shared/api/query-client';

const answer = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/problem+json', ...headers } });
const problem = { type: 'about:blank', title: 'T', status: 0, code: 'c', requestId: 'r1' };

describe('an error of the API', () => {
  test('says in words what to do', async () => {
    expect(describeError(new TypeError('fetch failed'))).toContain('cannot be reached');
    expect(describeError(await apiErrorFrom(answer(429, problem, { 'retry-after': '90' })))).toBe('That was too much at once. Try again in 2 minutes.');
    expect(describeError(await apiErrorFrom(answer(500, problem)))).toContain('(Request r1)');
    expect(describeError(await apiErrorFrom(answer(422, { ...problem, errors: [{ path: 'title', message: 'too long' }] })))).toBe('title: too long');
    expect(describeError(await apiErrorFrom(new Response('<html>', { status: 418 })))).toBe('The server answered 418.');
  });

  test('is worth another try only when it may pass', async () => {
    expect(isTransient(new TypeError('fetch failed'))).toBe(true);
    for (const status of [429, 502, 503]) expect(isTransient(await apiErrorFrom(answer(status, problem)))).toBe(true);
    for (const status of [400, 404, 412, 500]) expect(isTransient(await apiErrorFrom(answer(status, problem)))).toBe(false);
  });

  test('waits as long as the server asks, within reason', async () => {
    expect(retryDelay(0, await apiErrorFrom(answer(503, problem, { 'retry-after': '2' })))).toBe(2_000);
    expect(retryDelay(0, await apiErrorFrom(answer(503, problem, { 'retry-after': '9999' })))).toBe(10_000);
    expect([0, 1, 2, 8].map((failures) => retryDelay(failures, new TypeError('x')))).toEqual([400, 800, 1_600, 10_000]);
  });
});
