import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tryCredentials } from '../../../src/images/registry/credentials';
import { failing, fakeRunner } from '../fake-runner';

const folder = mkdtempSync(join(tmpdir(), 'docker-config-'));
const env = { DOCKER_CONFIG: folder };
afterAll(() => rmSync(folder, { recursive: true }));

const configure = (config: unknown): void => writeFileSync(join(folder, 'config.json'), typeof config === 'string' ? config : JSON.stringify(config));
const nobody = fakeRunner({}).run;
const auth = Buffer.from('me:pass:word').toString('base64');

it.each([['r.example:5000', 'r.example:5000'], ['r.example', 'https://r.example'], ['docker.io', 'https://index.docker.io/v1/']])('finds what docker login wrote for %s', async (registry, key) => {
  configure({ auths: { [key]: { auth } } });
  await expect(tryCredentials(registry, { env, runner: nobody })).resolves.toEqual({ user: 'me', password: 'pass:word' });
  await expect(tryCredentials('other.example', { env, runner: nobody })).resolves.toBeUndefined();
});

it('asks the helper of the registry before the general one, and gives it the name on standard input', async () => {
  configure({ credHelpers: { 'r.example': 'special' }, credsStore: 'general', auths: { 'r.example': {} } });
  const helpers = fakeRunner({ 'docker-credential-special get': JSON.stringify({ ServerURL: 'r.example', Username: 'me', Secret: 's' }) });
  await expect(tryCredentials('r.example', { env, runner: helpers.run })).resolves.toEqual({ user: 'me', password: 's' });
  expect(helpers.calls[0]?.options.input).toBe('r.example');
});

it.each<[string, unknown]>([['no file', ''], ['a damaged file', '{'], ['a login that is empty', { auths: { 'r.example': {} } }], ['a helper that knows nothing', { credsStore: 'general' }]])('knows nobody with %s', async (_, config) => {
  configure(config);
  const helpers = fakeRunner({ 'docker-credential-general get': failing('credentials not found in native keychain') });
  await expect(tryCredentials('r.example', { env, runner: helpers.run })).resolves.toBeUndefined();
});
