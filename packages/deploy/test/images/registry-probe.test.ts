import { createServer, type AddressInfo, type Socket } from 'node:net';
import { registryAnswers } from '../../src/images/registry-probe';

it('gives up on a registry that accepts and says nothing', async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const startedAt = performance.now();
  await expect(registryAnswers(`127.0.0.1:${(server.address() as AddressInfo).port}/image:1`)).resolves.toBe(false);
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

it('asks once where there is nobody', async () => {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await expect(registryAnswers(`127.0.0.1:${(server.address() as AddressInfo).port}/image:1`)).resolves.toBe(false);
  expect(connections).toBe(1);
  await new Promise((resolve) => server.close(resolve));
});

it('ends with the run', async () => {
  await expect(registryAnswers('127.0.0.1:1/image:1', AbortSignal.abort())).rejects.toThrow();
});
