import type { Priority } from '@todo-chatbot/contracts';

/** A new todo with its defaults filled in. */
export interface TodoDraft {
  /** Default: a new one. */
  readonly id?: string;
  readonly title: string;
  readonly notes: string;
  readonly due: string | null;
  readonly priority: Priority;
  readonly tags: readonly string[];
  readonly done?: boolean;
}

/** Due moments in one form, so that they compare as text; days stay days. */
export function normalDue(due: string | null): string | null {
  return due === null || due.length === 10 ? due : new Date(due).toISOString();
}

export const normalTags = (tags: readonly string[]): string[] => [...new Set(tags)];
