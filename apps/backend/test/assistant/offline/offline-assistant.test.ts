import type { Card } from '@todo-chatbot/contracts';
import { startApp, type TestApp, type Visitor } from '../../support/app';

let test: TestApp;
let visitor: Visitor;

beforeAll(async () => {
  test = await startApp({ settings: { RATE_LIMIT_CHAT: 0 } });
}, 60_000);
afterAll(() => test.stop());
beforeEach(() => {
  visitor = test.visitor();
});

async function said(message: string): Promise<{ text: string; cards: Card[] }> {
  const events = await visitor.say(message);
  const last = events.at(-1);
  if (last?.type !== 'done') throw new Error(`it ended with ${JSON.stringify(last)}`);
  return { text: last.message.text, cards: last.message.cards };
}

describe('the offline assistant', () => {
  it('says that no model is behind it, and what it understands', async () => {
    expect((await said('help')).text).toContain('no model is behind me');
    expect((await said('sing me a song')).text).toMatch(/^I did not understand that\.\n/);
    expect((await said('call mum at 5')).text).toContain('say “add call mum at 5”');
  });

  it('understands every command that its help names', async () => {
    for (const title of ['write report', 'pay taxes', 'file taxes', 'buy milk'])
      await visitor.create({ title, due: '2020-01-01' });
    const { text } = await said('help');
    const commands = [...text.matchAll(/“([^”]+)”/g)]
      .map(([, command = '']) => command)
      .filter((command) => command.includes(' '));
    expect(commands.length).toBeGreaterThan(15);
    for (const command of commands.filter((one) => !/^(next Tuesday|in 3 days|24 Dec)/.test(one))) {
      expect([command, (await said(command)).text]).toEqual([command, expect.not.stringMatching(/did not understand/)]);
    }
  });

  it('refuses a title that is too long, rather than to cut it', async () => {
    expect((await said(`add ${'x'.repeat(201)}`)).text).toContain('too long for a title');
    expect((await said(`add ${Array.from({ length: 11 }, (_, n) => `#t${n}`).join(' ')} milk`)).text).toContain(
      '11 tags',
    );
    expect(await visitor.titles()).toEqual([]);
  });

  it('changes one todo at once, with an undo: priority, title, tag, date', async () => {
    await visitor.create({ title: 'write report', due: '2026-12-01', tags: ['a'] });
    for (const command of [
      'make the report urgent',
      'tag the report with work',
      'clear the date of the report',
      'rename the report to write summary report',
    ]) {
      expect([command, (await said(command)).cards]).toMatchObject([command, [{ kind: 'action' }]]);
    }
    expect((await visitor.list()).items).toMatchObject([
      { title: 'write summary report', priority: 'high', tags: ['a', 'work'], due: null },
    ]);
  });

  it('does not rename or tag several at once', async () => {
    for (const title of ['a report', 'b report']) await visitor.create({ title, tags: [title[0]] });
    expect((await said('tag everything about report with work')).text).toContain('one at a time');
    expect((await visitor.list()).items.map(({ tags }) => tags)).toEqual([['a'], ['b']]);
  });

  it('prefers the exact title, and asks which one otherwise', async () => {
    for (const title of ['report', 'report for Ann']) await visitor.create({ title });
    await said('mark the report as done');
    expect(await visitor.titles('?status=done')).toEqual(['report']);
    await visitor.create({ title: 'report for Bob' });
    const { text, cards } = await said('complete report for');
    expect(text).toContain('2 todos match “report for”');
    expect(cards).toMatchObject([{ kind: 'result', total: 2 }]);
  });

  it('moves everything overdue, and nothing else, at a click', async () => {
    await visitor.create({ title: 'late', due: '2020-01-01' });
    await visitor.create({ title: 'later', due: '2020-01-02' });
    await visitor.create({ title: 'some day' });
    const { cards } = await said('postpone all overdue tasks to tomorrow');
    expect(cards).toMatchObject([{ kind: 'confirmation', total: 2, summary: 'Move 2 todos?' }]);
    if (cards[0]?.kind === 'confirmation') await visitor.decide(cards[0], 'approve');
    expect((await visitor.list()).counts.overdue).toBe(0);
    expect((await visitor.titles('?due=none')).sort()).toEqual(['some day']);
  });

  it('says when there is nothing to do, and when it does not know a date', async () => {
    expect((await said('mark everything about taxes as done')).text).toBe('I found no open todo about “taxes”.');
    expect((await said('delete all done todos')).text).toBe('I found no done todo.');
    await visitor.create({ title: 'report' });
    expect((await said('move the report to the greek calends')).text).toContain('I do not know when');
    expect((await said('mark task as done')).text).toBe('Which todo do you mean?');
  });

  it.each(['32 December', '30 February', '2026-13-01', 'Friday at 25', 'tomorrow at 17:61', 'the 32nd'])(
    'says back that it does not know when %j is, and moves nothing',
    async (when) => {
      await visitor.create({ title: 'report', due: '2026-12-05' });
      expect(await said(`move the report to ${when}`)).toEqual({ text: `I do not know when “${when}” is.`, cards: [] });
      expect((await visitor.list()).items).toMatchObject([{ due: '2026-12-05', version: 1 }]);
    },
  );

  it('adds nothing with a date that there is not, rather than with another one', async () => {
    expect((await said('remind me to pay rent on 32 December')).text).toBe('I do not know when “32 December” is.');
    expect(await visitor.titles()).toEqual([]);
  });
});
