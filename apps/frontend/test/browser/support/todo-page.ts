import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { BrowserContext, Page } from 'playwright-core';
import { openContext, SCREENSHOTS, type Look } from './browser';
import { FakeApi } from './fake-api';
import { startPageServer, type PageServer } from './page-server';

/** The built page in a real browser, over a fake API that a test can look into. */
export class TodoPage {
  private constructor(
    readonly page: Page,
    readonly api: FakeApi,
    readonly look: Look,
    private readonly context: BrowserContext,
    private readonly server: PageServer,
    private readonly complaints: string[],
  ) {}

  /** `prepare` fills the API before the page asks it. */
  static async open(look: Look, prepare: (api: FakeApi) => void = () => undefined): Promise<TodoPage> {
    const api = new FakeApi();
    prepare(api);
    const server = await startPageServer(api.handle);
    const context = await openContext(look);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(server.url);
    return new TodoPage(page, api, look, context, server, complaints);
  }

  get isPhone(): boolean {
    return this.look.startsWith('phone');
  }

  get url(): string {
    return this.server.url;
  }

  /** A second window of the same person. */
  async openWindow(): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(this.server.url);
    return page;
  }

  /** Goes to the list or the assistant where only one of them is shown. */
  async show(part: 'Todos' | 'Assistant'): Promise<void> {
    if (this.isPhone) await this.page.getByRole('navigation', { name: 'Parts of the page' }).getByRole('button', { name: part }).click();
  }

  async add(title: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Title of the new todo' }).fill(title);
    await this.page.keyboard.press('Enter');
    await this.page.getByRole('checkbox', { name: title, exact: true }).waitFor();
  }

  async say(message: string): Promise<void> {
    await this.show('Assistant');
    await this.page.getByRole('textbox', { name: 'Message' }).fill(message);
    await this.page.keyboard.press('Enter');
  }

  titles(): Promise<string[]> {
    return this.page.getByRole('list', { name: 'Todos' }).getByTitle('Edit', { exact: true }).allInnerTexts();
  }

  /** Keeps a picture for people to look at. */
  async picture(name: string): Promise<void> {
    await this.page.screenshot({ path: join(SCREENSHOTS, `${name}-${this.look}.png`) });
  }

  /** What axe finds wrong, in words. */
  async accessibilityFaults(): Promise<string[]> {
    const { violations } = await new AxeBuilder({ page: this.page }).analyze();
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary ?? ''}`));
  }

  /** Errors and warnings in the console, but for `expected` ones. */
  complaintsBut(expected: RegExp = /^$/): string[] {
    return this.complaints.filter((complaint) => !expected.test(complaint));
  }

  async close(): Promise<void> {
    await this.context.close();
    await this.server.stop();
  }
}
