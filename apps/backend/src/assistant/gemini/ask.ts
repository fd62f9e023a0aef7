import { GoogleGenAI, type Content } from '@google/genai/web';
import type { Turn } from '../assistant';
import { createBreaker } from './breaker';
import { declarations } from './declarations';
import { explainFault, isOutage } from './faults';
import { beforeIdle, withoutStandstill } from './idle';
import { systemPrompt } from './prompt';
import { readStep, type Step, type Usage } from './read-step';

const MOST_OUTPUT_TOKENS = 2_048;
const IDLE_MS = 25_000;
const RETRY = { attempts: 3, maxDelay: 4 } as const;
const RETRY_DELAY_SECONDS = 0.5;

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

/** One step of an answer, its text as it comes. @throws AssistantError when there is none. */
export type Ask = (turn: Turn, contents: readonly Content[]) => AsyncGenerator<{ text: string }, Step>;

/** Asks Gemini, with bounds on waiting and a breaker for when it is down. What is used is told to the turn in any case. */
export function createAsk(options: GeminiOptions): Ask {
  const { apiKey, model, baseUrl, idleMs = IDLE_MS, retryDelaySeconds = RETRY_DELAY_SECONDS } = options;
  const ai = new GoogleGenAI({
    apiKey,
    httpOptions: {
      ...(baseUrl ? { baseUrl } : {}),
      // Given explicitly: the SDK's own looks for a global that test sandboxes lack.
      fetch: globalThis.fetch,
      retryOptions: { ...RETRY, initialDelay: retryDelaySeconds },
    },
  });
  const breaker = createBreaker();

  async function* stream(
    turn: Turn,
    contents: readonly Content[],
    usage: Usage,
  ): AsyncGenerator<{ text: string }, Step> {
    const idle = new AbortController();
    const onIdle = (): void => idle.abort();
    const config = {
      systemInstruction: systemPrompt(turn),
      tools: [{ functionDeclarations: declarations }],
      maxOutputTokens: MOST_OUTPUT_TOKENS,
      abortSignal: AbortSignal.any([turn.signal, idle.signal]),
    };
    const begun = ai.models.generateContentStream({ model, contents: [...contents], config });
    const chunks = await beforeIdle(begun, idleMs, onIdle);
    return yield* readStep(withoutStandstill(chunks, idleMs, onIdle), usage);
  }

  return async function* ask(turn, contents) {
    breaker.mustBeClosed();
    const usage: Usage = { tokens: 0 };
    try {
      const step = yield* stream(turn, contents, usage);
      breaker.succeeded();
      return step;
    } catch (error) {
      if (turn.signal.aborted) throw error;
      const fault = explainFault(error);
      if (isOutage(fault)) breaker.failed();
      throw fault;
    } finally {
      turn.spend(usage.tokens);
    }
  };
}
