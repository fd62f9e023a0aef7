import type { BaseImage, ImageReference } from './model';

/** Splits `registry:5000/team/app:v1` at its tag; the reference was validated and has one. */
export function parseImage(reference: string): ImageReference {
  const colon = reference.lastIndexOf(':');
  return { repository: reference.slice(0, colon), tag: reference.slice(colon + 1) };
}

/** The base images that are used unless the config names others, each with the stand-in that can replace it. */
export const DEFAULT_BASES = {
  node: { arg: 'NODE_BASE', reference: 'gcr.io/distroless/nodejs24-debian12:nonroot', standIn: 'node' },
  nginx: { arg: 'NGINX_BASE', reference: 'docker.io/nginxinc/nginx-unprivileged:1.29-alpine-slim', standIn: 'nginx' },
  postgres: { arg: 'POSTGRES_BASE', reference: 'docker.io/library/postgres:15-bookworm', standIn: 'postgres' },
} as const satisfies Record<string, BaseImage>;

export function baseImage(kind: keyof typeof DEFAULT_BASES, reference: string | undefined): BaseImage {
  return { ...DEFAULT_BASES[kind], reference: reference ?? DEFAULT_BASES[kind].reference };
}
