import type { Card } from '@todo-chatbot/contracts';
import type { Toolbox } from './toolbox';

/** What the user wants answered. */
export interface Turn {
  readonly message: string;
  readonly timeZone: string;
  readonly now: Date;
  /** Earlier messages, oldest first. */
  readonly history: readonly { readonly role: 'user' | 'assistant'; readonly text: string }[];
  /** The only way to read or change anything; it is bound to one workspace. */
  readonly tools: Toolbox;
  /** Aborted when the user stops the answer or goes away. */
  readonly signal: AbortSignal;
  /** Told what a model used, as it is known. */
  spend(tokens: number): void;
}

export type Piece = { readonly text: string } | { readonly card: Card };

/** One port, several assistants. An answer comes in pieces, as it is made. */
export interface Assistant {
  readonly kind: 'gemini' | 'offline';
  readonly name: string;
  /** @throws AssistantError when it cannot answer, with what to tell the user. */
  answer(turn: Turn): AsyncIterable<Piece>;
}

/** The assistant could not answer. `message` is for the user. */
export class AssistantError extends Error {
  constructor(
    message: string,
    readonly options: { readonly retryable: boolean; readonly cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.name = 'AssistantError';
  }
}
