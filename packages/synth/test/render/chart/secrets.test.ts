import fc from 'fast-check';
import { exampleModel } from '../../example';
import { entries, find, PASSWORD, template, templateFolder, writeChart, writeFiles } from './helm';

const model = exampleModel();
const external = exampleModel({ database: { provision: 'external' } });

describe('the Secret that the chart makes', () => {
  it('has the URL of the database beside the app, with the password encoded', () => {
    const secret = find(template(model, '--set-literal', 'postgres.password=a b/c@:+%d'), 'Secret', 'shop-env');
    expect(entries(secret)).toEqual({ DATABASE_URL: 'postgres://shop:a%20b%2Fc%40%3A%2B%25d@shop-postgres:5432/shop' });
  });

  it('has an optional secret only when it is given', () => {
    expect(entries(find(template(model, ...PASSWORD, '--set', 'secrets.PAYMENT_KEY=k'), 'Secret', 'shop-env'))).toMatchObject({ PAYMENT_KEY: 'k' });
  });

  it('has the URL as it is given for an external database', () => {
    expect(entries(find(template(external, '--set-literal', 'secrets.DATABASE_URL=postgres://u:p@db/x?a=b&c={d}'), 'Secret', 'shop-env'))).toEqual({ DATABASE_URL: 'postgres://u:p@db/x?a=b&c={d}' });
  });

  it('keeps any value byte for byte', () => {
    const folder = writeChart(model);
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), { minLength: 1, maxLength: 4 }), (parts) => {
        const password = parts.join('{{ fail "x" }}"\'\n\t$(A)');
        const values = writeFiles('values', { 'values.json': JSON.stringify({ postgres: { password }, secrets: { PAYMENT_KEY: password } }) });
        const objects = templateFolder(folder, '--values', `${values}/values.json`);
        const { PAYMENT_KEY, DATABASE_URL = '' } = entries(find(objects, 'Secret', 'shop-env'));
        expect(PAYMENT_KEY).toBe(password);
        expect(entries(find(objects, 'Secret', 'shop-postgres'))).toEqual({ password });
        expect(decodeURIComponent(new URL(DATABASE_URL).password)).toBe(password);
      }),
      { numRuns: 15 },
    );
  });
});

describe('a secret that is missing', () => {
  it.each([
    ['the password of the database', model, [], /postgres\.password is missing: give one with --set-literal postgres\.password=.*postgres\.existingSecret/],
    ['the URL of an external database', external, [], /secrets\.DATABASE_URL is missing: give it with --set-literal secrets\.DATABASE_URL=.*secrets\.existingSecret/],
  ])('fails with how to give it: %s', (_, of, args, message) => {
    expect(() => template(of, ...args)).toThrow(message);
  });

  it('fails with how to give it: one that a workload requires', () => {
    const { secrets, ...rest } = external;
    const strict = { ...rest, secrets: secrets.map((secret) => ({ ...secret, required: true })) };
    expect(() => template(strict, '--set', 'secrets.DATABASE_URL=x')).toThrow(/secrets\.PAYMENT_KEY is missing: give it with --set-literal secrets\.PAYMENT_KEY=/);
  });
});

describe('Secrets made elsewhere', () => {
  it('are referred to instead of made, whatever their names look like to YAML', () => {
    const objects = template(model, '--set-string', 'secrets.existingSecret=123,postgres.existingSecret=1e3');
    expect(objects.filter(({ kind }) => kind === 'Secret')).toEqual([]);
    expect(JSON.stringify(objects)).toContain('"secretKeyRef":{"name":"123","key":"DATABASE_URL"}');
    expect(JSON.stringify(objects)).toContain('"secretKeyRef":{"name":"1e3","key":"password"}');
  });
});
