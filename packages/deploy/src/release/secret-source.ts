import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '@fairlead/plan';
import { FairleadError } from '@fairlead/runtime';
import { parse } from 'dotenv';

/** Values that a person gave, by name. Empty ones count as not given. */
export type SecretValues = ReadonlyMap<string, string>;

export interface SecretSource {
  readonly values: SecretValues;
  /** Where values may be written down, for messages. */
  readonly file: string;
}

interface SourceOptions {
  readonly plan: Plan;
  readonly environmentName: string;
  readonly root: string;
  /** Default: `process.env`. Names of secrets are removed from it, so that no tool that is started inherits them. */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Reads the secrets that the plan names: the environment first, then `.secrets/<environment>.env`. The file is
 * parsed here because Nx would expand `$` in one that it loads itself.
 * @throws FairleadError `SECRETS_UNREADABLE` when the file is there and cannot be read.
 */
export function readSecrets({ plan, environmentName, root, env = process.env }: SourceOptions): SecretSource {
  const path = `.secrets/${environmentName}.env`;
  const written = readFile(join(root, path), path);
  const values = new Map<string, string>();
  for (const { name } of plan.secrets) {
    const value = env[name] || written[name];
    Reflect.deleteProperty(env, name);
    if (value) values.set(name, value);
  }
  return { values, file: path };
}

function readFile(path: string, shown: string): Record<string, string> {
  try {
    // A byte order mark, as some editors write it, would become part of the first name.
    return parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (cause) {
    if (!exists(path)) return {};
    throw new FairleadError({
      code: 'SECRETS_UNREADABLE',
      message: `${shown} cannot be read`,
      next: [`make it readable for you alone: chmod 600 ${shown}`],
      cause,
    });
  }
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
