import type { Content } from '@google/genai/web';
import type { Turn } from '../assistant';

/** The conversation as Gemini wants it: the person begins, and nobody speaks twice in a row. */
export function toContents({ history, message }: Pick<Turn, 'history' | 'message'>): Content[] {
  const contents: Content[] = [];
  for (const { role, text } of [...history, { role: 'user' as const, text: message }]) {
    const last = contents.at(-1);
    if (last === undefined && role === 'assistant') continue;
    const speaker = role === 'user' ? 'user' : 'model';
    if (last?.role === speaker) last.parts?.push({ text });
    else contents.push({ role: speaker, parts: [{ text }] });
  }
  return contents;
}
