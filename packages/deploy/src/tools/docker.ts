import { z } from 'zod';
import { SOURCE_DATE_EPOCH } from './buildctl';

/** Arguments of the Docker client. @see https://docs.docker.com/reference/cli/docker/ */

export interface DockerBuild {
  readonly folder: string;
  readonly references: readonly string[];
  readonly buildArgs: Readonly<Record<string, string>>;
  /** Is the buildx plug-in there? It alone can rewrite time stamps. */
  readonly buildx: boolean;
}

export const dockerArgs = {
  version: ['version', '--format', '{{json .}}'],
  buildxVersion: ['buildx', 'version'],
  inspect: (reference: string) => ['image', 'inspect', '--format', '{{json .}}', reference],
  tag: (source: string, target: string) => ['tag', source, target],
  push: (reference: string) => ['push', reference],
  build: ({ folder, references, buildArgs, buildx }: DockerBuild): string[] => [
    ...(buildx ? ['buildx', 'build', '--provenance=false', '--output', 'type=docker,rewrite-timestamp=true'] : ['build']),
    ...['--progress', 'plain'],
    ...references.flatMap((reference) => ['--tag', reference]),
    ...Object.entries({ ...buildArgs, SOURCE_DATE_EPOCH }).flatMap(([key, value]) => ['--build-arg', `${key}=${value}`]),
    folder,
  ],
} as const;

export const dockerImageSchema = z.object({ Id: z.string(), Size: z.int(), RepoDigests: z.array(z.string()).nullish() });
