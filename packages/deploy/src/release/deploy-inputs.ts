import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '@fairlead/plan';
import { FairleadError } from '@fairlead/runtime';
import type { CommandContext } from '../commands/context';
import { throwFaults } from './faults';
import { imageValues } from './image-values';
import { mergeValues } from './merge-values';
import { readBuiltImages, type BuiltImage } from './receipts';
import { checkSecrets } from './secret-check';
import type { SecretSource } from './secret-source';

/** What a deploy is made of, read and checked before anything is touched. */
export interface DeployInputs {
  /** Absolute path of the packaged chart. */
  readonly chartFile: string;
  readonly chart: Uint8Array;
  readonly images: readonly BuiltImage[];
  readonly secrets: SecretSource;
}

/** @throws FairleadError with every fault at once: chart, images and secrets. */
export function readDeployInputs(context: CommandContext): DeployInputs {
  const { plan, root } = context;
  const secrets = context.secrets();
  const { images, faults } = readBuiltImages(context);
  const chartFile = chartPath(plan, root);
  const chart = tryRead(chartFile);
  throwFaults([...(chart ? [] : [chartMissing(plan)]), ...faults, ...checkSecrets(plan, secrets)]);
  return { chartFile, chart: chart ?? new Uint8Array(), images, secrets };
}

/** Where `helm-package` puts the chart. */
export function chartPath(plan: Plan, root: string): string {
  return join(root, 'dist', 'charts', `${plan.chart.name}-${plan.chart.version}.tgz`);
}

export interface SecretNames {
  /** Secret that the pods read; undefined when the plan has no secrets. */
  readonly environment: string | undefined;
  /** Secret with the password of the in-cluster database; undefined when there is none. */
  readonly database: string | undefined;
}

/** The values of the release: those of the environment, and what only the run time knows. No secret is among them. */
export function deployValues({ environment }: CommandContext, inputs: Pick<DeployInputs, 'images'>, secrets: SecretNames): Readonly<Record<string, unknown>> {
  const images = Object.fromEntries(inputs.images.map(({ component, reference }) => [component, { image: imageValues(reference) }]));
  const pullSecret = environment.registry?.pullSecret;
  const known = [
    images,
    secrets.environment === undefined ? {} : { secrets: { existingSecret: secrets.environment } },
    secrets.database === undefined ? {} : { postgres: { existingSecret: secrets.database } },
    pullSecret === undefined ? {} : { imagePullSecrets: [{ name: pullSecret }] },
  ];
  return known.reduce(mergeValues, environment.values);
}

function tryRead(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

function chartMissing(plan: Plan): FairleadError {
  return new FairleadError({
    code: 'CHART_NOT_PACKAGED',
    message: `the chart ${plan.chart.name} ${plan.chart.version} was not packaged`,
    next: [`npx nx helm-package ${plan.app}`],
  });
}
