import { z } from 'zod';

/** Arguments of the Docker client. @see https://docs.docker.com/reference/cli/docker/ */

export interface DockerBuild {
  readonly folder: string;
  readonly references: readonly string[];
  readonly buildArgs: Readonly<Record<string, string>>;
  /** Seconds since 1970 that the image and its files are dated, by builders that can. */
  readonly time: number;
}

export interface BuildxBuild extends DockerBuild {
  /** The builder of the daemon itself; others would not find the bases that were built into it. */
  readonly builder: string;
  /** Where digests are written. */
  readonly metadataFile: string;
}

export const dockerArgs = {
  version: ['version', '--format', '{{json .}}'],
  buildxVersion: ['buildx', 'version'],
  contextShow: ['context', 'show'],
  inspect: (reference: string): string[] => ['image', 'inspect', '--format', '{{json .}}', reference],
  push: (reference: string): string[] => ['push', reference],
  save: (file: string, images: readonly string[]): string[] => ['save', '--output', file, ...images],
  load: (file: string): string[] => ['load', '--quiet', '--input', file],
  /** Leaves the images it was made from, which are the classic builder's cache. */
  remove: (image: string): string[] => ['image', 'rm', '--no-prune', image],
  build: (build: DockerBuild): string[] => ['build', '--progress', 'plain', ...common(build)],
  /** The classic builder knows no `--progress`. */
  classicBuild: (build: DockerBuild): string[] => ['build', ...common(build)],
  buildxBuild: ({ builder, metadataFile, ...build }: BuildxBuild): string[] => [
    ...['buildx', 'build', '--builder', builder, '--progress', 'plain', '--provenance=false'],
    ...['--output', 'type=image,rewrite-timestamp=true', '--metadata-file', metadataFile],
    ...common(build),
  ],
};

function common({ folder, references, buildArgs, time }: DockerBuild): string[] {
  return [
    ...references.flatMap((reference) => ['--tag', reference]),
    ...Object.entries({ ...buildArgs, SOURCE_DATE_EPOCH: String(time) }).flatMap(([key, value]) => ['--build-arg', `${key}=${value}`]),
    folder,
  ];
}

export const dockerVersionSchema = z.object({ Client: z.object({ Version: z.string() }) });

export const dockerImageSchema = z.object({
  /** Digest of the config; of the manifest or index where Docker keeps images in containerd's store. */
  Id: z.string(),
  Size: z.int(),
  RepoDigests: z.array(z.string()).nullish(),
  /** Only where Docker keeps images in containerd's store. */
  Descriptor: z.object({ mediaType: z.string(), digest: z.string() }).nullish(),
});

export type DockerImage = z.infer<typeof dockerImageSchema>;

/** Of what buildx writes; the digest of the config is missing in some versions. */
export const buildxMetadataSchema = z.object({ 'containerimage.config.digest': z.string().optional() });
