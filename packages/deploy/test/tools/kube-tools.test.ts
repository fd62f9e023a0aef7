import { createKubeTools } from '../../src/tools/kube-tools';
import { isAtLeast, tryParseVersion } from '../../src/tools/tool-version';
import { recordingProgress } from '../support/recording-progress';
import { replay, type Answer } from '../support/replay';

const helm = "helm version --template {{.Version}}";
const kubectl = 'kubectl version --client -o json';
const kubectlVersion = (gitVersion: string): Answer => ({ stdout: JSON.stringify({ clientVersion: { major: '1', minor: '32+', gitVersion }, kustomizeVersion: 'v5.5.0' }) });

function tools(recorded: Record<string, Answer>) {
  const { run, calls } = replay(recorded);
  return { calls, tools: createKubeTools({ progress: recordingProgress(), runner: run, fallback: async (tool) => ({ path: `/bundled/${tool}`, version: { major: 9, minor: 9 } }) }) };
}

it.each<[string, Answer, string]>([
  ['Helm 4', { stdout: 'v4.1.4' }, 'helm'],
  ['Helm 3.14', { stdout: 'v3.14.0+gabc' }, 'helm'],
  ['Helm 3.13, which is too old', { stdout: 'v3.13.3' }, '/bundled/helm'],
  ['no Helm', { missing: true }, '/bundled/helm'],
  ['a Helm that does not answer', { exitCode: 1, stderr: 'exec format error' }, '/bundled/helm'],
  ['something else of that name', { stdout: 'hello' }, '/bundled/helm'],
])('with %s', async (_, answer, path) => {
  await expect(tools({ [helm]: answer }).tools.find('helm')).resolves.toMatchObject({ path });
});

it.each([['v1.36.0', 'kubectl'], ['v1.34.9', 'kubectl'], ['v1.32.4-dispatcher', '/bundled/kubectl']])('with kubectl %s', async (version, path) => {
  await expect(tools({ [kubectl]: kubectlVersion(version) }).tools.find('kubectl')).resolves.toMatchObject({ path });
});

it('looks for each tool once, and for none that nobody asks for', async () => {
  const { calls, tools: found } = tools({ [helm]: { stdout: 'v4.1.4' } });
  await Promise.all([found.find('helm'), found.find('helm')]);
  await found.find('helm');
  expect(calls).toEqual([helm]);
});

it.each([['v1.35.4', 1, 35], ['1.35', 1, 35], ['version: v10.2.3', 10, 2]])('the version in %s', (text, major, minor) => {
  expect(tryParseVersion(text)).toEqual({ major, minor });
});

it('versions are compared by number', () => {
  expect(tryParseVersion('none')).toBeUndefined();
  expect(isAtLeast({ major: 3, minor: 9 }, { major: 3, minor: 14 })).toBe(false);
  expect(isAtLeast({ major: 4, minor: 0 }, { major: 3, minor: 14 })).toBe(true);
});
