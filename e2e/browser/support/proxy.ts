import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { routes } from '@todo-chatbot/contracts';

/** What goes wrong between page and server: an answer of somebody else, or an answer that is lost once the server has given it. */
export type Fault = 'lost' | { readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> };
export type FaultFinder = (method: string, path: string) => Fault | undefined;

/** Passes requests on to the backend as the web server in front of it does, but for the faults that a test asks for. */
export class Proxy {
  /** Every request since the last `forget`, as `GET /api/todos`. */
  readonly requests: string[] = [];
  fault: FaultFinder = () => undefined;
  private readonly streams = new Set<ServerResponse>();

  constructor(private readonly port: number) {}

  readonly handle = (request: IncomingMessage, response: ServerResponse): void => {
    const { method = 'GET', url = '/' } = request;
    const { pathname } = new URL(url, 'http://localhost');
    this.requests.push(`${method} ${pathname}`);
    const fault = this.fault(method, pathname);
    if (fault === undefined || fault === 'lost') this.forward(request, response, fault === 'lost');
    else {
      response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers });
      response.end(fault.body === undefined ? undefined : JSON.stringify(fault.body));
    }
    if (pathname === routes.events) {
      this.streams.add(response);
      response.on('close', () => this.streams.delete(response));
    }
  };

  forget(): void {
    this.requests.length = 0;
  }

  /** Ends the live connections, as a server does that is replaced. */
  dropConnections(): void {
    for (const stream of this.streams) stream.destroy();
  }

  private forward(request: IncomingMessage, response: ServerResponse, lost: boolean): void {
    const { method, url: path, headers } = request;
    const onward = httpRequest({ host: '127.0.0.1', port: this.port, method, path, headers }, (answer) => {
      if (lost) {
        answer.resume().on('end', () => response.destroy());
        return;
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      response.flushHeaders();
      answer.pipe(response);
    });
    response.on('close', () => onward.destroy());
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  }
}

/** Problem details, as the API sends them. */
export function problem(status: number, code: string, rest: Record<string, unknown> = {}): Fault {
  return {
    status,
    body: { type: 'about:blank', title: code, status, code, requestId: 'test-request', ...rest },
    headers: { 'content-type': 'application/problem+json' },
  };
}
