import type { Todo } from '@todo-chatbot/contracts';
import { count } from '../../text';
import type { Assistant, Piece, Turn } from '../assistant';
import { findDate } from './dates';
import { readDraft } from './draft';
import { readIntent, type Intent } from './intents';

const HELP = [
  'I am the offline assistant: I understand these commands, in English.',
  '- **Add**: “remind me to call mum tomorrow at 5”, “add buy milk #shopping !high”',
  '- **Ask**: “what is overdue?”, “what is due today?”, “show todos about taxes”',
  '- **Finish**: “mark the report as done”, “mark everything about taxes as done”',
  '- **Move**: “move the report to Friday”',
  '- **Delete**: “delete buy milk”; I ask before I delete or change several.',
].join('\n');

const MOST_SHOWN = 50;

/** Rules instead of a model, for when there is no key. It says what it is, and guesses nothing. */
export const offlineAssistant: Assistant = {
  kind: 'offline',
  name: 'Offline assistant',
  answer: (turn) => answer(readIntent(turn.message), turn),
};

async function* answer(intent: Intent, turn: Turn): AsyncIterable<Piece> {
  switch (intent.kind) {
    case 'help':
      return yield { text: HELP };
    case 'unknown':
      return yield { text: `I did not understand that.\n\n${HELP}` };
    case 'add':
      return yield* add(intent.what, turn);
    case 'list':
      return yield* list(intent, turn);
    default:
      return yield* act(intent, turn);
  }
}

async function* add(what: string, { tools, timeZone, now }: Turn): AsyncIterable<Piece> {
  const draft = readDraft(what, timeZone, now);
  if (draft.title === '') return yield { text: 'What should the todo say?' };
  yield { card: await tools.add([draft]) };
  yield { text: draft.due === null ? 'Added.' : `Added, due ${shown(draft.due, timeZone)}.` };
}

const TITLES = {
  overdue: 'Overdue',
  today: 'Due today',
  week: 'Due in the next seven days',
  done: 'Done',
  open: 'Open',
} as const;

async function* list({ which, about }: Extract<Intent, { kind: 'list' }>, { tools }: Turn): AsyncIterable<Piece> {
  const filter = which === 'done' || which === 'open' ? { status: which } : { status: 'open' as const, due: which };
  const { todos, total } = await tools.find({ ...filter, ...(about === '' ? {} : { search: about }) }, MOST_SHOWN);
  const title = about === '' ? TITLES[which] : `${TITLES[which]}, about “${about}”`;
  if (total === 0) return yield { text: `${title}: nothing.` };
  yield { text: `${title}: ${count(total)}.` };
  yield { card: { kind: 'result', title, todos: [...todos], total } };
}

type Action = Exclude<Intent, { kind: 'help' | 'unknown' | 'add' | 'list' }>;

async function* act(intent: Action, turn: Turn): AsyncIterable<Piece> {
  const found = await candidates(intent, turn);
  const all = 'all' in intent && intent.all;
  if (found.length === 0)
    return yield { text: `I found no ${intent.kind === 'reopen' ? 'done' : 'open'} todo about “${intent.about}”.` };
  const chosen = all ? found : best(found, intent.about);
  if (!all && chosen.length > 1) {
    yield {
      text: `${count(chosen.length)} match “${intent.about}”. Say which one, or “everything about ${intent.about}”.`,
    };
    return yield { card: { kind: 'result', title: 'Which one?', todos: [...chosen], total: chosen.length } };
  }
  yield* perform(intent, chosen, turn);
}

async function candidates(intent: Action, { tools }: Turn): Promise<readonly Todo[]> {
  const status = intent.kind === 'reopen' ? 'done' : intent.kind === 'delete' ? 'all' : 'open';
  const { todos } = await tools.find({ status, ...(intent.about === '' ? {} : { search: intent.about }) });
  return todos;
}

/** An exact title is meant, even when it is also part of others. */
function best(found: readonly Todo[], about: string): readonly Todo[] {
  const exact = found.filter(({ title }) => title.toLowerCase() === about.toLowerCase());
  return exact.length > 0 ? exact : found;
}

async function* perform(intent: Action, chosen: readonly Todo[], { tools, timeZone, now }: Turn): AsyncIterable<Piece> {
  switch (intent.kind) {
    case 'delete':
      yield { text: 'Please confirm.' };
      return yield { card: await tools.remove(chosen) };
    case 'move': {
      const date = findDate(intent.when, timeZone, now);
      if (date === undefined) return yield { text: `I do not know when “${intent.when}” is.` };
      return yield { card: await tools.change(chosen, { due: date.due }) };
    }
    case 'prioritize':
      return yield { card: await tools.change(chosen, { priority: intent.priority }) };
    default:
      if (chosen.length > 1) yield { text: 'Please confirm.' };
      return yield { card: await tools.change(chosen, { done: intent.kind === 'complete' }) };
  }
}

function shown(due: string, timeZone: string): string {
  const day = due.length === 10;
  const at = new Date(day ? `${due}T12:00:00Z` : due);
  return new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(day ? { timeZone: 'UTC' } : { hour: '2-digit', minute: '2-digit', timeZone }),
  }).format(at);
}
