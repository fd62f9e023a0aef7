import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

/** A browser for the checks; it starts when the first page is asked for. */
export interface CheckBrowser {
  /** A page of a new visitor. */
  page(): Promise<Page>;
  /** What the pages since the last call complained about, and a PNG of the newest. Closes them. */
  leave(): Promise<PageRecord | undefined>;
  close(): Promise<void>;
}

export interface PageRecord {
  readonly png: Buffer;
  /** Errors in the console, exceptions, and requests that failed, each as one line. */
  readonly complaints: readonly string[];
}

export interface CheckBrowserOptions {
  /** Path of the browser; asked for once. */
  readonly find: () => Promise<string>;
  readonly baseUrl: string;
}

const VIEWPORT = { width: 1280, height: 800 };
// Quiet, without sandbox as root (where it cannot work), and nothing that talks to anybody but the app.
const FLAGS = [
  '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
  '--disable-sync', '--disable-extensions', '--mute-audio', '--force-color-profile=srgb', '--disable-dev-shm-usage',
];

export function createCheckBrowser(options: CheckBrowserOptions): CheckBrowser {
  let launched: Promise<Browser> | undefined;
  let open: { context: BrowserContext; page: Page; complaints: string[] } | undefined;
  let profile: string | undefined;
  const launch = async (): Promise<Browser> => {
    const executablePath = await options.find();
    profile = await mkdtemp(join(tmpdir(), 'fairlead-browser-'));
    const root = process.getuid?.() === 0;
    return chromium.launch({ executablePath, args: [...FLAGS, ...(root ? ['--no-sandbox'] : [])], env: { ...process.env, HOME: profile } });
  };
  const leave = async (): Promise<PageRecord | undefined> => {
    const { context, page, complaints } = open ?? {};
    open = undefined;
    const png = await page?.screenshot({ animations: 'disabled' }).catch(() => undefined);
    await context?.close().catch(() => undefined);
    return png && complaints ? { png, complaints } : undefined;
  };
  return {
    page: async () => {
      await leave();
      const browser = await (launched ??= launch());
      const context = await browser.newContext({ baseURL: options.baseUrl, viewport: VIEWPORT, colorScheme: 'light', reducedMotion: 'reduce' });
      const page = await context.newPage();
      open = { context, page, complaints: [] };
      listen(page, open.complaints);
      return page;
    },
    leave,
    close: async () => {
      await leave();
      await (await launched?.catch(() => undefined))?.close().catch(() => undefined);
      if (profile) await rm(profile, { recursive: true, force: true });
    },
  };
}

function listen(page: Page, complaints: string[]): void {
  page.on('console', (message) => message.type() === 'error' && complaints.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? 'failed';
    // A page that is left cancels its event streams.
    if (reason !== 'net::ERR_ABORTED') complaints.push(`${request.method()} ${request.url()}: ${reason}`);
  });
  page.on('response', (response) => response.status() >= 500 && complaints.push(`${response.request().method()} ${response.url()} answered ${response.status()}`));
}
