import { createRedactor, type Redactor } from '@fairlead/runtime';

/** The secrets of one run: whatever is hidden here never reaches a terminal, a log, a report or an error. */
export interface Redaction {
  /** Adds values to hide from now on. */
  hide(values: Iterable<string>): void;
  /** Replaces every hidden value, in each encoding in which tools print it. */
  readonly text: Redactor;
  /** The value as JSON, with its strings redacted: a secret that looks like JSON cannot break it. undefined for undefined. */
  json(value: unknown): string | undefined;
}

export function createRedaction(): Redaction {
  const secrets = new Set<string>();
  let redactor = createRedactor([]);
  return {
    hide: (values) => {
      for (const value of values) secrets.add(value);
      redactor = createRedactor([...secrets]);
    },
    text: (text) => redactor(text),
    json: (value) => JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? redactor(part) : part), 2) as string | undefined,
  };
}
