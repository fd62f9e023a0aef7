import { Socket } from 'node:net';

/** A socket that sends what is written in one turn of the program at once: sending costs more than what is sent. */
export function gatheringSocket(): Socket {
  const socket = new Socket();
  let isGathering = false;
  const send = (): void => {
    isGathering = false;
    socket.uncork();
  };
  const write = new Proxy(socket.write, {
    apply: (original, self, args) => {
      if (!isGathering) {
        isGathering = true;
        socket.cork();
        process.nextTick(send);
      }
      return Reflect.apply(original, self, args) as boolean;
    },
  });
  // Not before: `connect` puts Node's own back.
  socket.once('connect', () => {
    socket.write = write;
  });
  return socket;
}
