import { en, type ParsedComponents, type ParsedResult, type ParsingContext } from 'chrono-node';
import { momentIn, offsetMinutes } from '../../time';
import { impossibleDate } from './impossible-dates';

export interface FoundDate {
  /** A day, or a UTC moment when a time was said; as the contract has it. */
  readonly due: string;
  /** How it was said, to be taken out of the title. */
  readonly index: number;
  readonly text: string;
}

const parser = en.casual.clone();
const MOST_MONTHS_AHEAD = 12;

/** "The 1st" is that day of this month, or of the next one that has it when it is over. */
parser.parsers.push({
  pattern: () => /\bthe (\d{1,2})(?:st|nd|rd|th)\b(?! of\b)/i,
  extract: ({ reference }: ParsingContext, match) => {
    const day = Number(match[1]);
    const today = reference.getDateWithAdjustedTimezone();
    for (let ahead = day < today.getDate() ? 1 : 0; ahead <= MOST_MONTHS_AHEAD; ahead++) {
      const at = new Date(today.getFullYear(), today.getMonth() + ahead, day);
      if (at.getDate() === day) return { day, month: at.getMonth() + 1, year: at.getFullYear() };
    }
    return null;
  },
});

/**
 * Finds the first date in a sentence, looking forward ("Friday" is the next one), in the visitor's time zone. Nothing
 * where a date is said that there is not.
 */
export function findDate(sentence: string, timeZone: string, now: Date = new Date()): FoundDate | undefined {
  if (impossibleDate(sentence) !== undefined) return undefined;
  const reference = { instant: now, timezone: offsetMinutes(timeZone, now) };
  const found = parser.parse(sentence, reference, { forwardDate: true }).find((date) => !isNumberAfterMonth(date));
  return found && { due: dueOf(found.start, timeZone), index: found.index, text: found.text };
}

/** "March 40" is read as a month of the year 2040, and may well be 40 miles. */
function isNumberAfterMonth({ start, text }: ParsedResult): boolean {
  return !start.isCertain('day') && /\b(?:mar|may)\p{L}*\.?,?\s+\d{2}\b/iu.test(text);
}

function dueOf(start: ParsedComponents, timeZone: string): string {
  if (!start.isCertain('hour')) return dayOf(start);
  // "In two hours" and "at 5 EST" are moments already; the rest is what the clock will show on that day.
  if (start.isCertain('timezoneOffset')) return start.date().toISOString();
  const hour = (start.get('hour') ?? 0) + (meansAfternoon(start) ? 12 : 0);
  return momentIn(timeZone, `${dayOf(start)}T${pad(hour)}:${pad(start.get('minute') ?? 0)}`).toISOString();
}

function dayOf(start: ParsedComponents): string {
  return `${pad(start.get('year') ?? 0, 4)}-${pad(start.get('month') ?? 0)}-${pad(start.get('day') ?? 0)}`;
}

const pad = (value: number, length = 2): string => String(value).padStart(length, '0');

/** "At 5" is said of an afternoon; who means the night says so. */
function meansAfternoon(start: ParsedComponents): boolean {
  const hour = start.get('hour') ?? 0;
  return !start.isCertain('meridiem') && hour >= 1 && hour <= 6;
}
