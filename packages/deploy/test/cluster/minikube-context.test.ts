import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { minikubeContext } from '../../src/cluster/minikube-context';

const folder = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** As Minikube writes it; `update-context` leaves the extension of the context out. */
function kubeconfig(context: string, { cluster = 'minikube', provider = 'minikube.sigs.k8s.io' } = {}): string {
  const file = join(folder, `${context}-${cluster}.yaml`);
  writeFileSync(
    file,
    `apiVersion: v1
clusters:
- cluster:
    certificate-authority: /home/user/.minikube/ca.crt
    extensions:
    - extension:
        last-update: Mon, 23 Nov 2026 21:20:37 UTC
        provider: ${provider}
        version: v1.39.0
      name: cluster_info
    server: https://192.168.49.2:8443
  name: ${cluster}
contexts:
- context:
    cluster: ${cluster}
    user: ${cluster}
  name: ${context}
current-context: ${context}
kind: Config
`,
  );
  return file;
}

it('is named like the profile', () => {
  expect(minikubeContext(kubeconfig('minikube'), 'minikube')).toBe('minikube');
});

it('is found where the user renamed it, in whichever file of a list', () => {
  expect(minikubeContext(kubeconfig('laptop'), 'minikube')).toBe('laptop');
  expect(minikubeContext([kubeconfig('work', { cluster: 'work' }), kubeconfig('laptop')].join(delimiter), 'minikube')).toBe('laptop');
});

it('is not another cluster of that name', () => {
  expect(minikubeContext(kubeconfig('other', { provider: 'someone.example' }), 'minikube')).toBe('minikube');
  expect(minikubeContext(kubeconfig('work', { cluster: 'work' }), 'minikube')).toBe('minikube');
});

it.each(['', '/nowhere/config', 'kubeconfig: [', 'a: 1'])('is the profile\'s name where nothing says otherwise: %j', (text) => {
  const file = join(folder, 'odd.yaml');
  writeFileSync(file, text);
  expect(minikubeContext(text.startsWith('/') ? text : file, 'minikube')).toBe('minikube');
});
