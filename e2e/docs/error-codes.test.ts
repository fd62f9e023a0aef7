import { readFileSync } from 'node:fs';
import { codesIn, thrownCodes } from './support/error-codes';

interface Row { readonly code: string; readonly cells: readonly string[] }

const rows: Row[] = [...readFileSync('docs/troubleshooting.md', 'utf8').matchAll(/^\| `([A-Z_]+)` \|(.*)\|$/gm)].map(([, code = '', rest = '']) => ({ code, cells: rest.split(/(?<!\\)\|/).map((cell) => cell.trim()) }));
const explained = rows.map(({ code }) => code);
const thrown = thrownCodes();

describe('docs/troubleshooting.md', () => {
  it('explains every code that can be thrown', () => {
    expect([...thrown].filter(([code]) => !explained.includes(code))).toEqual([]);
  });

  it('explains no code that nothing throws', () => {
    expect(explained.filter((code) => !thrown.has(code))).toEqual([]);
  });

  it('has each code once', () => {
    expect(explained).toEqual([...new Set(explained)]);
  });

  it.each(rows.map((row) => [row.code, row.cells] as const))('says of %s what it means and what to do', (_code, cells) => {
    expect(cells).toEqual([expect.stringMatching(/\w/), expect.stringMatching(/\w/)]);
  });
});

describe('the search for codes', () => {
  it('finds them wherever they are given', () => {
    const source = `
      throw new FairleadError({ code: late ? 'TOO_LATE' : 'TOO_EARLY', message: 'NOT_ONE' });
      class Fault { readonly code = 'OF_CLASS'; }
      type FaultCode = 'OF_TYPE' | 'OF_TYPE_TOO';
      function fault(code: string, message: string) {}
      fault('OF_CALL', 'NOT_THIS');
      const env = process.env['DATABASE_URL'];
    `;
    expect([...codesIn(source)].sort()).toEqual(['OF_CALL', 'OF_CLASS', 'OF_TYPE', 'OF_TYPE_TOO', 'TOO_EARLY', 'TOO_LATE']);
  });
});
