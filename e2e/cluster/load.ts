import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { headers, routes, todoPageSchema } from '@todo-chatbot/contracts';

/** What writers saw while something happened. */
export interface Tally {
  /** Answered with 2xx: these must be there afterwards. */
  readonly acknowledged: readonly string[];
  /** How often each other answer came, e.g. `{"503": 12, "no answer": 1}`. */
  readonly refused: Readonly<Record<string, number>>;
}

const WRITERS = 4;
/** Milliseconds between two writes of a writer: four of them stay far below every rate limit. */
const PACE_MS = 40;
const ANSWER_MS = 10_000;

/** Writes todos through the page's address, with several sessions at once, for as long as `work` takes. */
export async function whileWriting(url: string, work: () => Promise<void>): Promise<{ tally: Tally; titles: ReadonlySet<string> }> {
  const acknowledged: string[] = [];
  const refused: Record<string, number> = {};
  const end = { reached: false };
  const sessions = await Promise.all(Array.from({ length: WRITERS }, () => openSession(url)));
  const writers = sessions.map(async (cookie) => {
    while (!end.reached) {
      const title = randomUUID();
      const answer = await write(url, cookie, title);
      if (answer === 'acknowledged') acknowledged.push(title);
      else refused[answer] = (refused[answer] ?? 0) + 1;
      await sleep(PACE_MS);
    }
  });
  try {
    await work();
  } finally {
    end.reached = true;
    await Promise.all(writers);
  }
  const lists = await Promise.all(sessions.map((cookie) => titlesOf(url, cookie)));
  return { tally: { acknowledged, refused }, titles: new Set(lists.flat()) };
}

async function openSession(url: string): Promise<string> {
  const answer = await fetch(new URL(routes.session, url), { signal: AbortSignal.timeout(ANSWER_MS) });
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0];
  if (!cookie) throw new Error(`${routes.session} answered ${answer.status} without a cookie`);
  return cookie;
}

async function write(url: string, cookie: string, title: string): Promise<string> {
  try {
    const answer = await fetch(new URL(routes.todos, url), {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', [headers.idempotencyKey]: title },
      body: JSON.stringify({ title }),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    await answer.arrayBuffer();
    return answer.ok ? 'acknowledged' : String(answer.status);
  } catch {
    return 'no answer';
  }
}

async function titlesOf(url: string, cookie: string): Promise<string[]> {
  const titles: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = new URL(routes.todos, url);
    page.searchParams.set('limit', '200');
    if (cursor) page.searchParams.set('cursor', cursor);
    const answer = await fetch(page, { headers: { cookie }, signal: AbortSignal.timeout(ANSWER_MS) });
    const { items, nextCursor } = todoPageSchema.parse(await answer.json());
    titles.push(...items.map(({ title }) => title));
    cursor = nextCursor;
  }
  return titles;
}
