import { createServer, type AddressInfo, type Socket } from 'node:net';
import { registryAnswers, registryApi } from '../../src/images/registry-probe';

it.each([
  ['gcr.io/distroless/nodejs24-debian12:nonroot', 'https://gcr.io/v2/'],
  ['docker.io/library/postgres:15', 'https://registry-1.docker.io/v2/'],
  ['postgres:15', 'https://registry-1.docker.io/v2/'],
  ['team/image:1', 'https://registry-1.docker.io/v2/'],
  ['registry.example:5000/team/image@sha256:00', 'https://registry.example:5000/v2/'],
  ['localhost:5000/image:1', 'http://localhost:5000/v2/'],
  ['127.0.0.1:5000/image:1', 'http://127.0.0.1:5000/v2/'],
])('asks for %s at %s', (reference, api) => expect(registryApi(reference)).toBe(api));

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

it('ends with the run', async () => {
  await expect(registryAnswers('127.0.0.1:1/image:1', AbortSignal.abort())).rejects.toThrow();
});
