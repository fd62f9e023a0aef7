import { TITLE_MAX, type Card, type Todo, type TodoPatch } from '@todo-chatbot/contracts';
import { count } from '../../text';
import type { Piece, Turn } from '../assistant';
import { findDate, type FoundDate } from './dates';
import type { Intent } from './intents';

type Action = Extract<Intent, { which: object }>;

const CONFIRM = 'Please confirm.';

/** Changes or deletes what is meant: at once when that is one todo, at a click when it is more. */
export async function* act(action: Action, turn: Turn): AsyncIterable<Piece> {
  const { about, all } = action.which;
  const { todos: found, total } = await candidates(action, turn);
  if (found.length === 0)
    return yield { text: `I found no ${kindOf(action)}${about === '' ? '' : ` about “${about}”`}.` };
  if (about === '' && !all) return yield { text: 'Which todo do you mean?' };
  const chosen = all ? found : theOne(found, about);
  if (!all && chosen.length > 1) return yield* askWhich(chosen, about);
  if (total > found.length) yield { text: `Those are ${count(total)}; I can change ${found.length} at once. ` };
  yield* perform(action, chosen, turn);
}

async function* askWhich(chosen: readonly Todo[], about: string): AsyncIterable<Piece> {
  yield { text: `${count(chosen.length)} match “${about}”. Say which one, or “everything about ${about}”.` };
  yield { card: { kind: 'result', title: 'Which one?', todos: chosen.slice(0, 50), total: chosen.length } };
}

function candidates({ kind, which }: Action, { tools }: Turn): ReturnType<Turn['tools']['find']> {
  const status = which.done || kind === 'reopen' ? 'done' : kind === 'delete' ? 'all' : 'open';
  return tools.find({ status, due: which.due, ...(which.about === '' ? {} : { search: which.about }) });
}

function kindOf({ kind, which }: Action): string {
  const state = which.done || kind === 'reopen' ? 'done ' : kind === 'delete' ? '' : 'open ';
  return `${which.due === 'overdue' ? 'overdue ' : state}todo`;
}

/** An exact title is meant, even when it is also part of others. */
function theOne(found: readonly Todo[], about: string): readonly Todo[] {
  const exact = found.filter(({ title }) => title.toLowerCase() === about.toLowerCase());
  return exact.length > 0 ? exact : found;
}

async function* perform(action: Action, chosen: readonly Todo[], turn: Turn): AsyncIterable<Piece> {
  if (action.kind === 'delete') return yield* show(await turn.tools.remove(chosen));
  const fields = fieldsOf(action, chosen, turn);
  if (typeof fields === 'string') return yield { text: fields };
  yield* show(await turn.tools.change(chosen, fields));
}

async function* show(card: Card): AsyncIterable<Piece> {
  yield { text: card.kind === 'confirmation' ? CONFIRM : 'Done.' };
  yield { card };
}

/** What is to be set; or, in words, why not. */
function fieldsOf(
  action: Exclude<Action, { kind: 'delete' }>,
  chosen: readonly Todo[],
  turn: Turn,
): TodoPatch | string {
  const [first] = chosen;
  if (chosen.length > 1 && (action.kind === 'rename' || action.kind === 'tag'))
    return `I can ${action.kind} one at a time.`;
  switch (action.kind) {
    case 'move':
      return dueOf(action.when, turn);
    case 'prioritize':
      return { priority: action.priority };
    case 'rename':
      return action.title.length > TITLE_MAX ? `A title has ${TITLE_MAX} characters at most.` : { title: action.title };
    case 'tag':
      return { tags: [...new Set([...(first?.tags ?? []), action.tag])] };
    default:
      return { done: action.kind === 'complete' };
  }
}

function dueOf(when: string | undefined, { timeZone, now }: Turn): TodoPatch | string {
  if (when === undefined) return { due: null };
  const date = findDate(when, timeZone, now);
  return date && isWhole(when, date) ? { due: date.due } : `I do not know when “${when}” is.`;
}

/** A number that is left over was part of the date: without it, it is another one. */
function isWhole(when: string, { index, text }: FoundDate): boolean {
  return !/\d/.test(when.slice(0, index) + when.slice(index + text.length));
}
