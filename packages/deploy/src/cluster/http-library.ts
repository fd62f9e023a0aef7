import { once } from 'node:events';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { ResponseContext, wrapHttpLibrary, type RequestContext } from '@kubernetes/client-node';

/**
 * How calls of the Kubernetes library travel. Its own way takes an answer for cut off when another call follows at once
 * on the same connection.
 * @see https://github.com/node-fetch/node-fetch/issues/1767
 */
export const httpLibrary = wrapHttpLibrary({
  send: async (request) => {
    const answer = await ask(request);
    const body = await buffer(answer).catch((error: unknown) => Promise.reject(asEnded(error, request)));
    const headers = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
    return new ResponseContext(answer.statusCode ?? 0, Object.fromEntries(headers) as Record<string, string>, { text: async () => body.toString('utf8'), binary: async () => body });
  },
});

/** As an end by the signal is told when nothing has arrived yet; later, it is told as a connection that broke. */
function asEnded(error: unknown, request: RequestContext): Error {
  const name = request.getSignal()?.aborted ? 'AbortError' : 'BrokenAnswer';
  return Object.assign(new Error('the answer ended before it was whole', { cause: error }), { name });
}

async function ask(request: RequestContext): Promise<IncomingMessage> {
  const url = new URL(request.getUrl());
  const start = url.protocol === 'http:' ? requestHttp : requestHttps;
  const signal = request.getSignal();
  const sent = start(url, { method: request.getHttpMethod(), headers: request.getHeaders(), agent: request.getAgent(), ...(signal ? { signal } : {}) });
  sent.end(request.getBody());
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return answer;
}
