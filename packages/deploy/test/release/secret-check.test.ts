import type { Plan } from '@fairlead/plan';
import { checkSecrets } from '../../src/release/secret-check';
import { makePlan } from '../support/plans';

const plan: Plan = {
  ...makePlan(),
  database: { provision: 'external', secret: 'DATABASE_URL' },
  secrets: [
    { name: 'DATABASE_URL', required: true, source: 'user', format: 'postgres-url' },
    { name: 'API_KEY', required: false, source: 'user', format: 'text' },
  ],
};

const check = (values: Record<string, string>): readonly { code: string; message: string; text: string }[] =>
  checkSecrets(plan, { values: new Map(Object.entries(values)), file: '.secrets/local.env' }).map(({ code, message, next }) => ({ code, message, text: [message, ...next].join('\n') }));

it.each(['postgres://u:p@db.example:5432/todo', 'postgresql://u@db.example/todo?sslmode=require', 'postgres://u:p%40ss@[2001:db8::1]/todo'])('accepts %s', (url) => {
  expect(check({ DATABASE_URL: url })).toEqual([]);
});

it('names a required secret that is missing, and both places to put it', () => {
  const [fault] = check({});
  expect(fault).toMatchObject({ code: 'SECRET_MISSING', message: expect.stringContaining('DATABASE_URL') });
  expect(fault?.text).toMatch(/export DATABASE_URL[\s\S]*\.secrets\/local\.env/);
});

it.each([
  ['mysql://u:hunter22@db/todo', 'mysql'],
  ['not a url hunter22', 'not a URL'],
  ['postgres:///todo?password=hunter22', 'no host'],
  ['postgres://u:hunter22@localhost/todo', 'the pod itself'],
  ['postgres://u:hunter22@127.0.0.1/todo', 'the pod itself'],
  ['postgres://u:hunter22@[::1]/todo', 'the pod itself'],
])('refuses %s without showing it', (url, expected) => {
  const [fault] = check({ DATABASE_URL: url });
  expect(fault).toMatchObject({ code: 'SECRET_INVALID', message: expect.stringContaining(expected) });
  expect(fault?.text).not.toContain('hunter22');
});

it('tells every fault at once', () => {
  expect(check({ API_KEY: 'a\0b' }).map(({ code }) => code)).toEqual(['SECRET_MISSING', 'SECRET_INVALID']);
  expect(check({ DATABASE_URL: 'postgres://u@db/x', API_KEY: 'x'.repeat(70_000) })).toMatchObject([{ message: expect.stringContaining('70000 characters') }]);
});

it('what Fairlead computes itself is not asked for', () => {
  expect(checkSecrets(makePlan(), { values: new Map(), file: 'x' })).toEqual([]);
});
