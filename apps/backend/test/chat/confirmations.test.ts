import { randomUUID } from 'node:crypto';
import type { Card, ChatEvent, Confirmation, DecisionResult, Message, Problem } from '@todo-chatbot/contracts';
import { sql } from 'kysely';
import { readEvents } from '../support/app';
import { engines } from '../support/engines';
import { over, useApp } from '../support/stage';

describe.each(engines)('confirmations over %s', (engine) => {
  const on = useApp(over(engine));

  async function asked(message: string): Promise<Confirmation> {
    const card = (await on.visitor.cards(message)).find(({ kind }) => kind === 'confirmation');
    if (card?.kind !== 'confirmation') throw new Error('nothing was asked');
    return card;
  }

  const history = async (): Promise<Message[]> =>
    (await on.visitor.ask<{ messages: Message[] }>('GET', '/api/chat/history')).body.messages;

  it('A2: show exactly what will change, and nothing changes before the click', async () => {
    await on.visitor.create({ title: 'file taxes', due: '2026-12-01' });
    await on.visitor.create({ title: 'pay taxes' });
    await on.visitor.create({ title: 'call mum' });
    const card = await asked('mark everything about taxes as done');
    expect(card).toMatchObject({ summary: 'Complete 2 todos?', total: 2, state: 'pending' });
    expect(card.changes.map(({ title, description }) => `${title}: ${description}`).sort()).toEqual([
      'file taxes: will be done',
      'pay taxes: will be done',
    ]);
    expect((await on.visitor.list('?status=done')).total).toBe(0);
    const { body } = await on.visitor.decide(card, 'approve');
    expect(body).toMatchObject({ confirmation: { state: 'approved' }, change: { summary: 'Completed 2 todos' } });
    expect((await on.visitor.titles('?status=done&sort=title')).sort()).toEqual(['file taxes', 'pay taxes']);
    const { change } = body as DecisionResult;
    await on.visitor.ask('POST', `/api/undo/${change?.undoId}`);
    expect((await on.visitor.list('?status=done')).total).toBe(0);
  });

  it('A2: work once, also when they are clicked twice at the same time', async () => {
    await on.visitor.create({ title: 'buy milk' });
    const card = await asked('delete buy milk');
    const clicks = await Promise.all([on.visitor.decide(card, 'approve'), on.visitor.decide(card, 'approve')]);
    expect(clicks.map(({ status }) => status).sort()).toEqual([200, 410]);
    expect((await on.visitor.decide(card, 'deny')).status).toBe(410);
  });

  it('A2: do nothing when they are denied', async () => {
    await on.visitor.create({ title: 'buy milk' });
    const card = await asked('delete buy milk');
    expect((await on.visitor.decide(card, 'deny')).body).toMatchObject({
      confirmation: { state: 'denied' },
      change: null,
    });
    expect((await on.visitor.decide(card, 'approve')).status).toBe(410);
    expect(await on.visitor.titles()).toEqual(['buy milk']);
  });

  it('A2: are over after ten minutes', async () => {
    await on.visitor.create({ title: 'buy milk' });
    const card = await asked('delete buy milk');
    expect(Date.parse(card.expiresAt) - Date.now()).toBeLessThanOrEqual(600_000);
    const { db } = on.app.services.database;
    const workspace = await on.visitor.workspace();
    await db.transaction().execute(async (transaction) => {
      await sql`select set_config('app.workspace', ${workspace}, true)`.execute(transaction);
      const over = new Date(Date.now() - 1000);
      await sql`update confirmations set expires_at = ${over}, card = jsonb_set(card, '{expiresAt}', to_jsonb(${over.toISOString()}::text))`.execute(
        transaction,
      );
    });
    const late = await on.visitor.decide(card, 'approve');
    expect([late.status, (late.body as Problem).code]).toEqual([410, 'confirmation-over']);
    expect(await on.visitor.titles()).toEqual(['buy milk']);
  });

  it('A2: do nothing when a todo is not as it was shown any more', async () => {
    const milk = await on.visitor.create({ title: 'buy milk' });
    const card = await asked('delete buy milk');
    await on.visitor.ask('PATCH', `/api/todos/${milk.id}`, {
      payload: { title: 'buy a house' },
      headers: { 'if-match': '*' },
    });
    const stale = await on.visitor.decide(card, 'approve');
    expect([stale.status, (stale.body as Problem).code]).toEqual([409, 'confirmation-stale']);
    expect(await on.visitor.titles()).toEqual(['buy a house']);
    const kept = (await history()).flatMap(({ cards }) => cards).find(({ kind }) => kind === 'confirmation');
    expect(kept).toMatchObject({ state: 'expired' });
  });

  it('say dates in words and by the clock of the person, also once they are done', async () => {
    await on.visitor.create({ title: 'file taxes', due: '2030-12-01' });
    await on.visitor.create({ title: 'pay taxes' });
    await on.visitor.create({ title: 'call mum' });
    const cardOf = async (message: string): Promise<Card | undefined> => {
      const answer = await on.visitor.ask('POST', '/api/chat', { payload: { message, timeZone: 'Asia/Kolkata' } });
      return readEvents<ChatEvent>(answer.text).flatMap((event) => (event.type === 'card' ? [event.card] : []))[0];
    };
    const card = await cardOf('move everything about taxes to 4 March 2031 at 00:30');
    if (card?.kind !== 'confirmation') throw new Error('nothing was asked');
    const to = 'Tuesday, 4 March 2031 at 00:30';
    expect(card.changes.map(({ title, description }) => [title, description]).sort()).toEqual([
      ['file taxes', `will be due ${to}, was due Sunday, 1 December 2030`],
      ['pay taxes', `will be due ${to}`],
    ]);
    const { change } = (await on.visitor.decide(card, 'approve')).body as DecisionResult;
    expect([change?.summary, change?.todos[0]?.due]).toEqual([`Moved 2 todos to ${to}`, '2031-03-03T19:00:00.000Z']);
    const moved = await cardOf('move call mum to 4 March 2031 at 00:30');
    expect(moved).toMatchObject({ kind: 'action', change: { summary: `Moved “call mum” to ${to}` } });
    const cleared = await cardOf('clear the date of everything about taxes');
    if (cleared?.kind !== 'confirmation') throw new Error('nothing was asked');
    expect(cleared.changes[0]?.description).toBe(`will have no due date, was due ${to}`);
  });

  it('show in the conversation how they were decided', async () => {
    await on.visitor.create({ title: 'buy milk' });
    const card = await asked('delete buy milk');
    await on.visitor.decide(card, 'approve');
    const kept = (await history()).flatMap(({ cards }) => cards);
    expect(kept).toMatchObject([{ kind: 'confirmation', id: card.id, state: 'approved' }]);
  });

  it('refuse an id that nobody was given', async () => {
    const { status } = await on.visitor.ask('POST', `/api/chat/confirmations/${randomUUID()}`, {
      payload: { decision: 'approve' },
    });
    expect(status).toBe(404);
  });
});
