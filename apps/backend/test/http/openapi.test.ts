import type { Change, Todo } from '@todo-chatbot/contracts';
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv2020 from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { startApp, type Answer, type TestApp, type Visitor } from '../support/app';

interface Operation {
  readonly operationId?: string;
  readonly responses: Readonly<Record<string, { content?: Record<string, { schema: object }> }>>;
  readonly requestBody?: { content: Record<string, { schema: object }> };
}
interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

let test: TestApp;
let visitor: Visitor;
let document: Document;
let ajv: Ajv2020;
const answered = new Set<string>();

beforeAll(async () => {
  test = await startApp();
  visitor = test.visitor();
  document = (await visitor.ask<Document>('GET', '/api/docs/openapi.json')).body;
  ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema({ $id: 'api', ...document });
}, 60_000);
afterAll(() => test.stop());

type Request = Parameters<Visitor['ask']>;

/** Sends a request and checks that the answer is as the document says. */
async function checked<T>(template: string, ...[method, url, more]: Request): Promise<Answer<T>> {
  const answer = await visitor.ask<T>(method, url, more);
  const operation = document.paths[template]?.[method.toLowerCase()];
  if (operation === undefined) throw new Error(`${method} ${template} is not described`);
  const described = operation.responses[String(answer.status)] ?? operation.responses['default'];
  const type = String(answer.headers['content-type'] ?? '').split(';')[0] ?? '';
  if (answer.text !== '') {
    const media = described?.content?.[type];
    expect([method, template, answer.status, type, media === undefined]).toEqual([
      method,
      template,
      answer.status,
      type,
      false,
    ]);
    const values =
      type === 'text/event-stream' ? dataOf(answer.text) : [type.includes('json') ? answer.body : answer.text];
    for (const value of values) mustFit(media?.schema ?? false, value);
  }
  answered.add(`${method} ${template} ${answer.status < 400 ? 'ok' : 'problem'}`);
  return answer;
}

function mustFit(schema: object | boolean, value: unknown): void {
  // References of the document are to itself.
  const absolute = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')) as object;
  const validate = ajv.compile(absolute);
  expect([validate(value), validate.errors]).toEqual([true, null]);
}

function dataOf(stream: string): unknown[] {
  const lines = stream.split('\n').filter((line) => line.startsWith('data: '));
  return lines.map((line) => JSON.parse(line.slice(6)) as unknown);
}

describe('the description of the API', () => {
  it('is valid OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document) as never);
    expect([document.openapi, valid, errors]).toEqual(['3.1.0', true, undefined]);
  });

  it('fits every answer and every problem of every operation', async () => {
    const { body: todo } = await checked<Todo>('/api/todos', 'POST', '/api/todos', {
      payload: { title: 'a', due: '2026-12-01', tags: ['x'] },
    });
    await checked('/api/todos', 'POST', '/api/todos', { payload: { title: '' } });
    await checked('/api/todos', 'GET', '/api/todos?limit=1');
    await checked('/api/todos', 'GET', '/api/todos?limit=0');
    await checked('/api/session', 'GET', '/api/session');
    const url = `/api/todos/${todo.id}`;
    const headers = { 'if-match': '"1"' };
    await checked('/api/todos/{id}', 'PATCH', url, { payload: { done: true }, headers });
    await checked('/api/todos/{id}', 'PATCH', url, { payload: { done: true }, headers });
    await checked('/api/todos/{id}/move', 'POST', `${url}/move`, { payload: { after: null, before: null } });
    await checked('/api/todos/{id}/move', 'POST', `${url}/move`, { payload: {} });
    await checked('/api/todos/bulk', 'POST', '/api/todos/bulk', { payload: { action: 'clear-done' } });
    await checked('/api/todos/bulk', 'POST', '/api/todos/bulk', { payload: { action: 'explode' } });
    const again = await checked<Todo>('/api/todos', 'POST', '/api/todos', { payload: { title: 'b' } });
    const { body: deleted } = await checked<Change>('/api/todos/{id}', 'DELETE', `/api/todos/${again.body.id}`);
    await checked('/api/todos/{id}', 'DELETE', `/api/todos/${again.body.id}`);
    await checked('/api/undo/{id}', 'POST', `/api/undo/${deleted.undoId}`);
    await checked('/api/undo/{id}', 'POST', `/api/undo/${deleted.undoId}`);
    const file = await checked<object>('/api/todos/export.json', 'GET', '/api/todos/export.json');
    await checked('/api/todos/export.csv', 'GET', '/api/todos/export.csv');
    await checked('/api/todos/import', 'POST', '/api/todos/import', { payload: file.body });
    await checked('/api/todos/import', 'POST', '/api/todos/import', { payload: {} });
    await checked('/api/chat', 'POST', '/api/chat', { payload: { message: 'what is open?' } });
    const [card] = await visitor.cards('delete everything');
    if (card?.kind !== 'confirmation') throw new Error('no confirmation');
    await checked('/api/chat', 'POST', '/api/chat', { payload: { message: 'show todos about b' } });
    await checked('/api/chat', 'POST', '/api/chat', { payload: { message: '' } });
    await checked('/api/chat/history', 'GET', '/api/chat/history');
    const decide = `/api/chat/confirmations/${card.id}`;
    await checked('/api/chat/confirmations/{id}', 'POST', decide, { payload: { decision: 'approve' } });
    await checked('/api/chat/confirmations/{id}', 'POST', decide, { payload: { decision: 'approve' } });
    await checked('/api/chat/history', 'GET', '/api/chat/history');
    await checked('/api/chat/history', 'DELETE', '/api/chat/history');
    await checked('/api/auth/logout', 'POST', '/api/auth/logout');

    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path} ok`),
    );
    // Streams of live updates do not end, and sign-in needs a provider: they are tried elsewhere.
    const elsewhere = /\/api\/(?:events|auth\/login|auth\/callback) /;
    const untried = operations.filter((operation) => !answered.has(operation) && !elsewhere.test(operation));
    expect(untried).toEqual([]);
  });

  it('describes what live updates send', async () => {
    await visitor.create({ title: 'live' });
    const source = await visitor.follow('0');
    const schema = document.paths['/api/events']?.['get']?.responses['200']?.content?.['text/event-stream']?.schema;
    await source.next();
    mustFit(schema ?? false, (await source.next()).data);
    source.close();
  });

  it('names what each path takes, and refuses what does not fit it', async () => {
    const schema = document.paths['/api/todos']?.['post']?.requestBody?.content['application/json']?.schema ?? {};
    const validate = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')) as object);
    for (const payload of [
      { title: 'ok' },
      { title: 7 },
      { title: 'x', user: 'me' },
      { title: 'x', due: 'soon' },
      {},
    ]) {
      const { status } = await visitor.ask('POST', '/api/todos', { payload });
      expect([payload, validate(payload)]).toEqual([payload, status === 201]);
    }
  });

  it('is shown on a page of its own files, without inline script', async () => {
    const page = await visitor.ask('GET', '/api/docs');
    expect(page.text).not.toMatch(/<script(?![^>]*src=)|style=|onload=/);
    for (const [, path = ''] of page.text.matchAll(/(?:src|href)="([^"]+)"/g)) {
      const file = await visitor.ask('GET', path);
      expect([path, file.status, file.text.length > 50]).toEqual([path, 200, true]);
    }
    expect((await visitor.ask('GET', '/api/docs/..%2fserver.mjs')).status).toBe(404);
  });
});
