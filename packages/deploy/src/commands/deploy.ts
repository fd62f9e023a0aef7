import type { V1Pod } from '@kubernetes/client-node';
import { ensureTunnel } from '../tunnel/ensure-tunnel';
import type { Command, CommandResult } from './command';
import type { CommandContext } from './context';
import { deploy, type Deployed } from '../release/deploy';
import { readDeployInputs } from '../release/deploy-inputs';
import { podRow, renderPods } from '../release/pods-table';
import { openSession, type Session } from '../release/session';
import { sweepImages } from '../release/sweep-images';

/** Installs or upgrades the release, and ends when it serves. */
export const execute: Command = async (context, options) => {
  const inputs = readDeployInputs(context);
  await (await context.cluster()).ensure(context);
  const session = await openSession(context);
  const deployed = await deploy(context, { session, inputs, takeOver: options.takeOver === true });
  const [url] = await Promise.all([session.cluster.capabilities.local ? tryTunnel(context) : undefined, deployed.changed ? trySweep(context, session) : undefined]);
  return report(session, deployed, url);
};

/** What is left over does no harm, and the next deploy tries again. */
async function trySweep({ plan }: CommandContext, { cluster, api }: Session): Promise<void> {
  await cluster.imageStore().then((store) => sweepImages(plan, store, api)).catch(() => undefined);
}

/** The app's address on localhost. It is deployed either way: no tunnel is no failure. */
async function tryTunnel(context: CommandContext): Promise<string | undefined> {
  try {
    return (await ensureTunnel(context)).url;
  } catch (error) {
    context.progress.warn(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

async function report(session: Session, deployed: Deployed, url: string | undefined): Promise<CommandResult> {
  const { name, namespace, selector } = session.release;
  const pods = await session.api.list<V1Pod>({ apiVersion: 'v1', kind: 'Pod', namespace, labels: selector });
  const now = Date.now();
  const open = session.release.command('open');
  const headline = deployed.changed
    ? `${name} revision ${deployed.revision} serves on the ${session.cluster.name}, namespace ${namespace}`
    : `nothing changed: ${name} revision ${deployed.revision} serves on the ${session.cluster.name}, namespace ${namespace}`;
  return {
    data: { release: name, namespace, ...deployed, url, pods: pods.map((pod) => podRow(pod, now)), open },
    unchanged: !deployed.changed,
    text: `${headline}\n\n${renderPods(pods, now)}\n\nOpen it:  ${url ?? open}`,
  };
}
