import type { Card, ChatEvent } from '@todo-chatbot/contracts';
import type { Assistant } from '../../src/assistant/assistant';
import { addDays, dayIn } from '../../src/time';
import { useApp } from '../support/stage';

export interface OpenAssistant {
  readonly assistant: Assistant;
  /** Ends it, and fails when something was wrong with how it was used. */
  close(): Promise<void>;
}

/** What every assistant does, whatever is behind it: a person sees the same app. */
export function assistantContract(name: string, openAssistant: () => Promise<OpenAssistant>): void {
  describe(`the assistant: ${name}`, () => {
    let assistant: Assistant;
    const on = useApp(async () => {
      const open = await openAssistant();
      assistant = open.assistant;
      return { ...open, settings: { RATE_LIMIT_CHAT: 0 } };
    });

    const today = (): string => dayIn('UTC', new Date());
    const cardsOf = (events: readonly ChatEvent[]): Card[] =>
      events.flatMap((event) => (event.type === 'card' ? [event.card] : []));
    const textOf = (events: readonly ChatEvent[]): string =>
      events.flatMap((event) => (event.type === 'text' ? [event.delta] : [])).join('');

    it('says what it is', async () => {
      const { body } = await on.visitor.ask<{ assistant: unknown }>('GET', '/api/session');
      expect(body.assistant).toEqual({ kind: assistant.kind, name: assistant.name });
    });

    it('adds what it is reminded of, when it is due, with an undo', async () => {
      const events = await on.visitor.say('remind me to call mum tomorrow at 5');
      expect(events.at(-1)).toMatchObject({ type: 'done', message: { state: 'complete' } });
      const [card] = cardsOf(events);
      if (card?.kind !== 'action') throw new Error('nothing was done');
      const due = `${addDays(today(), 1)}T17:00:00.000Z`;
      expect((await on.visitor.list()).items).toMatchObject([{ title: expect.stringMatching(/^call mum$/i), due }]);
      await on.visitor.ask('POST', `/api/undo/${card.change.undoId}`);
      expect(await on.visitor.titles()).toEqual([]);
    });

    it('answers what is overdue, and changes nothing', async () => {
      await on.visitor.create({ title: 'pay rent', due: addDays(today(), -1) });
      await on.visitor.create({ title: 'water plants', due: addDays(today(), 1) });
      const before = await on.visitor.list();
      const events = await on.visitor.say('what is overdue?');
      const answer = JSON.stringify([textOf(events), cardsOf(events)]);
      expect(answer).toContain('pay rent');
      expect(answer).not.toContain('water plants');
      expect(await on.visitor.list()).toEqual(before);
    });

    it('A2: asks before it changes several, and does it at a click', async () => {
      for (const title of ['file taxes', 'pay taxes', 'call mum']) await on.visitor.create({ title });
      const cards = cardsOf(await on.visitor.say('mark everything about taxes as done'));
      expect(cards).toMatchObject([{ kind: 'confirmation', total: 2 }]);
      expect((await on.visitor.list('?status=done')).total).toBe(0);
      const [card] = cards;
      if (card?.kind !== 'confirmation') throw new Error('nothing was asked');
      await on.visitor.decide(card, 'approve');
      expect(await on.visitor.titles('?status=done&sort=title')).toEqual(['file taxes', 'pay taxes']);
    });

    it('moves one todo that was named, at once and with an undo', async () => {
      await on.visitor.create({ title: 'write report', due: today() });
      const [card] = cardsOf(await on.visitor.say('move the report to Friday'));
      if (card?.kind !== 'action') throw new Error('nothing was done');
      const [moved] = (await on.visitor.list()).items;
      expect(new Date(`${moved?.due?.slice(0, 10)}T00:00:00Z`).getUTCDay()).toBe(5);
      expect(String(moved?.due) >= today()).toBe(true);
      await on.visitor.ask('POST', `/api/undo/${card.change.undoId}`);
      expect((await on.visitor.list()).items[0]?.due).toBe(today());
    });

    it('A2: asks before it deletes, even one', async () => {
      await on.visitor.create({ title: 'buy milk' });
      expect(cardsOf(await on.visitor.say('delete buy milk'))).toMatchObject([{ kind: 'confirmation', total: 1 }]);
      expect(await on.visitor.titles()).toEqual(['buy milk']);
    });

    it('does nothing where it is not clear which one is meant', async () => {
      for (const title of ['report for Ann', 'report for Bob']) await on.visitor.create({ title });
      const events = await on.visitor.say('mark the report as done');
      expect(textOf(events)).not.toBe('');
      expect((await on.visitor.list('?status=done')).total).toBe(0);
      expect(cardsOf(events).filter(({ kind }) => kind !== 'result')).toEqual([]);
    });

    it('says so when it cannot help, and changes nothing', async () => {
      await on.visitor.create({ title: 'a' });
      const events = await on.visitor.say('sing me a song');
      expect(events.at(-1)?.type).toBe('done');
      expect(textOf(events)).not.toBe('');
      expect(await on.visitor.titles()).toEqual(['a']);
    });

    it('A1: knows the todos of who asks only', async () => {
      await on.app.visitor().create({ title: 'taxes of somebody else', due: addDays(today(), -1) });
      const events = await on.visitor.say('what is overdue?');
      expect(JSON.stringify(events)).not.toContain('somebody else');
      expect(cardsOf(await on.visitor.say('mark everything about taxes as done'))).toEqual([]);
    });

    it('lives in the time zone of who asks', async () => {
      await on.visitor.list();
      const payload = { message: 'remind me to call mum tomorrow at 5', timeZone: 'America/New_York' };
      await on.visitor.ask('POST', '/api/chat', { payload });
      const [todo] = (await on.visitor.list()).items;
      expect(['T21:00:00.000Z', 'T22:00:00.000Z']).toContain(todo?.due?.slice(10));
      const unknown = await on.visitor.ask('POST', '/api/chat', { payload: { ...payload, timeZone: 'Nowhere/At_All' } });
      expect(unknown.text).toContain('event: done');
    });
  });
}
