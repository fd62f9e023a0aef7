import { join } from 'node:path';
import { run } from '@fairlead/runtime';
import { KUBERNETES_VERSIONS } from './schemas';
import type { CheckerTools } from './tools';

/** One check by a tool of others; `run` rejects with what the tool found. */
export interface Check {
  readonly title: string;
  run(): Promise<unknown>;
}

/** Tests of kube-score that are left out, and why. */
const KUBE_SCORE_IGNORED: Readonly<Record<string, string>> = {
  'container-image-pull-policy': 'a content tag is never reused, and an image that was built into the node cannot be pulled',
};

/** Manifests that are judged. */
export interface Manifests {
  readonly name: string;
  yaml(): Promise<string>;
  /** Tests of kube-score that they are meant to fail. */
  readonly unscored?: readonly string[];
}

/** Checks of rendered manifests; `yaml` is asked for once each. */
export function manifestChecks({ name, yaml, unscored = [] }: Manifests, tools: CheckerTools): Check[] {
  const ignored = [...Object.keys(KUBE_SCORE_IGNORED), ...unscored].flatMap((test) => ['--ignore-test', test]);
  return [
    ...KUBERNETES_VERSIONS.map((version) => ({
      title: `kubeconform, Kubernetes ${version}: ${name}`,
      run: async () => run(await tools.kubeconform(), [...schemaArgs(await tools.schemas(), version), '-'], { input: await yaml() }),
    })),
    { title: `Pod Security restricted: ${name}`, run: async () => run(await tools.podSecurity(), [], { input: await yaml() }) },
    { title: `kube-score: ${name}`, run: async () => run(await tools.kubeScore(), ['score', ...ignored, '-'], { input: await yaml() }) },
  ];
}

function schemaArgs(folder: string, version: string): string[] {
  return ['-strict', '-summary', '-schema-location', join(folder, `v${version}`, '{{ .ResourceKind }}{{ .KindSuffix }}.json')];
}
