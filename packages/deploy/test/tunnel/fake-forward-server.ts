import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { KubeConfig } from '@kubernetes/client-node';

/**
 * What a pod of the fake does with a connection: forwards to a local port, refuses, breaks
 * after the first bytes, or never answers.
 */
export type FakePod = { readonly port: number } | 'refuses' | 'breaks' | 'silent';

export interface FakeForwardServer {
  readonly config: KubeConfig;
  /** Pods that were dialled, in order. */
  readonly dialled: string[];
  /** Cuts every open forward as a dying node does: without a farewell. */
  cut(): void;
  close(): Promise<void>;
}

/** Speaks the port-forward protocol of the kubelet (`v4.channel.k8s.io`); an unknown pod is a 404. */
export async function fakeForwardServer(pods: Readonly<Record<string, FakePod>>): Promise<FakeForwardServer> {
  const dialled: string[] = [];
  const open = new Set<Socket>();
  const server = createServer((_, response) => response.writeHead(404).end());
  server.on('upgrade', (request, socket: Socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => open.delete(socket));
    const name = /\/pods\/([^/]+)\/portforward/.exec(request.url ?? '')?.[1] ?? '';
    dialled.push(name);
    const pod = pods[name];
    if (pod === undefined) return void socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
    if (pod === 'silent') return;
    accept(socket, request.headers['sec-websocket-key'] ?? '');
    if (pod === 'refuses') return fail(socket, 'failed to connect to localhost:8080');
    if (pod === 'breaks') return void socket.once('data', () => fail(socket, 'read: connection reset by peer'));
    forward(socket, pod.port);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    config: configFor(server),
    dialled,
    cut: () => open.forEach((socket) => socket.destroy()),
    close: async () => {
      open.forEach((socket) => socket.destroy());
      await new Promise((done) => server.close(done));
    },
  };
}

function configFor(server: Server): KubeConfig {
  const config = new KubeConfig();
  const { port } = server.address() as AddressInfo;
  config.loadFromClusterAndUser(
    { name: 'fake', server: `http://127.0.0.1:${port}`, skipTLSVerify: true },
    { name: 'fake' },
  );
  return config;
}

function accept(socket: Socket, key: string): void {
  const answer = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  socket.write(
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      `Sec-WebSocket-Accept: ${answer}\r\nSec-WebSocket-Protocol: v4.channel.k8s.io\r\n\r\n`,
  );
  const portNumber = Buffer.from([0x1f, 0x90]);
  socket.write(frame(2, Buffer.concat([Buffer.of(0), portNumber])));
  socket.write(frame(2, Buffer.concat([Buffer.of(1), portNumber])));
}

function fail(socket: Socket, reason: string): void {
  socket.write(frame(2, Buffer.concat([Buffer.of(1), Buffer.from(reason)])));
  socket.end(frame(8, Buffer.from([0x03, 0xe8])));
}

function forward(socket: Socket, port: number): void {
  const target = connect({ port, host: '127.0.0.1' });
  target.on('error', () => socket.destroy());
  target.on('data', (bytes) => {
    if (!socket.write(frame(2, Buffer.concat([Buffer.of(0), bytes])))) target.pause();
  });
  socket.on('drain', () => target.resume());
  target.on('end', () => socket.end(frame(8, Buffer.from([0x03, 0xe8]))));
  socket.once('close', () => target.destroy());
  readFrames(socket, (opcode, payload) => {
    if (opcode === 9) socket.write(frame(10, payload));
    if (opcode === 8) socket.end();
    if (opcode === 2 && !target.write(payload.subarray(1))) {
      socket.pause();
      target.once('drain', () => socket.resume());
    }
  });
}

function frame(opcode: number, payload: Buffer): Buffer {
  const long = payload.length > 125;
  const head = Buffer.alloc(long ? 10 : 2);
  head[0] = 0x80 | opcode;
  head[1] = long ? 127 : payload.length;
  if (long) head.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([head, payload]);
}

function readFrames(socket: Socket, onFrame: (opcode: number, payload: Buffer) => void): void {
  let pending = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    pending = Buffer.concat([pending, bytes]);
    for (let taken = takeFrame(pending); taken; taken = takeFrame(pending)) {
      pending = pending.subarray(taken.size);
      onFrame(taken.opcode, taken.payload);
    }
  });
}

function takeFrame(bytes: Buffer): { size: number; opcode: number; payload: Buffer } | undefined {
  if (bytes.length < 2) return undefined;
  const [first = 0, second = 0] = bytes;
  const short = second & 0x7f;
  const extra = short === 126 ? 2 : short === 127 ? 8 : 0;
  if (bytes.length < 2 + extra + 4) return undefined;
  const length = extra === 0 ? short : extra === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  const start = 2 + extra + 4;
  if (bytes.length < start + length) return undefined;
  const mask = bytes.subarray(start - 4, start);
  const payload = Buffer.from(bytes.subarray(start, start + length));
  for (let i = 0; i < length; i++) payload[i] = (payload[i] ?? 0) ^ (mask[i % 4] ?? 0);
  return { size: start + length, opcode: first & 0x0f, payload };
}
