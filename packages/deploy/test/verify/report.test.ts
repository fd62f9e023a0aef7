import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { silentProgress } from '@fairlead/runtime';
import { chromium, type Browser } from 'playwright-core';
import { createRedaction } from '../../src/release/redaction';
import { findChromium } from '../../src/verify/chromium';
import { duration, renderReport, summarize } from '../../src/verify/report-html';
import { reportSchema } from '../../src/verify/report';
import { writeReport } from '../../src/verify/write-report';
import { environment } from './plan';
import { report } from './report-fixture';

// The smallest PNG there is: one transparent pixel.
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const screenshots = new Map([['page.png', PNG]]);
const html = renderReport(report, screenshots);

let browser: Browser;
beforeAll(async () => {
  const executablePath = await findChromium({ progress: silentProgress, signal: new AbortController().signal });
  browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
});
afterAll(() => browser.close());

test.each([
  ['a desk', 'light', 1280, 800],
  ['a desk at night', 'dark', 1280, 800],
  ['a phone', 'light', 360, 740],
  ['a phone at night', 'dark', 360, 740],
] as const)('the page is accessible and fits on %s', async (_, colorScheme, width, height) => {
  const context = await browser.newContext({ colorScheme, viewport: { width, height } });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  await page.setContent(html);

  // axe runs a script in the page, which the page's own policy forbids.
  const bare = await context.newPage();
  await bare.setContent(html.replace(/<meta http-equiv.*>/, ''));
  const { violations } = await new AxeBuilder({ page: bare }).analyze();

  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html: node }) => node).join(' ')}`)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  expect(complaints).toEqual([]);
  await context.close();
});

test('it needs no network and allows none', async () => {
  const page = await browser.newPage();
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.setContent(html, { waitUntil: 'load' });

  expect(requests.filter((url) => !url.startsWith('data:'))).toEqual([]);
  expect(html).toContain(`content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"`);
  expect(html).not.toContain('<script');
});

test('what an app or a cluster says is text, never markup', () => {
  const hostile = '<img src=x onerror=alert(1)>"\'{{app}}';
  const [first] = report.checks;
  const page = renderReport({ ...report, app: hostile, checks: [{ ...first!, name: hostile, note: hostile, evidence: [hostile] }], remarks: [hostile] }, new Map());

  expect(page).not.toContain('<img src=x');
  expect(page).toContain('&lt;img src&#x3D;x onerror&#x3D;alert(1)&gt;');
});

test('it tells the verdict, the failure with its evidence, and the path that took the time', async () => {
  const page = await browser.newPage();
  await page.setContent(html);
  const text = await page.evaluate('document.body.innerText');

  expect(await page.title()).toBe('Not verified: todo-chatbot in local');
  expect(text).toContain('2 checks passed, 1 failed, 1 skipped in 1 min 12 s.');
  expect(text).toContain('POST /api/chat -> 503 (12 ms): <b>no</b>\na second line');
  expect(text).toContain('The end had to wait for image-store, then build-image backend, then deploy, then verify: 58.0 s of work.');
  expect(text).toContain('The network policies are installed, but embedded cluster does not enforce them.');
});

test('a report without anything is still a page', () => {
  const empty = { ...report, checks: [], images: [], pods: [], phases: [], remarks: [] };

  expect(renderReport(empty, new Map())).toContain('0 checks passed in 1 min 12 s.');
});

test('it is written as JSON of a known version, as a page, and without secrets', async () => {
  const root = mkdtempSync(join(tmpdir(), 'report-'));
  const secret = 'pa"ss&word';
  const redaction = createRedaction();
  redaction.hide([secret]);
  const leaking = { ...report, remarks: [`the password is ${secret}`] };

  mkdirSync(join(root, 'dist', 'reports', 'local'), { recursive: true });
  writeFileSync(join(root, 'dist', 'reports', 'local', 'screenshot-of-an-earlier-run.png'), PNG);
  const path = await writeReport({ context: { root, environment, redaction }, report: leaking, screenshots });

  const folder = join(root, 'dist', 'reports', 'local');
  expect(readdirSync(folder).sort()).toEqual(['page.png', 'report.html', 'report.json']);
  const written = reportSchema.parse(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')));
  expect(written).toEqual({ ...report, remarks: ['the password is ***'] });
  expect(readFileSync(path, 'utf8')).toContain('the password is ***');
});

test.each([
  [0, '0 ms'], [412, '412 ms'], [995, '1.0 s'], [4_249, '4.2 s'], [59_949, '59.9 s'], [59_950, '1 min 0 s'], [3_725_000, '62 min 5 s'],
])('%i ms reads as %s', (ms, words) => {
  expect(duration(ms)).toBe(words);
});

test('one check that passed is one check', () => {
  expect(summarize([{ status: 'passed' }])).toBe('1 check passed');
});
