import { createHelm, helmArgs } from '../../src/tools/helm';
import { kubeEnv } from '../../src/tools/kube-env';
import { kubectlArgs } from '../../src/tools/kubectl';
import { replay } from '../support/replay';

const place = { kubeconfig: '/a/config:/b/config', context: 'prod', namespace: 'demo' };
const upgrade = { release: 'todo', chart: '/ws/todo-0.1.0.tgz', labels: { 'fairlead.dev/inputs': 'abc' }, description: 'fairlead deploy' };

it('every call that reaches a cluster names context and namespace', () => {
  const calls = [
    helmArgs.upgrade(place, upgrade),
    helmArgs.rollback(place, 'todo', 3),
    helmArgs.uninstall(place, 'todo'),
    helmArgs.template(place, 'todo', upgrade.chart),
    kubectlArgs.logs(place, { selector: 'a=b', follow: true, lines: 5 }),
    kubectlArgs.exec(place, 'pod', ['id']),
  ];
  for (const call of calls) {
    expect(call.join(' ')).toMatch(/--(kube-)?context prod /);
    expect(call.join(' ')).toContain('--namespace demo');
  }
});

it('the kubeconfig goes with every call, and what would redirect it is taken away', () => {
  expect(kubeEnv(place)).toMatchObject({ KUBECONFIG: '/a/config:/b/config', HELM_DRIVER: 'secret', HELM_KUBECONTEXT: undefined, HELM_NAMESPACE: undefined, HELM_KUBEAPISERVER: undefined });
});

it('values go in on standard input, and calls that change a release cannot be cut short', async () => {
  const tools = replay({ [['helm', ...helmArgs.upgrade(place, upgrade)].join(' ')]: {}, 'helm rollback todo 3 --kube-context prod --namespace demo --history-max 10 --timeout 5m': {}, 'helm uninstall todo --kube-context prod --namespace demo --timeout 5m': {} });
  const helm = createHelm({ path: 'helm', version: { major: 3, minor: 14 } }, place, tools.run);
  await helm.upgrade(upgrade, { backend: { replicaCount: 2 } });
  await helm.rollback('todo', 3);
  await helm.uninstall('todo');
  expect(tools.options[0]).toMatchObject({ input: '{"backend":{"replicaCount":2}}' });
  for (const options of tools.options) {
    expect(options).toMatchObject({ detached: true });
    expect(options.signal).toBeUndefined();
  }
});

it('Helm 4 takes back fields that somebody set by hand; Helm 3 does so without being told', async () => {
  const calls = async (major: number): Promise<readonly string[]> => {
    const made: string[] = [];
    const helm = createHelm({ path: 'helm', version: { major, minor: 14 } }, place, async (_file, args) => (made.push(args.join(' ')), { exitCode: 0, stdout: '', stderr: '' }));
    await helm.upgrade(upgrade, {});
    await helm.rollback('todo', 1);
    return made.map((call) => String(call.includes('--force-conflicts')));
  };
  await expect(calls(4)).resolves.toEqual(['true', 'true']);
  await expect(calls(3)).resolves.toEqual(['false', 'false']);
});

it('logs of new pods are asked for from a moment on, not by count', () => {
  const query = { selector: 'a=b', follow: true, lines: 5 };
  expect(kubectlArgs.logs(place, query)).toEqual(expect.arrayContaining(['--tail', '5', '--follow']));
  expect(kubectlArgs.logs(place, { ...query, since: '2026-11-24T10:00:00Z' })).toEqual(expect.arrayContaining(['--tail', '-1', '--since-time', '2026-11-24T10:00:00Z']));
});
