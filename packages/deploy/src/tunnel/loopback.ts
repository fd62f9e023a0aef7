import { createServer, type Server, type Socket } from 'node:net';
import { FairleadError } from '@fairlead/runtime';

export interface LoopbackOptions {
  /** Exactly this port, or an error. Default: `preferredPort`, or a free one near it. */
  readonly port?: number;
  readonly preferredPort: number;
}

export interface LoopbackListener {
  readonly port: number;
  /** Stops listening and cuts what is open. */
  close(): Promise<void>;
}

const NEIGHBOURS = 20;
const MOST_CONNECTIONS = 1_000;
// Both, since "localhost" means either of them depending on the browser.
const ADDRESSES = ['127.0.0.1', '::1'] as const;
const NO_SUCH_ADDRESS = ['EADDRNOTAVAIL', 'EAFNOSUPPORT'];

/**
 * Listens on `localhost` only.
 * @throws FairleadError `PORT_TAKEN` or `PORT_FORBIDDEN` when a fixed port cannot be had, `USAGE` when there is no such port.
 */
export async function listenOnLoopback(
  options: LoopbackOptions,
  onConnection: (socket: Socket) => void,
): Promise<LoopbackListener> {
  if (options.port !== undefined) return listenOn(options.port, onConnection).catch(explainFixed(options.port));
  for (let port = options.preferredPort; port <= options.preferredPort + NEIGHBOURS; port++) {
    const listener = await listenOn(port, onConnection).catch(() => undefined);
    if (listener) return listener;
  }
  return listenOn(0, onConnection);
}

async function listenOn(port: number, onConnection: (socket: Socket) => void): Promise<LoopbackListener> {
  const open = new Set<Socket>();
  const servers: Server[] = [];
  const close = async (): Promise<void> => {
    for (const socket of open) socket.destroy();
    await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  };
  let bound = port;
  try {
    for (const address of ADDRESSES) {
      const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
        open.add(socket);
        socket.once('close', () => open.delete(socket));
        onConnection(socket);
      });
      server.maxConnections = MOST_CONNECTIONS;
      bound = await bind(server, bound, address);
      servers.push(server);
    }
  } catch (error) {
    if (servers.length === 0 || !NO_SUCH_ADDRESS.includes(errorCode(error))) {
      await close();
      throw error;
    }
  }
  return { port: bound, close };
}

function bind(server: Server, port: number, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: address, ipv6Only: true }, () => {
      server.off('error', reject);
      server.on('error', () => undefined);
      const bound = server.address();
      resolve(typeof bound === 'object' && bound ? bound.port : port);
    });
  });
}

const LEAVE_OUT = 'leave --port out: a free one is taken';

function explainFixed(port: number): (cause: unknown) => never {
  return (cause) => {
    switch (errorCode(cause)) {
      case 'EADDRINUSE':
        throw new FairleadError({ code: 'PORT_TAKEN', message: `port ${port} on localhost is in use`, next: ['stop what listens there, or choose another --port', LEAVE_OUT], cause });
      case 'EACCES':
        throw new FairleadError({ code: 'PORT_FORBIDDEN', message: `port ${port} needs more rights than this user has`, next: ['choose a port above 1023', LEAVE_OUT], cause });
      case 'ERR_SOCKET_BAD_PORT':
        throw new FairleadError({ code: 'USAGE', message: `there is no port ${port}: they end at 65535`, next: ['choose one between 1024 and 65535', LEAVE_OUT], exitCode: 64, cause });
      default:
        throw cause;
    }
  };
}

function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
