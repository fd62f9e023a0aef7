import { routes } from '@todo-chatbot/contracts';
import type { Check } from '@fairlead/deploy';
import { must, mustBe } from './expect';
import { newVisitor } from './visitor';

const NEEDS = ['the page loads'];

const life: Check = {
  name: 'a todo can be created, listed, completed and deleted',
  needs: NEEDS,
  run: async (context) => {
    const visitor = newVisitor(context);
    const created = await visitor.create('Buy oat milk');
    must((await visitor.list()).items.some(({ id }) => id === created.id), 'the new todo is not in the list');
    const [completed] = (await visitor.patch(created, { done: true })).todos;
    must(completed?.done === true && completed.version > created.version, 'the todo is not completed');
    mustBe('the number of done todos', (await visitor.list()).counts.done, 1);
    await visitor.remove(completed);
    mustBe('the number of todos after deleting the only one', (await visitor.list()).total, 0);
    return 'POST, GET, PATCH and DELETE through the frontend';
  },
};

const conflict: Check = {
  name: 'a change to an outdated todo is refused',
  needs: NEEDS,
  run: async (context) => {
    const visitor = newVisitor(context);
    const created = await visitor.create('Water the plants');
    await visitor.patch(created, { title: 'Water the big plants' });
    const late = await visitor.session.request(routes.todo(created.id), { method: 'PATCH', json: { done: true }, headers: { 'if-match': `"${created.version}"` } });
    must([409, 412].includes(late.status), `the outdated change was answered with ${late.status}`);
  },
};

const chat: Check = {
  name: 'the chat creates a todo',
  needs: NEEDS,
  timeoutMs: 75_000,
  run: async (context) => {
    const visitor = newVisitor(context);
    const events = await visitor.chat('Add a todo: call the plumber');
    const last = events.at(-1);
    must(last?.type === 'done', `the answer ended with ${JSON.stringify(last)}`);
    const { items } = await visitor.list();
    must(items.some(({ title }) => /plumber/i.test(title)), `the todos are now ${JSON.stringify(items.map(({ title }) => title))}`);
    return `${events.length} events, todo "${items[0]?.title ?? ''}"`;
  },
};

const privacy: Check = {
  name: 'another visitor sees and changes none of it',
  needs: NEEDS,
  run: async (context) => {
    const owner = newVisitor(context);
    const secret = await owner.create('A surprise party');
    const stranger = newVisitor(context);
    mustBe('the number of todos a new visitor sees', (await stranger.list()).total, 0);
    for (const method of ['PATCH', 'DELETE']) {
      const answer = await stranger.session.request(routes.todo(secret.id), { method, headers: { 'if-match': '*' }, ...(method === 'PATCH' ? { json: { done: true } } : {}) });
      mustBe(`the status of a stranger's ${method}`, answer.status, 404);
    }
    mustBe('the title that the owner sees', (await owner.list()).items[0]?.title, 'A surprise party');
  },
};

/** What the app is for. */
export const todoChecks: readonly Check[] = [life, conflict, chat, privacy];
