import type { Page, Request, Response } from 'playwright-core';

const LOAD_MS = 20_000;
const SETTLE_MS = 8_000;
const QUIET_MS = 400;

/**
 * Opens a page and waits until it has what it asked for. Event streams, which never end, are not waited for;
 * a page that goes on asking is left at it after a while.
 */
export async function visit(page: Page, url: string): Promise<void> {
  const open = new Set<Request>();
  let last = performance.now();
  const change = (edit: () => void) => (): void => {
    edit();
    last = performance.now();
  };
  const onEnd = (request: Request): void => change(() => open.delete(request))();
  page.on('request', (request) => change(() => open.add(request))());
  page.on('requestfinished', onEnd);
  page.on('requestfailed', onEnd);
  page.on('response', (response) => isStream(response) && onEnd(response.request()));
  await page.goto(url, { waitUntil: 'load', timeout: LOAD_MS });
  const deadline = performance.now() + SETTLE_MS;
  while (performance.now() < deadline && (open.size > 0 || performance.now() - last < QUIET_MS)) await page.waitForTimeout(50);
}

function isStream(response: Response): boolean {
  return (response.headers()['content-type'] ?? '').startsWith('text/event-stream');
}
