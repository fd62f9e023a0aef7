import { routes, todoPageSchema } from '@todo-chatbot/contracts';
import type { Check, CheckContext } from '@fairlead/deploy';

const WISHES = [
  { message: 'Add buy oat milk tomorrow #shopping !high', todo: /oat milk/i },
  { message: 'Remind me to call mum on Friday at 5pm', todo: /call mum/i },
];
// A model may think for a while.
const ANSWER_MS = 60_000;

type Page = Awaited<ReturnType<CheckContext['page']>>;

const talk: Check = {
  name: 'in a browser, what is said to the assistant becomes todos that are still there after a reload',
  needs: ['the page shows in a browser without an error'],
  timeoutMs: 150_000,
  run: async (context) => {
    const page = await context.page();
    await page.goto('/', { timeout: 20_000 });
    for (const { message, todo } of WISHES) {
      const box = page.getByRole('region', { name: 'Assistant' }).getByRole('textbox');
      await box.fill(message);
      await box.press('Enter');
      await todoIn(page, todo).waitFor({ timeout: ANSWER_MS });
    }
    await forgetLater(context, page);
    await page.reload();
    for (const { todo } of WISHES) await todoIn(page, todo).waitFor({ timeout: 10_000 });
    return `${WISHES.length} messages, ${WISHES.length} todos`;
  },
};

function todoIn(page: Page, text: RegExp): ReturnType<Page['getByText']> {
  return page.getByRole('list', { name: 'Todos' }).getByText(text).first();
}

/** The page is closed by then: another client goes on with its cookies. */
async function forgetLater({ session, cleanUp }: CheckContext, page: Page): Promise<void> {
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const heir = session();
  cleanUp(async () => {
    const { items } = todoPageSchema.parse(await heir.json(routes.todos, { headers: { cookie } }));
    const ids = items.map(({ id }) => id);
    if (ids.length > 0) await heir.json(routes.bulk, { method: 'POST', headers: { cookie }, json: { action: 'delete', ids } });
  });
}

/** What a visitor sees and does. */
export const browserChecks: readonly Check[] = [talk];
