import type { Content, FunctionCall, Part } from '@google/genai/web';
import { AssistantError, type Assistant, type Piece, type Turn } from '../assistant';
import { createAsk, type Ask, type GeminiOptions } from './ask';
import { callTool } from './call-tool';
import { toContents } from './contents';
import type { Step } from './read-step';

/** Bounds of one answer: model calls, tokens of all of them, tool calls of one. */
const MOST_STEPS = 8;
const MOST_TOKENS = 60_000;
const MOST_CALLS = 16;

const CUT_OFF = '\n\n*(cut off: the answer was too long)*';
const TOO_MANY_STEPS = '\n\n*I stopped here: this took more steps than one answer may have.*';

/** Gemini with function calling over the toolbox. The loop is ours, so that every bound is. */
export function createGeminiAssistant(options: GeminiOptions): Assistant {
  const ask = createAsk(options);
  return { kind: 'gemini', name: `Gemini (${options.model})`, answer: (turn) => converse(turn, ask) };
}

/** Asks, does what the model calls for, and asks again with the results, until it has no more to do or has done enough. */
async function* converse(turn: Turn, ask: Ask): AsyncGenerator<Piece> {
  const contents = toContents(turn);
  let tokens = 0;
  let isSilent = true;
  const heard = (): void => {
    isSilent = false;
  };
  for (let step = 1; step <= MOST_STEPS && tokens < MOST_TOKENS; step++) {
    const { parts, calls, tokens: used, isCut } = yield* notice(ask(turn, contents), heard);
    tokens += used;
    if (isCut) return yield { text: CUT_OFF };
    if (calls.length === 0) return mustHaveSpoken(isSilent);
    contents.push({ role: 'model', parts: [...parts] }, yield* notice(callTools(turn, calls), heard));
  }
  yield { text: TOO_MANY_STEPS };
}

function mustHaveSpoken(isSilent: boolean): void {
  if (isSilent) throw new AssistantError('Gemini gave no answer. Try to say it differently.', { retryable: true });
}

/** One response for every call, in their order: Gemini refuses anything else. */
async function* callTools(turn: Turn, calls: Step['calls']): AsyncGenerator<Piece, Content> {
  const parts: Part[] = [];
  for (const [index, call] of calls.entries()) {
    turn.signal.throwIfAborted();
    const { response, card } = index < MOST_CALLS ? await callTool(turn, call.name ?? '', call.args) : TOO_MANY;
    parts.push(responseTo(call, response));
    if (card) yield { card };
  }
  return { role: 'user', parts };
}

const TOO_MANY = { response: { error: `one step may call ${MOST_CALLS} tools at most` }, card: undefined };

function responseTo({ id, name = '' }: FunctionCall, response: Record<string, unknown>): Part {
  return { functionResponse: { ...(id ? { id } : {}), name, response } };
}

/** Passes pieces on, and tells that there was one. */
async function* notice<Item, Result>(
  items: AsyncGenerator<Item, Result>,
  onItem: () => void,
): AsyncGenerator<Item, Result> {
  for (;;) {
    const next = await items.next();
    if (next.done) return next.value;
    onItem();
    yield next.value;
  }
}
