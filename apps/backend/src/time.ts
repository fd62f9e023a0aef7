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

export function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

export function today(timeZone: string, now: Date = new Date()): Today {
  const zone = isTimeZone(timeZone) ? timeZone : 'UTC';
  const day = dayIn(zone, now);
  const start = startOfDay(zone, day);
  return {
    day,
    weekAhead: addDays(day, 7),
    startsAt: start.toISOString(),
    endsAt: startOfDay(zone, addDays(day, 1)).toISOString(),
    weekEndsAt: startOfDay(zone, addDays(day, 8)).toISOString(),
    now: now.toISOString(),
  };
}

/** The day it is somewhere; the Swedish locale writes it as ISO does. */
export function dayIn(timeZone: string, at: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Minutes that the zone is ahead of UTC at a moment. */
export function offsetMinutes(timeZone: string, at: Date): number {
  const local = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
    .format(at)
    .replace(' ', 'T');
  return Math.round((Date.parse(`${local}Z`) - at.getTime()) / 60_000);
}

function startOfDay(timeZone: string, day: string): Date {
  const utc = Date.parse(`${day}T00:00:00Z`);
  const guess = new Date(utc - offsetMinutes(timeZone, new Date(utc)) * 60_000);
  // Near a change of the clocks the first guess used the offset of the other side.
  return new Date(utc - offsetMinutes(timeZone, guess) * 60_000);
}

/** The moment that a local time such as `2026-11-24T17:00` is. A time that the clocks skip is as much later as they do. */
export function momentIn(timeZone: string, local: string): Date {
  const utc = Date.parse(`${local}:00Z`);
  const guess = utc - offsetMinutes(timeZone, new Date(utc)) * 60_000;
  return new Date(utc - offsetMinutes(timeZone, new Date(guess)) * 60_000);
}

/** `2026-11-24T17:00`, as the clock on the wall has it. */
export function localTime(timeZone: string, at: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
    .format(at)
    .replace(' ', 'T');
}
