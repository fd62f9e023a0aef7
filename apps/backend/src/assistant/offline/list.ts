import { count } from '../../text';
import type { Piece, Turn } from '../assistant';
import type { Question } from './questions';

const MOST_SHOWN = 50;

const TITLES = {
  overdue: 'Overdue',
  today: 'Due today',
  week: 'Due in the next seven days',
  done: 'Done',
  open: 'Open',
} as const;

export async function* list({ which, about }: Question, { tools }: Turn): AsyncIterable<Piece> {
  const filter = which === 'done' || which === 'open' ? { status: which } : { status: 'open' as const, due: which };
  const { todos, total } = await tools.find({ ...filter, ...(about === '' ? {} : { search: about }) }, MOST_SHOWN);
  const title = about === '' ? TITLES[which] : `${TITLES[which]}, about “${about}”`;
  if (total === 0) return yield { text: `${title}: nothing.` };
  yield { text: `${title}: ${count(total)}${total > todos.length ? `; here are the first ${todos.length}` : ''}.` };
  yield { card: { kind: 'result', title, todos: [...todos], total } };
}
