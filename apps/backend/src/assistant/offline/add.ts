import { newTodoSchema, TITLE_MAX } from '@todo-chatbot/contracts';
import { dueInWords } from '../../due-in-words';
import type { Piece, Turn } from '../assistant';
import { readDraft } from './draft';
import { impossibleDate } from './impossible-dates';

export async function* add(what: string, { tools, timeZone, now }: Turn): AsyncIterable<Piece> {
  const impossible = impossibleDate(what);
  if (impossible !== undefined) return yield { text: `I do not know when “${impossible}” is.` };
  const draft = readDraft(what, timeZone, now);
  const { data, error } = newTodoSchema.safeParse(draft);
  if (error) return yield { text: explain(draft, error.issues[0]?.message ?? '') };
  const card = await tools.add([data]);
  yield { card };
  if (card.kind === 'confirmation') return yield { text: 'Shall I add this?' };
  yield { text: draft.due === null ? 'Added.' : `Added, due ${dueInWords(draft.due, timeZone, now)}.` };
}

/** What is too long is refused, rather than cut. */
function explain({ title, tags }: { readonly title: string; readonly tags: readonly string[] }, fault: string): string {
  if (title.trim() === '') return 'What should the todo say?';
  if (title.length > TITLE_MAX) return `That is too long for a title, which has ${TITLE_MAX} characters at most.`;
  return `I cannot add that with ${tags.length} tags: ${fault}.`;
}
