import type { Model } from '../../model/model';
import { command, runTimeBuilt, type Target } from './targets';

interface VerbOptions {
  readonly args?: readonly string[];
  readonly dependsOn?: Target['dependsOn'];
  readonly cache?: Pick<Target, 'inputs' | 'outputs'>;
}

/**
 * A target that calls `fairlead <verb>`. Environments are its Nx configurations: `-c production` reaches every
 * task of a run, which a flag would not.
 */
export function verb(model: Model, name: string, { args = [], dependsOn = [], cache }: VerbOptions = {}): Target {
  const line = ['node', 'packages/deploy/dist/fairlead.mjs', name, '--plan', `${model.chart.path}/plan.json`, ...args].join(' ');
  return command(line, {
    cache: cache !== undefined,
    dependsOn: [runTimeBuilt, ...dependsOn],
    ...cache,
    configurations: Object.fromEntries(model.environments.map(({ name: environment }) => [environment, { args: `--environment=${environment}` }])),
  });
}
