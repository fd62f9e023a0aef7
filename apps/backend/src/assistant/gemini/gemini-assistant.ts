import { GoogleGenAI, type Content, type GenerateContentResponse } from '@google/genai/web';
import { AssistantError, type Assistant, type Piece, type Turn } from '../assistant';
import { createBreaker } from './breaker';
import { callTool } from './call-tool';
import { declarations } from './declarations';
import { explainFault, isOutage } from './faults';
import { beforeIdle, withoutStandstill } from './idle';
import { systemPrompt } from './prompt';
import { readStep, type Step } from './read-step';

/** Bounds of one answer: model calls, tokens of all of them, tokens of one. */
const MOST_STEPS = 8;
const MOST_TOKENS = 60_000;
const MOST_OUTPUT_TOKENS = 2_048;
const MOST_CALLS = 16;
const IDLE_MS = 25_000;

export interface GeminiOptions {
  readonly apiKey: string;
  readonly model: string;
  /** Default: Google's. */
  readonly baseUrl?: string | undefined;
  /** Milliseconds without a sign of life. Default: 25 000. */
  readonly idleMs?: number;
  /** Seconds before the first of two retries. Default: 0.5. */
  readonly retryDelaySeconds?: number;
}

/** Gemini with function calling over the toolbox. The loop is ours, so that every bound is. */
export function createGeminiAssistant({
  apiKey,
  model,
  baseUrl,
  idleMs = IDLE_MS,
  retryDelaySeconds = 0.5,
}: GeminiOptions): Assistant {
  const ai = new GoogleGenAI({
    apiKey,
    httpOptions: {
      ...(baseUrl ? { baseUrl } : {}),
      // Given explicitly: the SDK's own looks for a global that test sandboxes lack.
      fetch: globalThis.fetch,
      retryOptions: { attempts: 3, initialDelay: retryDelaySeconds, maxDelay: 4 },
    },
  });
  const breaker = createBreaker();

  async function* ask(turn: Turn, contents: readonly Content[]): AsyncGenerator<{ text: string }, Step> {
    const idle = new AbortController();
    const config = {
      systemInstruction: systemPrompt(turn),
      tools: [{ functionDeclarations: declarations }],
      maxOutputTokens: MOST_OUTPUT_TOKENS,
      abortSignal: AbortSignal.any([turn.signal, idle.signal]),
    };
    const begun: Promise<AsyncGenerator<GenerateContentResponse>> = ai.models.generateContentStream({
      model,
      contents: [...contents],
      config,
    });
    const chunks = await beforeIdle(begun, idleMs, () => idle.abort());
    return yield* readStep(withoutStandstill(chunks, idleMs, () => idle.abort()));
  }

  return {
    kind: 'gemini',
    name: `Gemini (${model})`,
    answer: async function* (turn) {
      breaker.mustBeClosed();
      try {
        yield* converse(turn, ask);
        breaker.succeeded();
      } catch (error) {
        if (turn.signal.aborted) throw error;
        const fault = explainFault(error);
        if (isOutage(fault)) breaker.failed();
        throw fault;
      }
    },
  };
}

type Ask = (turn: Turn, contents: readonly Content[]) => AsyncGenerator<{ text: string }, Step>;

/** Asks, does what the model calls for, and asks again with the results, until it has no more to do or has done enough. */
async function* converse(turn: Turn, ask: Ask): AsyncGenerator<Piece> {
  const contents: Content[] = [...turn.history.map(({ role, text }) => said(role, text)), said('user', turn.message)];
  let tokens = 0;
  let isSilent = true;
  for (let step = 1; step <= MOST_STEPS && tokens < MOST_TOKENS; step++) {
    const { parts, calls, tokens: used, isCut } = yield* pass(ask(turn, contents), () => (isSilent = false));
    tokens += used;
    turn.spend(used);
    if (isCut) return yield { text: '\n\n*(cut off: the answer was too long)*' };
    if (calls.length === 0) {
      if (isSilent) throw new AssistantError('Gemini gave no answer. Try to say it differently.', { retryable: true });
      return;
    }
    contents.push({ role: 'model', parts: [...parts] });
    contents.push({ role: 'user', parts: [] });
    for (const { id, name = '', args } of calls.slice(0, MOST_CALLS)) {
      turn.signal.throwIfAborted();
      const { response, card } = await callTool(turn, name, args);
      contents.at(-1)?.parts?.push({ functionResponse: { ...(id ? { id } : {}), name, response } });
      if (card) {
        isSilent = false;
        yield { card };
      }
    }
  }
  yield { text: '\n\n*I stopped here: this took more steps than one answer may have.*' };
}

async function* pass(step: AsyncGenerator<{ text: string }, Step>, onText: () => void): AsyncGenerator<Piece, Step> {
  for (;;) {
    const next = await step.next();
    if (next.done) return next.value;
    onText();
    yield next.value;
  }
}

function said(role: 'user' | 'assistant', text: string): Content {
  return { role: role === 'user' ? 'user' : 'model', parts: [{ text }] };
}
