import { dayIn } from './time';

/** "Thursday 26 November at 17:00", as the clock of the person has it; with the year where it is not this one. */
export function dueInWords(due: string, timeZone: string, now: Date = new Date()): string {
  const isDay = due.length === 10;
  const at = new Date(isDay ? `${due}T12:00:00Z` : due);
  const zone = isDay ? 'UTC' : timeZone;
  const isThisYear = yearIn(zone, at) === yearIn(timeZone, now);
  return new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(isThisYear ? {} : { year: 'numeric' }),
    ...(isDay ? {} : { hour: '2-digit', minute: '2-digit' }),
    timeZone: zone,
  }).format(at);
}

const yearIn = (timeZone: string, at: Date): string => dayIn(timeZone, at).split('-')[0] ?? '';
