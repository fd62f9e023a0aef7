import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { routes, type PortableTodo } from '@todo-chatbot/contracts';
import type { BrowserContext, Page } from 'playwright-core';
import { startBackend, type Script } from './backend';
import { openContext, SCREENSHOTS, type Look } from './browser';
import { Elsewhere } from './elsewhere';
import { startPageServer, type PageServer } from './page-server';
import { Proxy, type FaultFinder } from './proxy';

interface Scene {
  /** What is in the list already. */
  readonly todos?: readonly (Partial<PortableTodo> & { readonly title: string })[];
  /** How the assistant answers; default: by its own rules. */
  readonly script?: Script;
  /** What goes wrong on the way to the server. */
  readonly fault?: FaultFinder;
  /** Where the page is opened; default: at its root. */
  readonly path?: string;
}

interface Parts {
  readonly page: Page;
  readonly look: Look;
  readonly proxy: Proxy;
  readonly elsewhere: Elsewhere;
  readonly context: BrowserContext;
  readonly server: PageServer;
  readonly complaints: string[];
}

/** The built page in a real browser over the real backend, as a visitor of its own. */
export class TodoPage {
  readonly page: Page;
  readonly look: Look;
  /** The way to the server, which a test can break. */
  readonly proxy: Proxy;
  readonly elsewhere: Elsewhere;

  private constructor(private readonly parts: Parts) {
    ({ page: this.page, look: this.look, proxy: this.proxy, elsewhere: this.elsewhere } = parts);
  }

  static async open(look: Look, { todos = [], script, fault, path = '/' }: Scene = {}): Promise<TodoPage> {
    const backend = await startBackend();
    backend.follow(script);
    const proxy = new Proxy(backend.port);
    const server = await startPageServer(proxy.handle);
    const context = await openContext(look);
    const elsewhere = new Elsewhere(backend.port, await openSession(context, server.url));
    await elsewhere.import(todos);
    const page = await context.newPage();
    const complaints = listen(page);
    if (fault !== undefined) proxy.fault = fault;
    proxy.forget();
    await page.goto(`${server.url}${path}`);
    return new TodoPage({ page, look, proxy, elsewhere, context, server, complaints });
  }

  get isPhone(): boolean {
    return this.look.startsWith('phone');
  }

  get url(): string {
    return this.parts.server.url;
  }

  /** A second window of the same person. */
  async openWindow(): Promise<Page> {
    const page = await this.parts.context.newPage();
    await page.goto(this.url);
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

  readonly titles = (page = this.page): Promise<string[]> => page.getByRole('list', { name: 'Todos' }).getByTitle('Edit', { exact: true }).allInnerTexts();

  /** Keeps a picture for people to look at. */
  async picture(name: string): Promise<void> {
    await this.page.screenshot({ path: join(SCREENSHOTS, `${name}-${this.look}.png`) });
  }

  /** What axe finds wrong, in words; `unasked` names rules that a test has a reason to leave out. */
  async accessibilityFaults(unasked: readonly string[] = []): Promise<string[]> {
    const { violations } = await new AxeBuilder({ page: this.page }).disableRules([...unasked]).analyze();
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary ?? ''}`));
  }

  /** Errors and warnings in the console, but for `expected` ones. */
  complaintsBut(expected: RegExp = /^$/): string[] {
    return this.parts.complaints.filter((complaint) => !expected.test(complaint));
  }

  /** After a test has looked at all of them. */
  forgetComplaints(): void {
    this.parts.complaints.length = 0;
  }

  async close(): Promise<void> {
    await this.parts.context.close();
    await this.parts.server.stop();
  }
}

/** Becomes a visitor before the page is opened, so that a test can put todos in place; gives the cookie. */
async function openSession(context: BrowserContext, url: string): Promise<string> {
  // In a tab of its own: for a text, the browser asks for an icon that there is none of, and complains whenever it likes.
  const tab = await context.newPage();
  await tab.goto(`${url}/robots.txt`);
  await tab.evaluate(async (path) => void (await (await fetch(path)).text()), routes.session);
  await tab.close();
  const cookies = await context.cookies();
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}

function listen(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return complaints;
}
