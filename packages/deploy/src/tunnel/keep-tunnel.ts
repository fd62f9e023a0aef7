import { setTimeout as sleep } from 'node:timers/promises';
import { createPatience } from './patience';
import { tryProcessIdentity } from './process-identity';
import { removeRecord, tryReadRecord, writeRecord, type TunnelSpec } from './record';
import type { ReleaseSource } from './release-source';
import { openTunnel } from './tunnel';

export interface KeepTunnelOptions {
  readonly spec: TunnelSpec;
  readonly recordFile: string;
  readonly source: ReleaseSource;
  readonly signal: AbortSignal;
  /** Tells the log what happened. */
  readonly log: (text: string) => void;
  /** Milliseconds between looks at the cluster. Default: 5 000. */
  readonly everyMs?: number;
}

/**
 * Life of a background tunnel: serves until it is told to stop, its record is taken by another, or what it
 * leads to is gone for good.
 * @returns why it ended.
 */
export async function keepTunnel(options: KeepTunnelOptions): Promise<string> {
  const { spec, recordFile, log } = options;
  const tunnel = await openTunnel({
    ...options.source,
    preferredPort: tryReadRecord(recordFile)?.port ?? spec.podPort,
    onRetry: withoutRepeats(log),
  });
  const identity = (await tryProcessIdentity(process.pid)) ?? '';
  writeRecord(recordFile, { version: 1, spec, pid: process.pid, identity, url: tunnel.url, port: tunnel.port });
  log(`${tunnel.url} leads to ${spec.app} (${spec.environment})`);
  const reason = await untilPointless(options);
  log(`ends: ${reason}`);
  removeRecord(recordFile, process.pid);
  await tunnel.close();
  return reason;
}

async function untilPointless(options: KeepTunnelOptions): Promise<string> {
  const patience = createPatience();
  for (;;) {
    await sleep(options.everyMs ?? 5_000, undefined, { signal: options.signal }).catch(() => undefined);
    if (options.signal.aborted) return 'told to stop';
    if (tryReadRecord(options.recordFile)?.pid !== process.pid) return 'another tunnel has taken over';
    const reason = patience.judge(await options.source.look(), performance.now());
    if (reason !== undefined) return reason;
  }
}

// A pod that is away for an hour would otherwise fill the log.
function withoutRepeats(log: (text: string) => void): (text: string) => void {
  let last = '';
  return (text) => {
    if (text !== last) log(text);
    last = text;
  };
}
