import { en, type ParsedComponents } from 'chrono-node';
import { dayIn, offsetMinutes } from '../../time';

const HALF_DAY_MS = 12 * 3600_000;

export interface FoundDate {
  /** A day, or a UTC moment when a time was said; as the contract has it. */
  readonly due: string;
  /** How it was said, to be taken out of the title. */
  readonly index: number;
  readonly text: string;
}

/** Finds the first date in a sentence, looking forward ("Friday" is the next one), in the visitor's time zone. */
export function findDate(sentence: string, timeZone: string, now: Date = new Date()): FoundDate | undefined {
  const [found] = en.casual.parse(
    sentence,
    { instant: now, timezone: offsetMinutes(timeZone, now) },
    { forwardDate: true },
  );
  if (found === undefined) return undefined;
  const at = new Date(found.start.date().getTime() + (meansAfternoon(found.start) ? HALF_DAY_MS : 0));
  const due = found.start.isCertain('hour') ? at.toISOString() : dayIn(timeZone, at);
  return { due, index: found.index, text: found.text };
}

/** "At 5" is said of an afternoon; who means the night says so. */
function meansAfternoon(start: ParsedComponents): boolean {
  const hour = start.get('hour') ?? 0;
  return start.isCertain('hour') && !start.isCertain('meridiem') && hour >= 1 && hour <= 6;
}
