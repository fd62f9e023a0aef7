import type { Assistant, Piece, Turn } from '../assistant';
import { ToolRefusal } from '../toolbox';
import { act } from './act';
import { add } from './add';
import { findDate } from './dates';
import { readIntent, type Intent } from './intents';
import { list } from './list';

const HELP = [
  'I am the offline assistant: no model is behind me. I understand these commands, in English.',
  '- **Add**: “remind me to call mum tomorrow at 5”, “add buy milk #shopping !high”, “I need to pay rent by the 1st”',
  '- **Ask**: “what is overdue?”, “what is due today?”, “show todos about taxes”, “when is the report due?”',
  '- **Finish**: “mark the report as done”, “mark everything about taxes as done”, “reopen the report”',
  '- **Move**: “move the report to Friday”, “postpone all overdue tasks to tomorrow”, “clear the date of the report”',
  '- **Change**: “make the report urgent”, “tag the report with work”, “rename the report to summary”',
  '- **Delete**: “delete buy milk”, “delete all done todos”',
  '',
  'I ask before I delete anything or change several. A day may be “tomorrow”, “next Tuesday at 14:30”, “in 3 days”, “24 December”; a priority is !high, or low priority.',
].join('\n');

const UNDO = 'Each card above has an **Undo**; it works for ten minutes.';

/** Rules instead of a model, for when there is no key. It says what it is, and guesses nothing. */
export const offlineAssistant: Assistant = {
  kind: 'offline',
  name: 'Offline assistant',
  answer: (turn) => tellRefusal(answer(readIntent(turn.message), turn)),
};

async function* tellRefusal(pieces: AsyncIterable<Piece>): AsyncIterable<Piece> {
  try {
    yield* pieces;
  } catch (error) {
    if (!(error instanceof ToolRefusal)) throw error;
    yield { text: error.message };
  }
}

async function* answer(intent: Intent, turn: Turn): AsyncIterable<Piece> {
  switch (intent.kind) {
    case 'help':
      return yield { text: HELP };
    case 'undo':
      return yield { text: UNDO };
    case 'unknown':
      return yield { text: `I did not understand that.${hint(turn)}\n\n${HELP}` };
    case 'add':
      return yield* add(intent.what, turn);
    case 'list':
      return yield* list(intent, turn);
    default:
      return yield* act(intent, turn);
  }
}

/** What holds a date may have been meant as a todo. */
function hint({ message, timeZone, now }: Turn): string {
  const isShort = message.length <= 100 && !/[\n?]/.test(message);
  return isShort && findDate(message, timeZone, now) ? ` To make it a todo, say “add ${message.trim()}”.` : '';
}
