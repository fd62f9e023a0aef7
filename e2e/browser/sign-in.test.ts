import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { openContext, SCREENSHOTS, type Look } from './support/browser';
import { startSignInSite, type SignInSite } from './support/sign-in-site';

let site: SignInSite;
beforeAll(async () => {
  site = await startSignInSite();
});
afterAll(() => site.stop());

describe.each(['desktop-light', 'phone-dark'] as const)('with an identity provider, %s', (look) => {
  test('people sign in, keep the list they began as guests, find it elsewhere, and leave nothing behind when they sign out', async () => {
    const name = `Ines ${look}`;
    const page = await visit(look);
    await page.getByRole('textbox', { name: 'Title of the new todo' }).fill('Begun as a guest');
    await page.keyboard.press('Enter');
    await page.getByRole('checkbox', { name: 'Begun as a guest' }).waitFor();
    await signIn(page, name);
    await page.getByRole('checkbox', { name: 'Begun as a guest' }).waitFor();
    await page.getByText(name).waitFor();
    await page.screenshot({ path: join(SCREENSHOTS, `signed-in-${look}.png`) });

    const elsewhere = await visit(look);
    await elsewhere.getByRole('heading', { name: 'A clear deck' }).waitFor();
    await signIn(elsewhere, name);
    await elsewhere.getByRole('checkbox', { name: 'Begun as a guest' }).waitFor();
    await elsewhere.context().close();

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'A clear deck' }).waitFor();
    await openAccount(page);
    await page.getByRole('link', { name: 'Sign in' }).waitFor();
    expect(await page.getByText('Begun as a guest').count()).toBe(0);
    await page.context().close();
  });
});

describe('with an identity provider that says no', () => {
  test('people come back to their list, and are told', async () => {
    const page = await visit('desktop-light');
    await page.getByRole('textbox', { name: 'Title of the new todo' }).fill('Begun as a guest');
    await page.keyboard.press('Enter');
    await page.getByRole('checkbox', { name: 'Begun as a guest' }).waitFor();
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.getByRole('link', { name: 'Cancel' }).click();
    await page.getByRole('region', { name: 'Notifications' }).getByText('the sign-in was turned down or cancelled').waitFor();
    await page.getByRole('checkbox', { name: 'Begun as a guest' }).waitFor();
    expect(new URL(page.url()).search).toBe('');
    await page.context().close();
  });
});

async function visit(look: Look): Promise<Page> {
  const context = await openContext(look);
  // The provider's pages ask for fonts of others; nothing here leaves this machine.
  await context.route(
    (url) => !['localhost', '127.0.0.1'].includes(url.hostname),
    (route) => route.abort(),
  );
  const page = await context.newPage();
  await page.goto(site.url);
  await page.getByRole('textbox', { name: 'Title of the new todo' }).waitFor();
  return page;
}

/** Goes through the pages of the provider, and comes back with the account in sight. */
async function signIn(page: Page, name: string): Promise<void> {
  await openAccount(page);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.locator('input[name=login]').fill(name);
  await page.locator('input[name=password]').fill('any');
  await page.locator('[type=submit]').click();
  await page.locator('input[name=prompt][value=consent]').waitFor({ state: 'attached' });
  await page.locator('[type=submit]').click();
  await page.getByRole('textbox', { name: 'Title of the new todo' }).waitFor();
  await openAccount(page);
}

async function openAccount(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'Account and settings' });
  if ((await button.count()) > 0) await button.click();
}
