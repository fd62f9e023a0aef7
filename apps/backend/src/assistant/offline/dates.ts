import { en } from 'chrono-node';
import { dayIn, offsetMinutes } from '../../time';

export interface FoundDate {
  /** A day, or a UTC moment when a time was said; as the contract has it. */
  readonly due: string;
  /** How it was said, to be taken out of the title. */
  readonly index: number;
  readonly text: string;
}

/** Finds the first date in a sentence, looking forward ("Friday" is the next one), in the visitor's time zone. */
export function findDate(sentence: string, timeZone: string, now: Date = new Date()): FoundDate | undefined {
  const [found] = en.casual.parse(sentence, { instant: now, timezone: offsetMinutes(timeZone, now) }, { forwardDate: true });
  if (found === undefined) return undefined;
  const at = found.start.date();
  const due = found.start.isCertain('hour') ? at.toISOString() : dayIn(timeZone, at);
  return { due, index: found.index, text: found.text };
}
