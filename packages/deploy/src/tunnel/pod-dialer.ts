import { Readable, Writable, type Duplex } from 'node:stream';
import { PortForward, type KubeConfig } from '@kubernetes/client-node';
import { PodStream, type ForwardSocket } from './pod-stream';

/** Opens a TCP connection to the forwarded port of one pod. */
export type PodDialer = (pod: string) => Promise<Duplex>;

export interface PodDialerOptions {
  /** Read anew for every connection, since a recreated cluster has new certificates. */
  readonly config: () => KubeConfig;
  readonly namespace: string;
  readonly port: number;
  /** Milliseconds until an unanswered connection attempt fails. Default: 5 000. */
  readonly connectMs?: number;
  /** Milliseconds between signs of life; twice as long a silence ends a stream. Default: 15 000. */
  readonly keepAliveMs?: number;
}

/** Dials through the API server, one web socket per connection: pods can go without taking others along. */
export function createPodDialer(options: PodDialerOptions): PodDialer {
  return async (pod) => {
    const stream = new PodStream(options.keepAliveMs ?? 15_000);
    const opening = forward(options, pod, stream).then((socket) => stream.attach(socket));
    try {
      await withDeadline(opening, options.connectMs ?? 5_000, pod);
      if (stream.errored) throw stream.errored;
      return stream;
    } catch (error) {
      // Late sockets are closed by `attach` once the stream is gone.
      stream.destroy();
      throw error;
    }
  };
}

async function forward(options: PodDialerOptions, pod: string, stream: PodStream): Promise<ForwardSocket> {
  const output = sink((bytes) => stream.receive(bytes));
  const errors = sink((bytes) => bytes.length > 0 && stream.fail(bytes.toString()));
  // Input goes to the socket directly: the library's own pump would buffer without bound.
  const input = new Readable({ read: () => undefined });
  const { namespace, port, config } = options;
  const socket = await new PortForward(config()).portForward(namespace, pod, [port], output, errors, input);
  return socket as unknown as ForwardSocket;
}

function sink(take: (bytes: Buffer) => void): Writable {
  return new Writable({
    write: (bytes: Buffer, _encoding, done) => {
      take(bytes);
      done();
    },
  });
}

async function withDeadline(work: Promise<void>, deadlineMs: number, pod: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`pod ${pod} did not answer within ${deadlineMs} ms`)), deadlineMs);
  });
  work.catch(() => undefined);
  await Promise.race([work, deadline]).finally(() => clearTimeout(timer));
}
