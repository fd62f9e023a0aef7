import fc from 'fast-check';
import { addDays, dayIn, localTime, momentIn, today } from '../src/time';

describe('today', () => {
  it('holds now, in every time zone and on every day', () => {
    const zones = fc.constantFrom(
      'UTC',
      'America/New_York',
      'Asia/Kolkata',
      'Pacific/Auckland',
      'Europe/Berlin',
      'Pacific/Apia',
    );
    const moments = fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(zones, moments, (zone, now) => {
        const { day, startsAt, endsAt } = today(zone, now);
        expect(startsAt <= now.toISOString() && now.toISOString() < endsAt).toBe(true);
        expect(dayIn(zone, new Date(startsAt))).toBe(day);
        expect(dayIn(zone, new Date(endsAt))).toBe(addDays(day, 1));
      }),
    );
  });

  it('takes a zone that nobody knows for UTC', () => {
    expect(today('Nowhere/At_All', new Date('2026-11-24T23:00:00Z')).day).toBe('2026-11-24');
  });
});

describe('momentIn', () => {
  const zones = fc.constantFrom('UTC', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland', 'Europe/Berlin');

  it('is what the clock on the wall shows then', () => {
    const moments = fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(zones, moments, (zone, at) => {
        const local = localTime(zone, at);
        expect(localTime(zone, momentIn(zone, local))).toBe(local);
      }),
    );
  });

  it.each([
    ['Europe/Berlin', '2026-03-29T02:30', '03:30'],
    ['America/New_York', '2026-03-08T02:30', '03:30'],
  ])('in %s moves a time that the clocks skip, %s', (zone, local, shown) => {
    expect(localTime(zone, momentIn(zone, local)).slice(11)).toBe(shown);
  });
});
