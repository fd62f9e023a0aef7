import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { chromium, type Browser, type BrowserContext } from 'playwright-core';

const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
/** Pictures for people to look at. */
export const SCREENSHOTS = join(import.meta.dirname, '../../../dist/screenshots');

export const LOOKS = {
  'desktop-light': { viewport: { width: 1280, height: 800 }, colorScheme: 'light', hasTouch: false },
  'desktop-dark': { viewport: { width: 1280, height: 800 }, colorScheme: 'dark', hasTouch: false },
  'phone-light': { viewport: { width: 390, height: 844 }, colorScheme: 'light', hasTouch: true },
  'phone-dark': { viewport: { width: 390, height: 844 }, colorScheme: 'dark', hasTouch: true },
} as const;

export type Look = keyof typeof LOOKS;

let launched: Promise<Browser> | undefined;

afterAll(async () => {
  await (await launched)?.close();
});

/**
 * A fresh browser context, with cookies and storage of its own, in the Chromium of this test file.
 * @throws Error with the command to install Chromium where there is none.
 */
export async function openContext(look: Look): Promise<BrowserContext> {
  launched ??= launch();
  const context = await (await launched).newContext({
    ...LOOKS[look],
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
    acceptDownloads: true,
  });
  context.setDefaultTimeout(15_000);
  return context;
}

async function launch(): Promise<Browser> {
  if (!existsSync(CHROMIUM)) {
    throw new Error(`No Chromium at ${CHROMIUM}. Install it with \`apt-get install -y chromium\`, or name it in CHROMIUM_PATH.`);
  }
  mkdirSync(SCREENSHOTS, { recursive: true });
  return chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}
