/** How the chart names an image: a digest, where there is one, decides. */
export interface ImageValues {
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}

/** Splits `host:5000/team/app:tag@sha256:...`; the port of a registry is no tag. */
export function imageValues(reference: string): ImageValues {
  const [name = '', digest = ''] = reference.split('@');
  const colon = name.lastIndexOf(':');
  const tagged = colon > name.lastIndexOf('/');
  return { repository: tagged ? name.slice(0, colon) : name, tag: tagged ? name.slice(colon + 1) : '', digest };
}
