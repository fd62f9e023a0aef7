import type { Config } from '../src/config';
import { ConfigError } from '../src/config-error';
import { validate } from '../src/validate';
import { exampleConfig } from './example';

/** Path to what was expected and found there; nothing for a config without faults. */
export function faultsOf(config: unknown): Record<string, string> {
  try {
    validate(config as Config);
  } catch (error) {
    if (error instanceof ConfigError) return Object.fromEntries(error.faults.map(({ path, message, found }) => [path, `${message}, found ${found}`]));
    throw error;
  }
  return {};
}

const withWorkload = (name: 'api' | 'page', changes: object): unknown => {
  const { workloads, ...rest } = exampleConfig();
  return { ...rest, workloads: { ...workloads, [name]: { ...workloads[name], ...changes } } };
};

/** The example with changes to its service. */
export const withApi = (changes: object): unknown => withWorkload('api', changes);

/** The example with changes to its web app. */
export const withPage = (changes: object): unknown => withWorkload('page', changes);
