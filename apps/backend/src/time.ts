const DAY_MS = 86_400_000;

/** Now, as a visitor's calendar has it. */
export interface Today {
  /** `2026-11-24` in the visitor's time zone. */
  readonly day: string;
  readonly weekAhead: string;
  /** UTC moments between which the visitor's day lies. */
  readonly startsAt: string;
  readonly endsAt: string;
  readonly weekEndsAt: string;
  readonly now: string;
}

const STYLES = {
  day: { year: 'numeric', month: '2-digit', day: '2-digit' },
  minute: { dateStyle: 'short', timeStyle: 'short' },
  second: { dateStyle: 'short', timeStyle: 'medium' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** Making a formatter costs more than a query does; there are some 600 zones, and three styles. */
const MOST_FORMATTERS = 2_000;
const formatters = new Map<string, Intl.DateTimeFormat>();

/** The Swedish locale writes dates as ISO does. @throws RangeError for a zone that nobody knows. */
function formatterOf(timeZone: string, style: keyof typeof STYLES): Intl.DateTimeFormat {
  const key = `${timeZone} ${style}`;
  const known = formatters.get(key);
  if (known) return known;
  if (formatters.size >= MOST_FORMATTERS) formatters.clear();
  const made = new Intl.DateTimeFormat('sv-SE', { timeZone, ...STYLES[style] });
  formatters.set(key, made);
  return made;
}

export function isTimeZone(name: string): boolean {
  try {
    return Boolean(formatterOf(name, 'day'));
  } catch {
    return false;
  }
}

/** Days that were asked for last, by zone: working one out takes as long as a query. */
const days = new Map<string, Omit<Today, 'now'>>();

export function today(timeZone: string, at: Date = new Date()): Today {
  const now = at.toISOString();
  const known = days.get(timeZone);
  if (known && known.startsAt <= now && now < known.endsAt) return { ...known, now };
  const day = workOutDay(isTimeZone(timeZone) ? timeZone : 'UTC', at);
  // Whoever asks may name any number of zones that are none.
  if (days.size >= MOST_FORMATTERS) days.clear();
  days.set(timeZone, day);
  return { ...day, now };
}

function workOutDay(zone: string, at: Date): Omit<Today, 'now'> {
  const day = dayIn(zone, at);
  return {
    day,
    weekAhead: addDays(day, 7),
    startsAt: startOfDay(zone, day).toISOString(),
    endsAt: startOfDay(zone, addDays(day, 1)).toISOString(),
    weekEndsAt: startOfDay(zone, addDays(day, 8)).toISOString(),
  };
}

/** The day it is somewhere. */
export function dayIn(timeZone: string, at: Date): string {
  return formatterOf(timeZone, 'day').format(at);
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Minutes that the zone is ahead of UTC at a moment. */
export function offsetMinutes(timeZone: string, at: Date): number {
  const local = formatterOf(timeZone, 'second').format(at).replace(' ', 'T');
  return Math.round((Date.parse(`${local}Z`) - at.getTime()) / 60_000);
}

function startOfDay(timeZone: string, day: string): Date {
  return momentIn(timeZone, `${day}T00:00`);
}

/**
 * The moment that a local time such as `2026-11-24T17:00` is. Of two moments it is the first; a time that the clocks
 * skip is as much later as they do.
 */
export function momentIn(timeZone: string, local: string): Date {
  const utc = Date.parse(`${local}:00Z`);
  const [before, after] = [utc - DAY_MS, utc + DAY_MS].map(
    (near) => new Date(utc - offsetMinutes(timeZone, new Date(near)) * 60_000),
  ) as [Date, Date];
  return localTime(timeZone, before) !== local && localTime(timeZone, after) === local ? after : before;
}

/** `2026-11-24T17:00`, as the clock on the wall has it. */
export function localTime(timeZone: string, at: Date): string {
  return formatterOf(timeZone, 'minute').format(at).replace(' ', 'T');
}
