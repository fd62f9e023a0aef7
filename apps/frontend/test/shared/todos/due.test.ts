import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays, dayOf, daysBetween } from '../../../src/shared/todos/day';
import { describeDue, describeDueInFull, dueTone, fromLocalDue, isOverdue, quickDays, toLocalDue } from '../../../src/shared/todos/due';

const now = new Date(2026, 10, 24, 12, 0);
const say = (due: string): string => describeDue(due, now, 'en-GB');

describe('due dates', () => {
  test.each([
    ['2026-11-23', 'Yesterday'],
    ['2026-11-24', 'Today'],
    ['2026-11-25', 'Tomorrow'],
    ['2026-11-28', 'Saturday'],
    ['2026-12-01', '1 Dec'],
    ['2027-01-02', '2 Jan 2027'],
    ['2026-11-20', '20 Nov'],
  ])('%s reads as %s', (due, words) => expect(say(due)).toBe(words));

  test('a moment shows its time where the reader is', () => {
    expect(say(new Date(2026, 10, 25, 17, 5).toISOString())).toBe('Tomorrow 17:05');
  });

  test('and clock and order are those of the reader’s region', () => {
    const moment = new Date(2026, 11, 3, 17, 5).toISOString();
    expect(describeDue(moment, now, 'en-GB')).toBe('3 Dec 17:05');
    expect(describeDue(moment, now, 'en-US').replace(/\s/g, ' ')).toBe('Dec 3 5:05 PM');
  });

  test('in full they leave nothing out', () => {
    expect(describeDueInFull('2026-11-25', 'en-GB')).toMatch(/^Wednesday,? 25 November 2026$/);
    expect(describeDueInFull(new Date(2026, 10, 25, 17, 5).toISOString(), 'en-GB')).toMatch(/^Wednesday,? 25 November 2026 at 17:05$/);
  });

  test('a day is overdue when it is over, a moment at once', () => {
    expect(isOverdue('2026-11-24', now)).toBe(false);
    expect(isOverdue('2026-11-23', now)).toBe(true);
    expect(isOverdue(new Date(2026, 10, 24, 11, 59).toISOString(), now)).toBe(true);
    expect(dueTone(new Date(2026, 10, 24, 12, 1).toISOString(), now)).toBe('today');
  });

  test('go through the form unchanged, to the minute', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(2000, 0, 1), max: new Date(2090, 0, 1), noInvalidDate: true }), (date) => {
        date.setSeconds(0, 0);
        expect(fromLocalDue(toLocalDue(date.toISOString()), now)).toBe(date.toISOString());
        expect(fromLocalDue({ day: dayOf(date), time: '' }, now)).toBe(dayOf(date));
      }),
    );
  });

  test('a time without a day means today', () => {
    expect(fromLocalDue({ day: '', time: '18:00' }, now)).toBe(new Date(2026, 10, 24, 18, 0).toISOString());
    expect(fromLocalDue({ day: '', time: '' }, now)).toBeNull();
  });

  test('the picker offers each day once', () => {
    for (let offset = 0; offset < 7; offset += 1) {
      const days = quickDays(new Date(2026, 10, 22 + offset, 12)).map(({ day }) => day);
      expect(new Set(days).size).toBe(days.length);
    }
    expect(quickDays(now).map(({ day }) => day)).toEqual(['2026-11-24', '2026-11-25', '2026-11-30']);
  });
});

test('days add up over months, years and clock changes', () => {
  fc.assert(
    fc.property(fc.integer({ min: -400, max: 400 }), fc.integer({ min: -400, max: 400 }), (one, other) => {
      const from = '2026-03-28';
      expect(addDays(addDays(from, one), other)).toBe(addDays(from, one + other));
      expect(daysBetween(from, addDays(from, one))).toBe(one);
    }),
  );
});
