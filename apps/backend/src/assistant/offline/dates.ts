import { en, type ParsedComponents, type ParsingContext } from 'chrono-node';
import { momentIn, offsetMinutes } from '../../time';

export interface FoundDate {
  /** A day, or a UTC moment when a time was said; as the contract has it. */
  readonly due: string;
  /** How it was said, to be taken out of the title. */
  readonly index: number;
  readonly text: string;
}

const parser = en.casual.clone();
/** "The 1st" is that day of this month, or of the next one when it is over. */
parser.parsers.push({
  pattern: () => /\bthe (\d{1,2})(?:st|nd|rd|th)\b(?! of\b)/i,
  extract: ({ reference }: ParsingContext, match) => {
    const day = Number(match[1]);
    const today = reference.getDateWithAdjustedTimezone();
    if (day < 1 || day > 31) return null;
    const isOver = day < today.getDate();
    const first = new Date(today.getFullYear(), today.getMonth() + (isOver ? 1 : 0), 1);
    return { day, month: first.getMonth() + 1, year: first.getFullYear() };
  },
});

/** Finds the first date in a sentence, looking forward ("Friday" is the next one), in the visitor's time zone. */
export function findDate(sentence: string, timeZone: string, now: Date = new Date()): FoundDate | undefined {
  const reference = { instant: now, timezone: offsetMinutes(timeZone, now) };
  const [found] = parser.parse(sentence, reference, { forwardDate: true });
  return found && { due: dueOf(found.start, timeZone), index: found.index, text: found.text };
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
