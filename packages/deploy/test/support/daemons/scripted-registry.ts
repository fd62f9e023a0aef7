import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Scripted {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface ScriptedRegistry {
  /** Host and port. */
  readonly address: string;
  /** Method and path of every request, and what it was authorized by. */
  readonly requests: readonly { readonly line: string; readonly authorization: string | undefined }[];
  stop(): Promise<void>;
}

/** Answers with what it is told, one answer after the other; after the last one it hands on to `upstream`, or fails. */
export async function startScriptedRegistry(answers: readonly Scripted[], upstream?: string): Promise<ScriptedRegistry> {
  const left = [...answers];
  const requests: { line: string; authorization: string | undefined }[] = [];
  const server = createServer((asked, answer) => {
    requests.push({ line: `${asked.method ?? ''} ${asked.url ?? ''}`, authorization: asked.headers.authorization });
    const scripted = left.shift();
    if (scripted) answer.writeHead(scripted.status, { ...scripted.headers }).end(scripted.body ?? '');
    else if (upstream === undefined) answer.writeHead(418).end();
    else handOn(asked, answer, upstream);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function handOn(asked: IncomingMessage, answer: ServerResponse, upstream: string): void {
  const onward = request(`http://${upstream}${asked.url ?? ''}`, { method: asked.method, headers: asked.headers }, (got) => {
    answer.writeHead(got.statusCode ?? 502, got.headers);
    got.pipe(answer);
  });
  onward.on('error', () => answer.destroy());
  asked.pipe(onward);
}
