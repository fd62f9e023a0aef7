import { join } from 'node:path';
import type { EnvironmentPlan, Plan } from '@fairlead/plan';
import { FairleadError } from '@fairlead/runtime';
import type { CommandContext } from '../commands/context';
import { startBackgroundTunnel, stopBackgroundTunnel, type BackgroundTunnel, type TunnelLauncher } from './background-tunnel';
import type { TunnelKey, TunnelSpec } from './record';

type KeyContext = Pick<CommandContext, 'plan' | 'environment' | 'root'>;
type TunnelContext = Pick<CommandContext, 'plan' | 'environment' | 'root' | 'progress' | 'cluster'>;

/**
 * Keeps the app reachable on localhost after this command has ended: starts the environment's background
 * tunnel, or finds it running.
 * @throws FairleadError `TUNNEL_FAILED` with its log when it does not start.
 */
export async function ensureTunnel(context: TunnelContext): Promise<BackgroundTunnel> {
  const spec = await tunnelSpec(context);
  const tunnel = await startBackgroundTunnel(spec, launcher(context));
  if (!tunnel.reused && tunnel.port !== spec.podPort) context.progress.info(`port ${spec.podPort} is in use here, so the app answers on ${tunnel.port}`);
  return tunnel;
}

/** Names the background tunnel of an environment. */
export function tunnelKey({ plan, environment, root }: KeyContext): TunnelKey {
  return { workspace: root, app: plan.app, environment: environment.name };
}

/** Ends the environment's background tunnel. @returns whether there was one. */
export async function stopTunnel(context: KeyContext): Promise<boolean> {
  return stopBackgroundTunnel(tunnelKey(context));
}

/** Where the tunnel of an environment leads. @throws FairleadError `ENTRY_MISSING` for a plan without entry. */
export async function tunnelSpec({ plan, environment, root, ...context }: KeyContext & Pick<CommandContext, 'cluster'>): Promise<TunnelSpec> {
  const entry = plan.workloads.find(({ name }) => name === plan.entry);
  if (!entry) throw new FairleadError({ code: 'ENTRY_MISSING', message: `the plan has no workload "${plan.entry}"`, next: ['run `npx projen`'] });
  const cluster = await context.cluster();
  const { kubeconfig, context: name } = await cluster.kubeTarget();
  return {
    ...tunnelKey({ plan, environment, root }),
    target: { kubeconfig, context: name },
    identity: cluster.pinnedTo,
    local: cluster.capabilities.local,
    namespace: environment.namespace,
    selector: componentSelector(plan, environment, plan.entry),
    podPort: entry.port,
  };
}

/** Label selector of one workload of a release. */
export function componentSelector(plan: Plan, environment: EnvironmentPlan, component: string): string {
  return [
    `app.kubernetes.io/name=${plan.chart.name}`,
    `app.kubernetes.io/instance=${environment.release}`,
    `app.kubernetes.io/component=${component}`,
  ].join(',');
}

function launcher({ plan, environment, root }: TunnelContext): TunnelLauncher {
  const command = process.argv[1] ?? '';
  const planFile = join(plan.chart.path, 'plan.json');
  return {
    file: process.execPath,
    args: [...process.execArgv, command, 'open', '--plan', planFile, '--environment', environment.name, '--keep'],
    cwd: root,
    // A process that lives for days needs none of the secrets that a deploy was given.
    env: Object.fromEntries(plan.secrets.map(({ name }) => [name, undefined])),
  };
}
