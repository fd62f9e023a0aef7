import { colors } from '@fairlead/runtime';
import { deployValues, readDeployInputs } from '../release/deploy-inputs';
import { diffManifests, type ObjectDiff } from '../release/manifest-diff';
import { tryNamespace } from '../release/namespace';
import { readRevisions } from '../release/revision';
import { previewSecretNames } from '../release/secret-preview';
import { openSession, type Session } from '../release/session';
import type { Command } from './command';

/** Shows what a deploy would change, object by object. Changes nothing. */
export const execute: Command = async (context) => {
  const inputs = readDeployInputs(context);
  const session = await openSession(context);
  const { api, release } = session;
  const deployed = (await tryNamespace(api, release.namespace)) ? await readRevisions(api, release) : [];
  const current = deployed.find(({ status }) => status === 'deployed') ?? deployed[0];
  const secrets = await previewSecretNames(context, session, inputs.secrets.values);
  const helm = await session.helm();
  const wanted = await helm.template(release.name, inputs.chartFile, deployValues(context, inputs, secrets));
  const changes = diffManifests(current?.content().manifest ?? '', wanted);
  return { data: { revision: current?.number, changes }, text: render(changes, session, current?.number) };
};

function render(changes: readonly ObjectDiff[], { release }: Session, revision: number | undefined): string {
  const against = revision === undefined ? 'nothing is deployed yet' : `against revision ${revision}`;
  if (changes.length === 0) return `a deploy of ${release.name} would change nothing (${against})`;
  const head = `a deploy of ${release.name} would change ${changes.length} object${changes.length === 1 ? '' : 's'} (${against})`;
  return [head, ...changes.flatMap(({ object, change, patch }) => ['', colors.bold(`${object} (${change})`), paint(patch)])].join('\n');
}

function paint(patch: string): string {
  return patch
    .split('\n')
    .map((line) => (line.startsWith('+') ? colors.green(line) : line.startsWith('-') ? colors.red(line) : line))
    .join('\n');
}
