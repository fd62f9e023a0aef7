/** Arguments of BuildKit's client. @see https://github.com/moby/buildkit/blob/master/docs/reference/buildctl.md */

export interface BuildctlBuild {
  readonly address: string;
  readonly folder: string;
  readonly references: readonly string[];
  readonly buildArgs: Readonly<Record<string, string>>;
  /** Seconds since 1970 that the image and all its files are dated. */
  readonly time: number;
  /** Where digests are written. */
  readonly metadataFile: string;
}

// Asks a registry only for what is not in the store: a stand-in's name must never reach the network.
const FROM_STORE_FIRST = { 'image-resolve-mode': 'local' };

export function buildctlBuild({ address, folder, references, buildArgs, time, metadataFile }: BuildctlBuild): string[] {
  const options = { ...prefixed(buildArgs), 'build-arg:SOURCE_DATE_EPOCH': String(time), ...FROM_STORE_FIRST };
  return [
    ...['--addr', address, 'build', '--progress', 'plain'],
    ...frontend(folder, options),
    // Uncompressed: the layers stay on this machine, and pods wait for no decompression.
    // The names are one field of a comma-separated list, hence the quotes; they are part of buildctl's own syntax.
    ...['--output', `type=image,"name=${references.map(qualified).join(',')}",rewrite-timestamp=true,unpack=true,compression=uncompressed`],
    ...['--metadata-file', metadataFile],
  ];
}

/** Resolves `FROM <reference>` in the store only, and keeps nothing. */
export function buildctlProbe(address: string, folder: string): string[] {
  return ['--addr', address, 'build', '--progress', 'plain', ...frontend(folder, FROM_STORE_FIRST)];
}

function frontend(folder: string, options: Readonly<Record<string, string>>): string[] {
  const locals = ['--local', `context=${folder}`, '--local', `dockerfile=${folder}`];
  return ['--frontend', 'dockerfile.v0', ...locals, ...Object.entries(options).flatMap(([key, value]) => ['--opt', `${key}=${value}`])];
}

const prefixed = (args: Readonly<Record<string, string>>): Record<string, string> => Object.fromEntries(Object.entries(args).map(([key, value]) => [`build-arg:${key}`, value]));

/** The full name that the kubelet looks for: `todo-backend:v1` is `docker.io/library/todo-backend:v1`. */
export function qualified(reference: string): string {
  const [first = '', ...rest] = reference.split('/');
  if (rest.length === 0) return `docker.io/library/${reference}`;
  return /[.:]/.test(first) || first === 'localhost' ? reference : `docker.io/${reference}`;
}
