import { Duplex } from 'node:stream';

/** The part of a web socket that a port-forward needs; what the Kubernetes client returns has it. */
export interface ForwardSocket {
  send(data: Buffer, done: (error?: Error) => void): void;
  ping(): void;
  pause(): void;
  resume(): void;
  terminate(): void;
  on(event: 'close', listener: (code: number) => void): unknown;
  on(event: 'pong' | 'message' | 'error', listener: () => void): unknown;
}

/** The node could not reach the port inside the pod: no byte was delivered, so another pod may be tried. */
export class PodRefused extends Error {}

// As containerd, CRI-O, cri-dockerd (socat) and the kubelet say it. Any other failure may have come after the
// request was carried out, such as "connection reset by peer".
const NEVER_CONNECTED = /failed to connect|connection refused|(pod|container)\b.* not (found|running)|unable to find pod/i;

const TOLD = 160;
const DATA_CHANNEL = 0;
const CLOSE_WITHOUT_REASON = 1006;
// The protocol cannot say "no more input"; container runtimes themselves wait this long for late output.
const LINGER_MS = 1_000;

/** One TCP connection to a port of a pod, as a stream. Back-pressure holds in both directions. */
export class PodStream extends Duplex {
  #socket: ForwardSocket | undefined;
  #linger: NodeJS.Timeout | undefined;
  #paused = false;

  constructor(private readonly keepAliveMs: number) {
    super({ allowHalfOpen: true });
    // A pod can refuse before anybody holds the stream; whoever does then finds it in `errored`.
    this.on('error', () => undefined);
  }

  /** Binds the opened socket; data must not be written before. */
  attach(socket: ForwardSocket): void {
    this.#socket = socket;
    socket.on('error', () => undefined);
    socket.on('close', (code) => this.#onClose(code));
    this.#keepAlive(socket);
    if (this.destroyed) socket.terminate();
  }

  /** Takes bytes that the pod sent. */
  receive(bytes: Buffer): void {
    this.#linger?.refresh();
    if (this.push(bytes)) return;
    this.#paused = true;
    this.#socket?.pause();
  }

  /** Takes the node's word that the forward failed. */
  fail(reason: string): void {
    const text = reason.trim();
    // The node's own sentence names the pod's network namespace and little else; only its end tells people something.
    const told = text.length > TOLD ? `...${text.slice(-TOLD)}` : text;
    this.destroy(NEVER_CONNECTED.test(text) ? new PodRefused(told) : new Error(told));
  }

  override _read(): void {
    this.#paused = false;
    this.#socket?.resume();
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#socket?.send(Buffer.concat([Buffer.of(DATA_CHANNEL), chunk]), done);
  }

  override _final(done: () => void): void {
    this.#linger = setTimeout(() => this.destroy(), LINGER_MS).unref();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearTimeout(this.#linger);
    this.#socket?.terminate();
    done(error);
  }

  #onClose(code: number): void {
    if (this.destroyed) return;
    if (code === CLOSE_WITHOUT_REASON) this.destroy(new Error('the connection to the cluster broke'));
    else this.push(null);
  }

  // A node that vanishes sends no FIN: without this a dead stream would hang for hours.
  #keepAlive(socket: ForwardSocket): void {
    let heard = true;
    const listen = (): void => void (heard = true);
    socket.on('pong', listen);
    socket.on('message', listen);
    const timer = setInterval(() => {
      // While a slow reader holds the stream back, no sign of life can be read either.
      if (!heard && !this.#paused) return void this.destroy(new Error(`the cluster was silent for ${2 * this.keepAliveMs} ms`));
      heard = false;
      socket.ping();
    }, this.keepAliveMs).unref();
    socket.on('close', () => clearInterval(timer));
  }
}
