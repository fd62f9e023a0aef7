const MONTHS = [
  'jan(?:uary)?',
  'feb(?:ruary)?',
  'mar(?:ch)?',
  'apr(?:il)?',
  'may',
  'june?',
  'july?',
  'aug(?:ust)?',
  'sept?(?:ember)?',
  'oct(?:ober)?',
  'nov(?:ember)?',
  'dec(?:ember)?',
];
const MONTH = `(?<name>${MONTHS.join('|')})\\.?`;
/** "March 40 miles" and "may 50 people" are no dates; "March 40th" would be one. */
const NO_NOUN = '(?!mar(?:ch)?\\b|may\\b)';
const TH = '(?:st|nd|rd|th)';
const DAY = '(?<day>\\d{1,2})';
const YEAR = '(?:,?\\s+(?<year>\\d{4})(?!\\d|:))';
const END = '(?![\\d:\\p{L}]|\\s*(?:am|pm)\\b)';

/** How a date is said that can be said wrongly: each has a day and a month, by name or by number. */
const DATES: readonly RegExp[] = [
  new RegExp(`(?<!\\d)${DAY}${TH}?(?:\\s+of\\s+|\\s*-\\s*|\\s+)${MONTH}(?!\\p{L})${YEAR}?`, 'giu'),
  new RegExp(`\\b${MONTH}\\s+(?:the\\s+)?${DAY}(?:${TH}?${YEAR}|${TH}${END})`, 'giu'),
  new RegExp(`\\b${NO_NOUN}${MONTH}\\s+${DAY}${END}(?!${YEAR})`, 'giu'),
  /(?<!\d)(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})(?!\d)/gu,
];
/** Some say the day first, some the month. */
const NUMBERS = /(?<![\d/.-])(?<one>\d{1,2})[-/.](?<other>\d{1,2})[-/.](?<year>\d{4})(?!\d)/gu;
const TIMES = /\bat\s+(?<hour>\d{1,2})(?::(?<minute>\d{2}))(?!\d)/giu;
const HALVES = /(?<![\d:])(?<hour>\d{1,2})(?::(?<minute>\d{2}))?\s?(?:am|pm)\b/giu;

/**
 * The words of a date or time that there is not, such as "32 December" or "at 25:00". A parser of dates takes the part
 * that there is, which nobody meant.
 */
export function impossibleDate(sentence: string): string | undefined {
  const said = [
    ...DATES.flatMap((form) => wrong(sentence, form, ({ day, name, month = monthOf(name), year }) => isDay(day, month, year))),
    ...wrong(sentence, NUMBERS, ({ one = '', other = '', year }) => isDay(one, other, year) || isDay(other, one, year)),
    ...wrong(sentence, TIMES, ({ hour, minute }) => Number(hour) < 24 && isMinute(minute)),
    ...wrong(sentence, HALVES, ({ hour, minute }) => Number(hour) <= 12 && isMinute(minute)),
  ];
  return said[0];
}

type Parts = Readonly<Record<string, string | undefined>>;

function wrong(sentence: string, form: RegExp, isPossible: (parts: Parts) => boolean): string[] {
  return [...sentence.matchAll(form)].flatMap(({ 0: said, groups = {} }) => (isPossible(groups) ? [] : [said.trim()]));
}

const monthOf = (name = ''): string =>
  String(MONTHS.findIndex((month) => new RegExp(`^${month}$`, 'i').test(name)) + 1);

const isMinute = (minute = '0'): boolean => Number(minute) <= 59;

/** A year that has 29 February, where none was said: the next one that has it is meant. */
const LEAP_YEAR = '2028';

function isDay(day: string | undefined, month: string, year = LEAP_YEAR): boolean {
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return at.getUTCMonth() === Number(month) - 1 && at.getUTCDate() === Number(day);
}
