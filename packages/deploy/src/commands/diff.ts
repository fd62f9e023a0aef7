import { colors } from '@fairlead/runtime';
import { deployValues, readDeployInputs } from '../release/deploy-inputs';
import { findDrift } from '../release/drift/find-drift';
import { helmFault } from '../release/helm-fault';
import { diffManifests, type ObjectDiff } from '../release/manifest-diff';
import { tryNamespace } from '../release/namespace';
import { refuseForeign } from '../release/refuse-foreign';
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
  refuseForeign(deployed[0], release);
  const current = deployed.find(({ status }) => status === 'deployed') ?? deployed[0];
  const secrets = await previewSecretNames(context, session, inputs.secrets.values);
  const manifest = current?.content().manifest ?? '';
  const values = deployValues(context, inputs, secrets);
  const [wanted, { mendable: changedByHand }] = await Promise.all([template(session, inputs.chartFile, values), findDrift(api, manifest, release.namespace)]);
  const difference = { revision: current?.number, changes: diffManifests(manifest, wanted), changedByHand };
  return { data: difference, text: render(difference, session) };
};

async function template(session: Session, chart: string, values: unknown): Promise<string> {
  try {
    return await (await session.helm()).template(session.release.name, chart, values);
  } catch (error) {
    throw helmFault(error, session);
  }
}

interface Difference {
  readonly revision: number | undefined;
  readonly changes: readonly ObjectDiff[];
  /** What a deploy would put back. */
  readonly changedByHand: readonly string[];
}

function render({ revision, changes, changedByHand }: Difference, { release }: Session): string {
  const against = revision === undefined ? 'nothing is deployed yet' : `against revision ${revision}`;
  const put = changedByHand.length === 0 ? [] : [`a deploy of ${release.name} would put back what was changed by hand:`, ...changedByHand.map((line) => `  ${line}`), ''];
  if (changes.length === 0 && put.length > 0) return put.join('\n').trimEnd();
  if (changes.length === 0) return `a deploy of ${release.name} would change nothing (${against})`;
  const head = `a deploy of ${release.name} would change ${changes.length} object${changes.length === 1 ? '' : 's'} (${against})`;
  return [...put, head, ...changes.flatMap(({ object, change, patch }) => ['', colors.bold(`${object} (${change})`), paint(patch)])].join('\n');
}

function paint(patch: string): string {
  return patch
    .split('\n')
    .map((line) => (line.startsWith('+') ? colors.green(line) : line.startsWith('-') ? colors.red(line) : line))
    .join('\n');
}
