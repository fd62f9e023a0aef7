import { jest } from '@jest/globals';
import { FairleadError } from '@fairlead/runtime';
import { createRedaction } from '../src/release/redaction';
import { reportError } from '../src/report-error';

const redaction = createRedaction();
redaction.hide(['hunter22']);

function report(error: unknown, options: { json?: boolean; interrupted?: boolean } = {}): { code: number; out: string; err: string } {
  let out = '';
  let err = '';
  const stdout = jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
  const stderr = jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
  try {
    return { code: reportError(error, { redaction, json: false, interrupted: false, ...options }), out, err };
  } finally {
    stdout.mockRestore();
    stderr.mockRestore();
  }
}

const failure = new FairleadError({ code: 'BROKEN', message: 'it broke with hunter22', details: ['line hunter22'], next: ['mend hunter22'], exitCode: 2 });

it('tells what, the evidence and what next, without secrets, and ends with the code of the error', () => {
  const { code, out, err } = report(failure);
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(/it broke with \*\*\*.*\[BROKEN\][\s\S]*line \*\*\*[\s\S]*mend \*\*\*/);
  expect(err).not.toContain('hunter22');
});

it('is JSON on stdout for programs, without secrets too', () => {
  const { code, out, err } = report(failure, { json: true });
  expect([code, err]).toEqual([2, '']);
  expect(JSON.parse(out)).toEqual({ error: { code: 'BROKEN', message: 'it broke with ***', details: ['line ***'], next: ['mend ***'] } });
});

it('an error of our own making is told as such, with where it happened', () => {
  const { code, err } = report(new TypeError('x is undefined'));
  expect(code).toBe(1);
  expect(err).toMatch(/\[INTERNAL\][\s\S]*report-error\.test/);
});

it('what breaks because of an interruption is an interruption', () => {
  expect(report(new Error('aborted'), { interrupted: true })).toMatchObject({ code: 130, err: expect.stringContaining('[INTERRUPTED]') });
  const told = new FairleadError({ code: 'INTERRUPTED_ROLLOUT', message: 'the rollout goes on' });
  expect(report(told, { interrupted: true })).toMatchObject({ code: 130, err: expect.stringContaining('the rollout goes on') });
});
