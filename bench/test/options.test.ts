import { readOptions } from '../options';

it('without arguments everything is measured five times', () => {
  expect(readOptions([])).toEqual({ names: [], runs: 5, anyway: false, list: false });
});

it('cases, runs and flags can be given in any order', () => {
  expect(readOptions(['edit', '--runs=3', '--anyway', 'crash'])).toEqual({ names: ['edit', 'crash'], runs: 3, anyway: true, list: false });
});

it.each([['--runs=0'], ['--runs=two'], ['--runs=1.5'], ['--fast']])('%s is refused with how to use it', (flag) => {
  expect(() => readOptions([flag])).toThrow(expect.objectContaining({ code: 'USAGE', next: [expect.stringContaining('npm run bench')] }));
});
