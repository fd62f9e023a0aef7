import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Config } from '../src/config';
import { ConfigError } from '../src/config-error';
import type { Model } from '../src/model/model';
import { resolve } from '../src/model/resolve';
import { validate } from '../src/validate';
import { randomConfig } from './random-config';
import { runHelm, writeChart, writeFiles } from './render/chart/helm';
import { kubeconform } from './render/chart/tools';

const RUNS = 40;

function tryModel(config: Config): Model | ConfigError {
  try {
    return resolve(validate(config));
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}

/** What Helm makes of the chart with the values of its last environment, which differ most. */
function manifestsOf(model: Model): string {
  const { database, secrets, app, environments } = model;
  const given = [...secrets.filter(({ source }) => source === 'user').map(({ name }) => `secrets.${name}=given`), ...(database.provision === 'in-cluster' ? ['postgres.password=given'] : [])];
  const values = join(writeFiles('values', { 'environment.json': JSON.stringify(environments.at(-1)?.values) }), 'environment.json');
  return runHelm('template', app, writeChart(model), '--values', values, ...given.flatMap((value) => ['--set', value]));
}

describe('any config', () => {
  it('either has faults, each with its path, or makes a chart that Helm renders and Kubernetes knows', () => {
    const seen = { valid: 0, faulty: 0 };
    const [file, ...args] = kubeconform();
    fc.assert(
      fc.property(randomConfig, (config) => {
        const outcome = tryModel(config);
        if (outcome instanceof ConfigError) {
          seen.faulty += 1;
          for (const { path, message, found } of outcome.faults) expect([path, message, found]).toEqual([expect.stringMatching(/./), expect.stringMatching(/^expected /), expect.stringMatching(/./)]);
          return;
        }
        seen.valid += 1;
        expect(execFileSync(file, args, { encoding: 'utf8', input: manifestsOf(outcome) })).toMatch(/Invalid: 0, Errors: 0, Skipped: 0/);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    // A generator that only ever did the one would prove nothing of the other.
    expect(Math.min(seen.valid, seen.faulty)).toBeGreaterThan(RUNS / 20);
    // Two processes per run, on a machine that may be busy.
  }, 180_000);
});
