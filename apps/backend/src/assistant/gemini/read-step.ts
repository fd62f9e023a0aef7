import type { FunctionCall, GenerateContentResponse, Part } from '@google/genai/web';
import { AssistantError } from '../assistant';

/** What the model said in one step. */
export interface Step {
  /** Everything as it came: Gemini wants its own parts back verbatim, signatures included. */
  readonly parts: readonly Part[];
  readonly calls: readonly FunctionCall[];
  readonly tokens: number;
  /** The answer was cut at the most it may be. */
  readonly isCut: boolean;
}

/** What a step has used so far; filled in while it is read, so that it counts also when the step fails. */
export interface Usage {
  tokens: number;
}

const BLOCKED = new Set(['SAFETY', 'RECITATION', 'BLOCKLIST', 'PROHIBITED_CONTENT', 'SPII', 'LANGUAGE']);
const CONFUSED = new Set(['MALFORMED_FUNCTION_CALL', 'UNEXPECTED_TOOL_CALL', 'TOO_MANY_TOOL_CALLS']);

/**
 * Reads one streamed step, passing text on as it comes.
 * @throws AssistantError when the model refused, or the stream ended before the model did.
 */
export async function* readStep(
  chunks: AsyncIterable<GenerateContentResponse>,
  usage: Usage,
): AsyncGenerator<{ text: string }, Step> {
  const parts: Part[] = [];
  let ending: string | undefined;
  for await (const chunk of chunks) {
    const [candidate] = chunk.candidates ?? [];
    const added = candidate?.content?.parts ?? [];
    usage.tokens = chunk.usageMetadata?.totalTokenCount ?? usage.tokens;
    mustBeAllowed(chunk);
    ending = candidate?.finishReason ?? ending;
    parts.push(...added);
    for (const text of added.flatMap(spoken)) yield { text };
  }
  mustHaveEnded(ending);
  return {
    parts,
    calls: parts.flatMap(({ functionCall }) => functionCall ?? []),
    tokens: usage.tokens,
    isCut: ending === 'MAX_TOKENS',
  };
}

function mustBeAllowed({ promptFeedback }: GenerateContentResponse): void {
  if (promptFeedback?.blockReason) throw blocked();
}

/** What is meant for the person: thoughts are not. */
function spoken({ text, thought }: Part): string[] {
  return text && thought !== true ? [text] : [];
}

function mustHaveEnded(ending: string | undefined): void {
  if (ending === undefined) throw new AssistantError('The answer broke off. Try again.', { retryable: true });
  if (BLOCKED.has(ending)) throw blocked();
  if (CONFUSED.has(ending))
    throw new AssistantError('The model did not find a way to do that. Try to say it differently.', {
      retryable: true,
    });
}

function blocked(): AssistantError {
  return new AssistantError('The model refused to answer that. Say it differently, or do it in the list.', {
    retryable: false,
  });
}
