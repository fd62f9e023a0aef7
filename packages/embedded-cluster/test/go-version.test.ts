import { atLeast, canBuild, neededGo, parseGoVersion } from '../src/go-version';
import { goSources } from '../src/places';

test.each([
  ['1.26.8', '1.26.8', true],
  ['1.26.10', '1.26.8', true],
  ['1.9', '1.26', false],
  ['1.26', '1.26.8', false],
  ['2.0', '1.99.9', true],
])('%s serves where %s is needed: %s', (version, needed, expected) => {
  expect(atLeast(version, needed)).toBe(expected);
});

test('the needed version is the highest of the modules', () => {
  expect(neededGo(goSources())).toMatch(/^1\.\d+\.\d+$/);
});

test('versions are read from what Go prints', () => {
  expect(parseGoVersion('go1.26.8')).toBe('1.26.8');
  expect(parseGoVersion('go version go1.19.8 linux/amd64')).toBe('1.19.8');
  expect(parseGoVersion('devel')).toBeUndefined();
});

test.each([
  ['an older Go that fetches toolchains', { version: '1.22.1', toolchain: 'auto' }, true],
  ['an older Go that must not', { version: '1.22.1', toolchain: 'local' }, false],
  ['one from before toolchains', { version: '1.19.8', toolchain: '' }, false],
])('%s', (_description, go, expected) => {
  expect(canBuild(go, '1.26.8')).toBe(expected);
});
