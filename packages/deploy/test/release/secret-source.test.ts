import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSecrets, takeSecrets } from '../../src/release/secret-source';
import { makePlan } from '../support/plans';

const root = mkdtempSync(join(tmpdir(), 'fairlead-secrets-'));
mkdirSync(join(root, '.secrets'));
afterAll(() => rmSync(root, { recursive: true }));

function read(file: string, env: NodeJS.ProcessEnv = {}): Record<string, string> {
  writeFileSync(join(root, '.secrets', 'local.env'), file);
  const plan = makePlan();
  return Object.fromEntries(readSecrets({ plan, environmentName: 'local', root, given: takeSecrets(plan, env) }).values);
}

it('reads the secrets of the plan, and nothing else, from the file of the environment', () => {
  expect(read('API_KEY=from-file\nOTHER=ignored\n')).toEqual({ API_KEY: 'from-file' });
});

it('the environment goes before the file, unless it is empty', () => {
  expect(read('API_KEY=from-file', { API_KEY: 'from-environment' })).toEqual({ API_KEY: 'from-environment' });
  expect(read('API_KEY=from-file', { API_KEY: '' })).toEqual({ API_KEY: 'from-file' });
});

it('empty values count as not given', () => {
  expect(read('API_KEY=\n')).toEqual({});
});

it.each([
  ['dollars stay as they are', "API_KEY='p$HOME$x'", 'p$HOME$x'],
  ['dollars without quotes too', 'API_KEY=p$HOME$x', 'p$HOME$x'],
  ['quotes are not part of the value', 'API_KEY="a # b"', 'a # b'],
  ['comments neither', 'API_KEY=a # b', 'a'],
  ['export is understood', 'export API_KEY=a', 'a'],
  ['a byte order mark is dropped', '\uFEFFAPI_KEY=a', 'a'],
  ['lines may end as on Windows', 'API_KEY=a\r\nOTHER=b\r\n', 'a'],
  ['a value may have several lines', 'API_KEY="a\nb"', 'a\nb'],
])('%s', (_, file, value) => {
  expect(read(file)).toEqual({ API_KEY: value });
});

it('takes secrets out of the environment, so that no tool inherits them, and keeps what was given', () => {
  const env = { API_KEY: 'value', DATABASE_URL: '', PATH: '/bin' };
  expect([...takeSecrets(makePlan(), env)]).toEqual([['API_KEY', 'value']]);
  expect(env).toEqual({ PATH: '/bin' });
});

it('a missing file means no values; one that cannot be read is an error', () => {
  const plan = makePlan();
  expect(readSecrets({ plan, environmentName: 'nowhere', root, given: new Map() }).values.size).toBe(0);
  mkdirSync(join(root, '.secrets', 'folder.env'));
  expect(() => readSecrets({ plan, environmentName: 'folder', root, given: new Map() })).toThrow(expect.objectContaining({ code: 'SECRETS_UNREADABLE' }));
});
