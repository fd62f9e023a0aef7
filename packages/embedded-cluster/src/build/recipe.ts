import { join } from 'node:path';
import { KUBERNETES_VERSION } from '../places';

/** One run of `go build`: argv is data, so that a test can look at it. */
export interface GoBuild {
  readonly title: string;
  readonly folder: string;
  readonly packages: readonly string[];
  readonly args: readonly string[];
}

interface Source {
  readonly module: string;
  readonly title: string;
  readonly packages: readonly string[];
  readonly flags?: string;
}

/** Everything that has to be built from the sources into a folder. */
export function recipe(sources: string, output: string): readonly GoBuild[] {
  const build = ({ module, title, packages, flags = '' }: Source): GoBuild => ({
    title,
    folder: join(sources, module),
    packages,
    // -trimpath: the same cache entries and the same bytes wherever the checkout lies.
    args: ['build', '-v', '-trimpath', '-buildvcs=false', '-ldflags', `-s -w${flags}`, '-o', `${output}/`, ...packages],
  });
  return [
    build({ module: 'node', title: `Kubernetes ${KUBERNETES_VERSION}, etcd and CoreDNS`, packages: ['./cmd/...'], flags: versionFlags() }),
    build({ module: 'buildkit', title: 'BuildKit', packages: ['github.com/moby/buildkit/cmd/buildkitd', 'github.com/moby/buildkit/cmd/buildctl'] }),
  ];
}

function versionFlags(): string {
  const [major, minor] = KUBERNETES_VERSION.slice(1).split('.');
  const values = { gitVersion: KUBERNETES_VERSION, gitMajor: major, gitMinor: minor, gitTreeState: 'clean' };
  return Object.entries(values).map(([name, value]) => ` -X k8s.io/component-base/version.${name}=${value}`).join('');
}
