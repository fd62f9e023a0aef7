import { serveConnection, type ConnectionOptions } from './connection';
import { listenOnLoopback, type LoopbackOptions } from './loopback';

/** An open way from `localhost` to the entry workload. */
export interface Tunnel {
  /** E.g. `http://localhost:8080`: `__Host-` cookies work over plain HTTP on this name and on no other. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

export interface TunnelOptions extends LoopbackOptions, Omit<ConnectionOptions, 'waitMs'> {
  /** Milliseconds that a connection may wait for a ready pod. Default: 30 000. */
  readonly waitMs?: number;
}

/**
 * Opens a tunnel. Every connection looks for a ready pod anew, so that pods may be replaced at any time.
 * @throws FairleadError `PORT_TAKEN` or `PORT_FORBIDDEN` when a fixed port cannot be had.
 */
export async function openTunnel(options: TunnelOptions): Promise<Tunnel> {
  const connection = { ...options, waitMs: options.waitMs ?? 30_000 };
  const listener = await listenOnLoopback(options, (client) => void serveConnection(client, connection));
  return { url: `http://localhost:${listener.port}`, port: listener.port, close: () => listener.close() };
}
