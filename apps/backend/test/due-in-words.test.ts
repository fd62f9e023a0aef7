import { dueInWords } from '../src/due-in-words';

const NOW = new Date('2026-11-24T10:00:00Z');

describe('dueInWords', () => {
  it.each([
    ['2026-11-27', 'Europe/Berlin', 'Friday 27 November'],
    ['2026-11-27', 'Pacific/Kiritimati', 'Friday 27 November'],
    ['2026-11-26T23:00:00.000Z', 'Europe/Berlin', 'Friday 27 November at 00:00'],
    ['2026-11-26T23:00:00.000Z', 'America/St_Johns', 'Thursday 26 November at 19:30'],
    ['2026-12-31T23:30:00.000Z', 'Europe/Berlin', 'Friday, 1 January 2027 at 00:30'],
    ['2026-12-31T23:30:00.000Z', 'UTC', 'Thursday 31 December at 23:30'],
    ['2027-03-28', 'UTC', 'Sunday, 28 March 2027'],
  ])('says %s in %s', (due, timeZone, words) => {
    expect(dueInWords(due, timeZone, NOW)).toBe(words);
  });

  it('goes by the year of the person, not of Greenwich', () => {
    expect(dueInWords('2027-01-02', 'Pacific/Kiritimati', new Date('2026-12-31T11:00:00Z'))).toBe('Saturday 2 January');
  });
});
