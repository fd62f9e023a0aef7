import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadChecks, refuseInconsistent } from '../../src/verify/load-checks';

function folder(source?: string): string {
  const root = mkdtempSync(join(tmpdir(), 'checks-'));
  writeFileSync(join(root, 'helper.ts'), 'export const name: string = "it works";');
  if (source !== undefined) writeFileSync(join(root, 'checks.ts'), source);
  return root;
}

test('a TypeScript module with imports is bundled and loaded', async () => {
  const root = folder('import { name } from "./helper"; export default [{ name, run: async (): Promise<string> => "fine" }];');

  const [check, ...others] = await loadChecks(root, 'checks.ts');

  expect(check?.name).toBe('it works');
  expect(await check?.run({} as never)).toBe('fine');
  expect(others).toEqual([]);
});

test.each([
  ['is missing', undefined, "the module with the app's checks is missing: checks.ts"],
  ['does not compile', 'export default [', 'checks.ts does not compile'],
  ['throws', 'throw new Error("boom"); export default [];', 'checks.ts cannot be loaded: boom'],
  ['has no default export', 'export const checks = [];', 'the default export of checks.ts is no list of checks'],
  ['exports no checks', 'export default [{ name: "x" }];', 'the default export of checks.ts is no list of checks'],
])('a module that %s is refused', async (_, source, message) => {
  await expect(loadChecks(folder(source), 'checks.ts')).rejects.toMatchObject({ code: 'CHECKS_INVALID', message });
});

test('where it does not compile is told', async () => {
  const failure = loadChecks(folder('\nconst = 1;'), 'checks.ts');

  await expect(failure).rejects.toMatchObject({ details: [expect.stringMatching(/checks\.ts:2 /)] });
});

test('a need that no earlier check has is a mistake, not a reason to skip', () => {
  const run = async (): Promise<void> => undefined;

  expect(() => refuseInconsistent([{ name: 'a', run }, { name: 'b', needs: ['a'], run }])).not.toThrow();
  expect(() => refuseInconsistent([{ name: 'b', needs: ['a'], run }, { name: 'a', run }])).toThrow('the check "b" needs "a", and no check before it has that name');
  expect(() => refuseInconsistent([{ name: 'a', run }, { name: 'a', run }])).toThrow('two checks have the name "a"');
});
