import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

export interface ConnectProxy {
  readonly port: number;
  /** Target and credentials of every CONNECT. */
  readonly connects: readonly { readonly target: string; readonly authorization: string | undefined }[];
  stop(): Promise<void>;
}

/** A real HTTP proxy on loopback that leads every CONNECT to one port of this machine, whatever host was asked for. */
export async function startConnectProxy(leadsTo: number): Promise<ConnectProxy> {
  const connects: { target: string; authorization: string | undefined }[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((_asked, answer) => answer.writeHead(405).end());
  server.on('connection', (socket) => sockets.add(socket));
  server.on('connect', (asked, client: Socket) => {
    connects.push({ target: asked.url ?? '', authorization: asked.headers['proxy-authorization'] });
    const onward = connect(leadsTo, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(onward).pipe(client);
    });
    sockets.add(onward);
    onward.on('error', () => client.destroy());
    client.on('error', () => onward.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connects,
    stop: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
