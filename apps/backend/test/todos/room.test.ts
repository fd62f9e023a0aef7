import type { Change, Confirmation, Problem } from '@todo-chatbot/contracts';
import { inWorkspace } from '../../src/db/workspace';
import { endOfList } from '../../src/todos/repository';
import type { Answer } from '../support/app';
import { engines } from '../support/engines';
import { over, useApp } from '../support/stage';

const MOST = 5;

describe.each(engines)('the most todos of a workspace over %s', (engine) => {
  const on = useApp(over(engine, { settings: { TODOS_PER_WORKSPACE: MOST } }));

  const create = (title: string) => on.visitor.ask<Problem>('POST', '/api/todos', { payload: { title } });
  const importMany = (count: number) =>
    on.visitor.ask<Problem & Change>('POST', '/api/todos/import', {
      payload: Array.from({ length: count }, (_, n) => ({ title: `todo ${n}`, done: true })),
    });
  const refused = ({ status, body }: Answer<Problem>): [number, string] => [status, body.code];
  const count = async (): Promise<number> => (await on.visitor.list()).counts.all;

  it('holds for single ones, also when they come at the same time', async () => {
    await on.visitor.list();
    const answers = await Promise.all(Array.from({ length: MOST + 3 }, (_, n) => create(`todo ${n}`)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(MOST);
    for (const answer of answers.filter(({ status }) => status !== 201))
      expect(refused(answer)).toEqual([409, 'too-many-todos']);
    expect(await count()).toBe(MOST);
  });

  it('holds for files, which are refused whole, with how much room there is', async () => {
    await create('one');
    const answer = await importMany(MOST);
    expect(refused(answer)).toEqual([409, 'too-many-todos']);
    expect(answer.body.detail).toBe('There may be 5 todos, and there is room for 4 more. Delete some first.');
    expect(await count()).toBe(1);
    expect((await importMany(MOST - 1)).status).toBe(200);
  });

  it('holds for undo, which can be done again once there is room', async () => {
    await importMany(MOST);
    const { body } = await on.visitor.ask<Change>('POST', '/api/todos/bulk', { payload: { action: 'clear-done' } });
    await create('in the way');
    const undo = () => on.visitor.ask<Problem>('POST', `/api/undo/${body.undoId}`);
    expect(refused(await undo())).toEqual([409, 'too-many-todos']);
    const [{ id = '' } = {}] = (await on.visitor.list()).items;
    await on.visitor.ask('DELETE', `/api/todos/${id}`);
    expect((await undo()).status).toBe(200);
    expect(await count()).toBe(MOST);
  });

  it('holds for the assistant, which says so', async () => {
    await importMany(MOST);
    const events = await on.visitor.say('remind me to call mum');
    const said = 'There may be 5 todos, and there is no room for more. Delete some first.';
    expect(events.at(-1)).toMatchObject({ type: 'done', message: { text: said, cards: [] } });
    expect(await count()).toBe(MOST);
  });

  it('holds for what is confirmed, which can be confirmed again once there is room', async () => {
    const workspace = await on.visitor.workspace();
    const drafts = [{ title: 'asked', notes: '', due: null, priority: 'none' as const, tags: [] }];
    const card: Confirmation = await on.app.services.confirmations.ask(workspace, { kind: 'add', drafts }, 'UTC');
    await importMany(MOST);
    expect(refused((await on.visitor.decide(card, 'approve')) as Answer<Problem>)).toEqual([409, 'too-many-todos']);
    await on.visitor.ask('POST', '/api/todos/bulk', { payload: { action: 'clear-done' } });
    expect((await on.visitor.decide(card, 'approve')).status).toBe(200);
    expect(await on.visitor.titles()).toEqual(['asked']);
  });

  it('counts what there is, whatever was done', async () => {
    const workspace = await on.visitor.workspace();
    const counted = (): Promise<number> =>
      inWorkspace(on.app.services.database.db, workspace, async (scope) => (await endOfList(scope)).count);
    const bulk = (action: string) => on.visitor.ask<Change>('POST', '/api/todos/bulk', { payload: { action } });
    const undo = async (id: string) => (await on.visitor.ask<Change>('POST', `/api/undo/${id}`)).body.undoId;
    await importMany(3);
    await create('open');
    const { body } = await bulk('clear-done');
    expect([await counted(), await count()]).toEqual([1, 1]);
    const again = await undo(body.undoId);
    expect([await counted(), await count()]).toEqual([4, 4]);
    await undo(again);
    await importMany(MOST);
    const [{ id = '', version = 0 } = {}] = (await on.visitor.list()).items;
    await on.visitor.ask('PATCH', `/api/todos/${id}`, { payload: { done: true }, headers: { 'if-match': `"${version}"` } });
    await on.visitor.ask('DELETE', `/api/todos/${id}`);
    expect([await counted(), await count()]).toEqual([0, 0]);
  });

  it('leaves alone whoever has more already: everything but adding goes on', async () => {
    await importMany(MOST);
    const [first] = (await on.visitor.list()).items;
    const headers = { 'if-match': '*' };
    const edited = await on.visitor.ask('PATCH', `/api/todos/${first?.id}`, { payload: { title: 'new' }, headers });
    expect(edited.status).toBe(200);
  });
});
