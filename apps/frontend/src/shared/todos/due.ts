import { readersLocale } from '../lib/locale';
import { addDays, dayOf, daysBetween } from './day';

/** When a todo is due, as the reader's clock shows it; `time` is `17:00`, or empty for a whole day. */
export interface LocalDue {
  readonly day: string;
  readonly time: string;
}

/** Splits a due date of the API, a day or a moment in UTC, into what date and time fields show. */
export function toLocalDue(due: string): LocalDue {
  if (!due.includes('T')) return { day: due, time: '' };
  const moment = new Date(due);
  const time = `${String(moment.getHours()).padStart(2, '0')}:${String(moment.getMinutes()).padStart(2, '0')}`;
  return { day: dayOf(moment), time };
}

/** Puts date and time fields together for the API; a time without a day means today. */
export function fromLocalDue({ day, time }: LocalDue, now: Date): string | null {
  if (day === '' && time === '') return null;
  const chosen = day === '' ? dayOf(now) : day;
  return time === '' ? chosen : new Date(`${chosen}T${time}`).toISOString();
}

/** The day it is due on, where the reader is. */
export function dueDay(due: string): string {
  return toLocalDue(due).day;
}

/** A day is overdue when it has passed, a moment at once. */
export function isOverdue(due: string, now: Date): boolean {
  return due.includes('T') ? Date.parse(due) < now.getTime() : due < dayOf(now);
}

/** How near a due date is, for its colour. */
export type DueTone = 'overdue' | 'today' | 'later';

export function dueTone(due: string, now: Date): DueTone {
  if (isOverdue(due, now)) return 'overdue';
  return dueDay(due) === dayOf(now) ? 'today' : 'later';
}

/** A due date in few words: `Today`, `Tomorrow 17:00`, `Friday`, `3 Dec`, `3 Dec 2027`; the way the reader's region writes it. */
export function describeDue(due: string, now: Date, locale = readersLocale()): string {
  const day = describeDay(dueDay(due), dayOf(now), locale);
  return due.includes('T') ? `${day} ${format(new Date(due), locale, TIME)}` : day;
}

/** A due date with nothing left out: `Thursday 3 December 2026`, `Thursday 3 December 2026 at 17:00`. */
export function describeDueInFull(due: string, locale = readersLocale()): string {
  const date = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const;
  return due.includes('T') ? format(new Date(due), locale, { ...date, ...TIME }) : format(noonOf(due), locale, date);
}

const TIME = { hour: 'numeric', minute: '2-digit' } as const;

function describeDay(day: string, today: string, locale: string): string {
  const distance = daysBetween(today, day);
  const near = { [-1]: 'Yesterday', 0: 'Today', 1: 'Tomorrow' }[distance];
  if (near !== undefined) return near;
  const noon = noonOf(day);
  if (distance > 1 && distance < 7) return format(noon, locale, { weekday: 'long' });
  const sameYear = day.slice(0, 4) === today.slice(0, 4);
  return format(noon, locale, { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) });
}

/** The day in full, e.g. `Tuesday` and `24 November`. */
export function describeToday(now: Date, locale = readersLocale()): { weekday: string; date: string } {
  return { weekday: format(now, locale, { weekday: 'long' }), date: format(now, locale, { day: 'numeric', month: 'long' }) };
}

/** Days a picker offers by name. */
export function quickDays(now: Date): readonly { label: string; day: string }[] {
  const today = dayOf(now);
  const toMonday = (8 - now.getDay()) % 7 || 7;
  return [
    { label: 'Today', day: today },
    { label: 'Tomorrow', day: addDays(today, 1) },
    // On a Sunday, tomorrow is that already.
    ...(toMonday === 1 ? [] : [{ label: 'Monday', day: addDays(today, toMonday) }]),
  ];
}

const noonOf = (day: string): Date => new Date(`${day}T12:00`);

function format(moment: Date, locale: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale, options).format(moment);
}
