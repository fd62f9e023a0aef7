import fc from 'fast-check';
import { findDate } from '../../../src/assistant/offline/dates';
import { impossibleDate } from '../../../src/assistant/offline/impossible-dates';

const NOW = new Date('2026-11-24T10:00:00Z');
const NAMES = [
  ['January', 'Jan'],
  ['February', 'feb'],
  ['March', 'Mar'],
  ['April', 'apr'],
  ['May'],
  ['June', 'Jun'],
  ['July', 'jul'],
  ['August', 'Aug'],
  ['September', 'Sept', 'sep'],
  ['October', 'Oct'],
  ['November', 'nov'],
  ['December', 'Dec'],
];
const pad = (value: number): string => String(value).padStart(2, '0');
const isReal = (year: number, month: number, day: number): boolean => {
  const at = new Date(Date.UTC(year, month - 1, day));
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
};

const months = fc
  .integer({ min: 1, max: 12 })
  .chain((month) => fc.constantFrom(...(NAMES[month - 1] ?? [])).map((name) => ({ month, name })));
const days = fc.integer({ min: 0, max: 99 });
const years = fc.integer({ min: 2027, max: 2040 });
const ordinals = fc.constantFrom('', 'th');
const around = fc.constantFrom(
  (date: string) => date,
  (date: string) => `pay rent on ${date}`,
  (date: string) => `${date} at 10:30`,
);

describe('a date', () => {
  it('with a year is the one that was said, or none', () => {
    const orders = fc.constantFrom(
      (day: string, name: string, year: number) => `${day} ${name} ${year}`,
      (day: string, name: string, year: number) => `${day} of ${name} ${year}`,
      (day: string, name: string, year: number) => `${name} ${day}, ${year}`,
      (day: string, name: string, year: number) => `${name} ${day} ${year}`,
    );
    fc.assert(
      fc.property(months, days, years, ordinals, orders, around, ({ month, name }, day, year, th, order, say) => {
        const found = findDate(say(order(`${day}${th}`, name, year)), 'UTC', NOW)?.due.slice(0, 10);
        if (isReal(year, month, day)) expect(found).toBe(`${year}-${pad(month)}-${pad(day)}`);
        else expect(found).toBeUndefined();
      }),
      { numRuns: 1000 },
    );
  });

  it('without a year is on the day that was said, or none', () => {
    const orders = fc.constantFrom(
      (day: string, name: string) => `${day} ${name}`,
      (day: string, name: string) => `${name} ${day}`,
      (day: string, name: string) => `the ${day} of ${name}`,
    );
    fc.assert(
      fc.property(months, days, ordinals, orders, around, ({ month, name }, day, th, order, say) => {
        const found = findDate(say(order(`${day}${th}`, name)), 'UTC', NOW)?.due.slice(5, 10);
        if (found !== undefined) expect(found).toBe(`${pad(month)}-${pad(day)}`);
        else expect(isReal(2027, month, day)).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  it('in numbers is the one that was said, or none', () => {
    const forms = fc.constantFrom(
      (year: number, month: number, day: number) => `${year}-${pad(month)}-${pad(day)}`,
      (year: number, month: number, day: number) => `${year}/${month}/${day}`,
      (year: number, month: number, day: number) => `${month}/${day}/${year}`,
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }), years, forms, (month, day, year, form) => {
        const found = findDate(form(year, month, day), 'UTC', NOW)?.due;
        const meant = [[month, day], ...(form(year, month, day).startsWith(String(year)) ? [] : [[day, month]])].filter(
          ([m = 0, d = 0]) => isReal(year, m, d),
        );
        const possible = meant.map(([m = 0, d = 0]) => `${year}-${pad(m)}-${pad(d)}`);
        if (possible.length === 0) expect(found).toBeUndefined();
        else expect(possible).toContain(found);
      }),
      { numRuns: 1000 },
    );
  });

  it('has a time of the clock, or none', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 0, max: 99 }), (hour, minute) => {
        const found = findDate(`2027-03-01 at ${hour}:${pad(minute)}`, 'UTC', NOW)?.due;
        if (hour > 23 || minute > 59) expect(found).toBeUndefined();
        else expect(found).toBeDefined();
      }),
    );
  });
});

describe('impossibleDate', () => {
  it.each([
    ['move it to 32 December', '32 December'],
    ['pay rent on 30 February', '30 February'],
    ['pay rent on the 31st of November', '31st of November'],
    ['29 February 2027', '29 February 2027'],
    ['on February 30th, please', 'February 30th'],
    ['2026-13-01', '2026-13-01'],
    ['31/31/2026', '31/31/2026'],
    ['tomorrow at 25:00', 'at 25:00'],
    ['tomorrow at 17:61', 'at 17:61'],
    ['tomorrow at 13pm', '13pm'],
  ])('says back what there is not: %j', (sentence, said) => {
    expect(impossibleDate(sentence)).toBe(said);
  });

  it.each([
    '29 February',
    '29 February 2028',
    'the 31st',
    'December 24 at 8',
    'in May 2027',
    'march 40 miles',
    'may 50 people come',
    'read Isaiah 40:31',
    'do it 50/50',
    'version 2.30.1',
    'buy 32 decorations',
    'chapter 99',
    '24:00',
    'call 555-12-2026',
  ])('leaves alone what can be, or is no date: %j', (sentence) => {
    expect(impossibleDate(sentence)).toBeUndefined();
  });
});
