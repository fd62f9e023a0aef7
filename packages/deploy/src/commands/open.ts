import { once } from 'node:events';
import { tryBackgroundTunnel } from '../tunnel/background-tunnel';
import { ensureTunnel, stopTunnel, tunnelKey, tunnelSpec } from '../tunnel/ensure-tunnel';
import { keepTunnel } from '../tunnel/keep-tunnel';
import { parseSpec, tunnelFiles } from '../tunnel/record';
import { createReleaseSource } from '../tunnel/release-source';
import { openTunnel } from '../tunnel/tunnel';
import type { Command, CommandOptions, CommandResult } from './command';
import type { CommandContext } from './context';

/** Makes the app reachable on localhost until Ctrl-C, or in the background with `--background`. */
export const execute: Command = async (context, options) => {
  if (options.keep !== undefined) return keep(context, options.keep);
  if (options.stop) return stop(context);
  if (options.background) return background(context);
  return foreground(context, options);
};

async function background(context: CommandContext): Promise<CommandResult> {
  const tunnel = await ensureTunnel(context);
  return { data: tunnel, text: `${context.plan.app} answers on ${tunnel.url}` };
}

async function stop(context: CommandContext): Promise<CommandResult> {
  const stopped = await stopTunnel(context);
  return { data: { stopped }, text: stopped ? 'the background tunnel has ended' : 'there was no background tunnel' };
}

async function foreground(context: CommandContext, options: CommandOptions): Promise<CommandResult> {
  const { plan, progress, signal } = context;
  const running = await tryBackgroundTunnel(tunnelKey(context));
  if (running && options.port === undefined) {
    progress.info(`${plan.app} answers on ${running.url} already, by a tunnel in the background (Ctrl-C leaves it, --stop ends it)`);
    await aborted(signal);
    return { data: { url: running.url } };
  }
  const spec = await tunnelSpec(context);
  const tunnel = await openTunnel({
    ...createReleaseSource(spec),
    preferredPort: spec.podPort,
    ...(options.port === undefined ? {} : { port: options.port }),
    onRetry: (reason) => progress.warn(reason),
  });
  if (options.port === undefined && tunnel.port !== spec.podPort) progress.warn(`port ${spec.podPort} is taken: ${tunnel.port} it is`);
  progress.info(`${plan.app} answers on ${tunnel.url} (Ctrl-C ends it)`);
  await aborted(signal);
  await tunnel.close();
  return { data: { url: tunnel.url } };
}

/** What the background process itself runs. */
async function keep(context: CommandContext, json: string): Promise<CommandResult> {
  const spec = parseSpec(json);
  const reason = await keepTunnel({
    spec,
    recordFile: tunnelFiles(spec).record,
    source: createReleaseSource(spec),
    signal: context.signal,
    log: (text) => context.progress.info(`${new Date().toISOString()} ${text}`),
  });
  return { data: { reason } };
}

async function aborted(signal: AbortSignal): Promise<void> {
  // A signal alone keeps no process alive.
  const alive = setInterval(() => undefined, 60_000);
  if (!signal.aborted) await once(signal, 'abort');
  clearInterval(alive);
}
