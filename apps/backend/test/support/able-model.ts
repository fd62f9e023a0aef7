import { addDays } from '../../src/time';
import { calling, lastMessage, lastResponses, saying, type Model, type Reply, type WireRequest } from './gemini-server';

interface Found {
  readonly todos: readonly { readonly id: string; readonly title: string }[];
}

/** A model that does what the sentences of the contract ask for, as a good one would. It knows only what it is told. */
export const ableModel: Model = (request) => {
  const message = lastMessage(request);
  const plan = PLANS.find(([pattern]) => pattern.test(message))?.[1];
  return plan === undefined ? { chunks: saying('I can only help with your todos.') } : plan(request, today(request));
};

/** The date that the prompt gives: "Wednesday, 25 November 2026 at 21:05". */
function today({ systemInstruction }: WireRequest): string {
  const [, date = ''] = /It is \w+,? (\d+ \w+ \d+)/.exec(systemInstruction) ?? [];
  return new Date(`${date} UTC`).toISOString().slice(0, 10);
}

const found = (request: WireRequest): Found['todos'] => (lastResponses(request)[0] as unknown as Found).todos;
const call = (name: string, args: object): Reply => ({ chunks: calling([name, args]) });
const say = (text: string): Reply => ({ chunks: saying(text) });

/** Looks for todos, and acts on what was found. */
function onFound(
  search: object,
  act: (todos: Found['todos'], request: WireRequest) => Reply,
): (request: WireRequest) => Reply {
  return (request) => {
    if (request.step === 0) return call('find_todos', search);
    if (request.step === 1) return act(found(request), request);
    return say('waiting' in (lastResponses(request)[0] ?? {}) ? 'Please confirm.' : 'Done.');
  };
}

const update = (todos: Found['todos'], fields: object): Reply =>
  todos.length === 0 ? say('There is none.') : call('update_todos', { ids: todos.map(({ id }) => id), ...fields });

function nextFriday(day: string): string {
  for (let days = 1; ; days++) {
    const candidate = addDays(day, days);
    if (new Date(`${candidate}T00:00:00Z`).getUTCDay() === 5) return candidate;
  }
}

const PLANS: readonly (readonly [RegExp, (request: WireRequest, today: string) => Reply])[] = [
  [
    /call mum tomorrow at 5/,
    (request, day) =>
      request.step === 0
        ? call('add_todos', { todos: [{ title: 'Call mum', due: `${addDays(day, 1)}T17:00` }] })
        : say('I will remind you.'),
  ],
  [
    /what is overdue/,
    onFound({ status: 'open', due: 'overdue' }, (todos) =>
      say(todos.map(({ title }) => `- ${title}`).join('\n') || 'Nothing.'),
    ),
  ],
  [/everything about taxes/, onFound({ status: 'open', search: 'taxes' }, (todos) => update(todos, { done: true }))],
  [
    /move the report/,
    (request, day) => onFound({ search: 'report' }, (todos) => update(todos, { due: nextFriday(day) }))(request),
  ],
  [/delete buy milk/, onFound({ search: 'milk' }, (todos) => call('delete_todos', { ids: todos.map(({ id }) => id) }))],
  [
    /mark the report as done/,
    onFound({ search: 'report' }, (todos) => say(`Which one? ${todos.map(({ title }) => title).join(' or ')}`)),
  ],
];
