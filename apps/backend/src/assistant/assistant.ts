import type { Card } from '@todo-chatbot/contracts';
import type { Toolbox } from './toolbox';

/** What the user wants answered. */
export interface Turn {
  readonly message: string;
  readonly timeZone: string;
  /** Earlier messages, oldest first. */
  readonly history: readonly { readonly role: 'user' | 'assistant'; readonly text: string }[];
  /** The only way to read or change anything; it is bound to one workspace. */
  readonly tools: Toolbox;
  /** Aborted when the user stops the answer or goes away. */
  readonly signal: AbortSignal;
}

export type Piece = { readonly text: string } | { readonly card: Card };

/** One port, several assistants. An answer comes in pieces, as it is made. */
export interface Assistant {
  readonly kind: 'gemini' | 'offline';
  readonly name: string;
  answer(turn: Turn): AsyncIterable<Piece>;
}
