/** "Thursday 26 November at 17:00", as the clock of the person has it. */
export function shownDue(due: string, timeZone: string): string {
  const isDay = due.length === 10;
  const at = new Date(isDay ? `${due}T12:00:00Z` : due);
  const time = isDay ? { timeZone: 'UTC' } : { hour: '2-digit' as const, minute: '2-digit' as const, timeZone };
  return new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', ...time }).format(at);
}
