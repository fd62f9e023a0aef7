import type { V1Pod } from '@kubernetes/client-node';
import type { Command, CommandResult } from './command';
import { deploy, type Deployed } from '../release/deploy';
import { readDeployInputs } from '../release/deploy-inputs';
import { podRow, renderPods } from '../release/pods-table';
import { openSession, type Session } from '../release/session';

/** Installs or upgrades the release, and ends when it serves. */
export const execute: Command = async (context, options) => {
  const inputs = readDeployInputs(context);
  await (await context.cluster()).ensure(context);
  const session = await openSession(context);
  const deployed = await deploy(context, { session, inputs, takeOver: options.takeOver === true });
  return report(session, deployed);
};

async function report(session: Session, deployed: Deployed): Promise<CommandResult> {
  const { name, namespace, selector } = session.release;
  const pods = await session.api.list<V1Pod>({ apiVersion: 'v1', kind: 'Pod', namespace, labels: selector });
  const now = Date.now();
  const open = session.release.command('open');
  const headline = deployed.changed
    ? `${name} revision ${deployed.revision} serves on the ${session.cluster.name}, namespace ${namespace}`
    : `nothing changed: ${name} revision ${deployed.revision} serves on the ${session.cluster.name}, namespace ${namespace}`;
  return {
    data: { release: name, namespace, ...deployed, pods: pods.map((pod) => podRow(pod, now)), open },
    text: `${headline}\n\n${renderPods(pods, now)}\n\nOpen it:  ${open}`,
  };
}
