import fc from 'fast-check';
import { findDate } from '../../../src/assistant/offline/dates';
import { readDraft } from '../../../src/assistant/offline/draft';
import { addDays, dayIn, localTime } from '../../../src/time';

const NOW = new Date('2026-11-24T10:00:00Z');
const zones = fc.constantFrom(
  'UTC',
  'America/New_York',
  'Asia/Kolkata',
  'Pacific/Auckland',
  'Europe/Berlin',
  'Pacific/Apia',
  'America/St_Johns',
);
const moments = fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true });

describe('findDate', () => {
  it.each([
    ['tomorrow', '2026-11-25'],
    ['Friday', '2026-11-27'],
    ['in 3 days', '2026-11-27'],
    ['end of the month', '2026-11-30'],
    ['the 1st', '2026-12-01'],
    ['the 24th', '2026-11-24'],
    ['the 31st', '2026-12-31'],
    ['24 December at 8pm', '2026-12-24T20:00:00.000Z'],
    ['next Tuesday at 14:30', '2026-12-01T14:30:00.000Z'],
    ['at noon', '2026-11-24T12:00:00.000Z'],
    ['tomorrow at 5', '2026-11-25T17:00:00.000Z'],
    ['tomorrow at 5am', '2026-11-25T05:00:00.000Z'],
    ['tomorrow at 9', '2026-11-25T09:00:00.000Z'],
    ['in 2 hours', '2026-11-24T12:00:00.000Z'],
    ['someday', undefined],
    ['the 99th', undefined],
  ])('reads %j', (text, due) => {
    expect(findDate(text, 'UTC', NOW)?.due).toBe(due);
  });

  it('means the day of the person, in every zone and at every moment', () => {
    fc.assert(
      fc.property(zones, moments, (zone, now) => {
        const today = dayIn(zone, now);
        expect(findDate('today', zone, now)?.due).toBe(today);
        expect(findDate('tomorrow', zone, now)?.due).toBe(addDays(today, 1));
        expect(findDate('in 10 days', zone, now)?.due).toBe(addDays(today, 10));
      }),
    );
  });

  it('means the clock of the person on that day, also after the clocks change', () => {
    fc.assert(
      fc.property(
        zones,
        moments,
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 7, max: 22 }),
        (zone, now, days, hour) => {
          const day = addDays(dayIn(zone, now), days);
          const found = findDate(`${day} at ${hour}:30`, zone, now)?.due ?? '';
          expect(localTime(zone, new Date(found))).toBe(`${day}T${String(hour).padStart(2, '0')}:30`);
        },
      ),
    );
    const winter = new Date('2026-01-10T12:00:00Z');
    expect(findDate('10 July at 9am', 'Europe/Berlin', winter)?.due).toBe('2026-07-10T07:00:00.000Z');
  });

  it('looks forward to a weekday', () => {
    fc.assert(
      fc.property(moments, fc.constantFrom('Monday', 'Wednesday', 'Sunday'), (now, weekday) => {
        const due = findDate(weekday, 'UTC', now)?.due ?? '';
        const today = dayIn('UTC', now);
        expect(due >= today && due <= addDays(today, 7)).toBe(true);
        expect(new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' }).format(new Date(due))).toBe(weekday);
      }),
    );
  });
});

describe('readDraft', () => {
  it.each([
    ['call mum tomorrow at 5', { title: 'Call mum', due: '2026-11-25T17:00:00.000Z' }],
    ['pay rent on Friday', { title: 'Pay rent', due: '2026-11-27' }],
    ['buy milk #shopping #Home !high', { title: 'Buy milk', due: null, tags: ['shopping', 'home'], priority: 'high' }],
    ['urgent: fix the roof', { title: 'Fix the roof', priority: 'high' }],
    ['Buy oat milk #shopping high', { title: 'Buy oat milk high', tags: ['shopping'], priority: 'none' }],
    ['aim high', { title: 'Aim high', priority: 'none' }],
    ['buy oat milk with high priority tomorrow', { title: 'Buy oat milk', due: '2026-11-25', priority: 'high' }],
    ['low-priority clean kitchen', { title: 'Clean kitchen', priority: 'low' }],
    ['clean kitchen, priority: medium', { title: 'Clean kitchen', priority: 'medium' }],
    ['priority low clean kitchen', { title: 'Clean kitchen', priority: 'low' }],
    ['discuss the priority high-rise', { title: 'Discuss the priority high-rise', priority: 'none' }],
    ['!urgent call the plumber', { title: 'Call the plumber', priority: 'high' }],
    ['call the plumber, urgent', { title: 'Call the plumber', priority: 'high' }],
    ['urgent care appointment', { title: 'Urgent care appointment', priority: 'none' }],
    ['read chapter 5', { title: 'Read chapter 5', due: null }],
    ['water the plants every friday', { title: 'Water the plants every friday', due: '2026-11-27' }],
    ['tomorrow', { title: 'Tomorrow', due: '2026-11-25' }],
  ])('reads %j', (text, draft) => {
    expect(readDraft(text, 'UTC', NOW)).toMatchObject(draft);
  });
});
