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
  /** What `takeSecrets` took. */
  readonly given: SecretValues;
}

/**
 * Takes the secrets that the plan names out of the environment, so that no tool that is started inherits them.
 * @param env Default: `process.env`.
 */
export function takeSecrets(plan: Plan, env: NodeJS.ProcessEnv = process.env): SecretValues {
  const given = new Map<string, string>();
  for (const { name } of plan.secrets) {
    const value = env[name];
    Reflect.deleteProperty(env, name);
    if (value) given.set(name, value);
  }
  return given;
}

/**
 * The secrets that the plan names: those given go before those in `.secrets/<environment>.env`. The file is
 * parsed here because Nx would expand `$` in one that it loads itself.
 * @throws FairleadError `SECRETS_UNREADABLE` when the file is there and cannot be read.
 */
export function readSecrets({ plan, environmentName, root, given }: SourceOptions): SecretSource {
  const path = `.secrets/${environmentName}.env`;
  const written = readFile(join(root, path), path);
  const values = new Map<string, string>();
  for (const { name } of plan.secrets) {
    const value = given.get(name) ?? written[name];
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
