import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isDeepStrictEqual } from 'node:util';

export interface WirePart {
  readonly text?: string;
  readonly thought?: boolean;
  readonly thoughtSignature?: string;
  readonly functionCall?: { readonly id?: string; readonly name: string; readonly args: unknown };
  readonly functionResponse?: {
    readonly id?: string;
    readonly name: string;
    readonly response: Record<string, unknown>;
  };
}
export interface WireContent {
  readonly role: 'user' | 'model';
  readonly parts: readonly WirePart[];
}
export interface WireRequest {
  readonly model: string;
  readonly contents: readonly WireContent[];
  readonly systemInstruction: string;
  readonly tools: readonly { readonly name: string; readonly parametersJsonSchema: Record<string, unknown> }[];
  /** How many model turns of this answer came before. */
  readonly step: number;
}
export interface Chunk {
  readonly parts?: readonly WirePart[];
  readonly finishReason?: string;
  readonly blockReason?: string;
  readonly tokens?: number;
  /** Sent as it is, instead of a chunk. */
  readonly raw?: string;
}
/** `end`: properly; `break`: the connection is cut; `hang`: nothing comes any more. */
export type Reply =
  | { readonly chunks: readonly Chunk[]; readonly then?: 'end' | 'break' | 'hang' }
  | { readonly status: number; readonly reason: string; readonly message?: string }
  | 'refuse-to-answer';
export type Model = (request: WireRequest) => Reply;

export interface GeminiServer {
  readonly url: string;
  readonly apiKey: string;
  /** What answers; to be set by a test. */
  model: Model;
  /** Every request it took, whole. */
  readonly requests: { readonly url: string; readonly headers: IncomingMessage['headers']; readonly body: string }[];
  /** What was wrong with requests: a test fails when there is anything. */
  readonly complaints: string[];
  /** Answers that the client gave up. */
  cancelled: number;
  close(): Promise<void>;
}

const PATH = /^\/v1(?:beta)?\/models\/([\w.-]+):streamGenerateContent\?alt=sse$/;

/**
 * Gemini's wire protocol as its documentation has it: streamed answers, function calls whose thought signatures have
 * to come back verbatim, one response for every call. It refuses what the real one refuses, and remembers why.
 */
export async function startGemini(apiKey = 'AIza-test-key-0123456789'): Promise<GeminiServer> {
  const emitted: WirePart[] = [];
  const fake: GeminiServer = {
    url: '',
    apiKey,
    model: () => {
      throw new Error('no model was set');
    },
    requests: [],
    complaints: [],
    cancelled: 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  const server = createServer((request, response) => {
    void serve(fake, emitted, request, response).catch((error: unknown) => {
      fake.complaints.push(String(error));
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  return Object.assign(fake, { url: `http://127.0.0.1:${address.port}` });
}

async function serve(
  fake: GeminiServer,
  emitted: WirePart[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  fake.requests.push({ url: request.url ?? '', headers: request.headers, body });
  const [, model] = PATH.exec(request.url ?? '') ?? [];
  if (request.method !== 'POST' || model === undefined)
    return refuse(fake, response, `unknown path ${request.method} ${request.url}`);
  if (request.headers['x-goog-api-key'] !== fake.apiKey) {
    return sendError(response, {
      status: 400,
      reason: 'INVALID_ARGUMENT',
      message: 'API key not valid. Please pass a valid API key.',
    });
  }
  const parsed = JSON.parse(body) as Record<string, unknown>;
  const contents = parsed['contents'] as WireContent[];
  const fault = faultOf(contents, emitted);
  if (fault !== undefined) return refuse(fake, response, fault);
  const reply = fake.model({
    model,
    contents,
    systemInstruction: textOf(parsed['systemInstruction'] as WireContent),
    tools: (parsed['tools'] as { functionDeclarations: WireRequest['tools'] }[]).flatMap(
      (tool) => tool.functionDeclarations,
    ),
    step: contents.filter(({ role, parts }) => role === 'model' && parts.some((part) => part.functionCall)).length,
  });
  response.on('close', () => {
    if (!response.writableFinished) fake.cancelled += 1;
  });
  if (reply === 'refuse-to-answer') return;
  if ('status' in reply) return sendError(response, reply);
  for (const { parts = [] } of reply.chunks) emitted.push(...asSent(parts).filter((part) => part.functionCall));
  send(response, reply);
}

const asSent = (parts: readonly WirePart[]): WirePart[] => JSON.parse(JSON.stringify(parts)) as WirePart[];

function send(response: ServerResponse, { chunks, then = 'end' }: Extract<Reply, { chunks: unknown }>): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const { parts, finishReason, blockReason, tokens, raw } of chunks) {
    const chunk = {
      ...(parts || finishReason
        ? {
            candidates: [
              {
                ...(parts ? { content: { role: 'model', parts } } : {}),
                ...(finishReason ? { finishReason } : {}),
                index: 0,
              },
            ],
          }
        : {}),
      ...(blockReason ? { promptFeedback: { blockReason } } : {}),
      ...(tokens ? { usageMetadata: { promptTokenCount: 1, totalTokenCount: tokens } } : {}),
      modelVersion: 'fake',
    };
    response.write(`data: ${raw ?? JSON.stringify(chunk)}\r\n\r\n`);
  }
  if (then === 'end') response.end();
  // What was written is on its way before the connection is cut.
  if (then === 'break') response.write(': \r\n\r\n', () => response.destroy());
}

function sendError(
  response: ServerResponse,
  { status, reason, message = reason }: Extract<Reply, { status: number }>,
): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: { code: status, message, status: reason } }));
}

/** Like the real one, 400; and a mistake of ours in any case. */
function refuse(fake: GeminiServer, response: ServerResponse, message: string): void {
  fake.complaints.push(message);
  sendError(response, { status: 400, reason: 'INVALID_ARGUMENT', message });
}

/** What is wrong with a conversation. */
function faultOf(contents: readonly WireContent[], emitted: readonly WirePart[]): string | undefined {
  if (contents[0]?.role !== 'user') return 'the conversation must begin with the user';
  for (const [index, { role, parts }] of contents.entries()) {
    if (parts.length === 0) return `content ${index} has no parts`;
    if (contents[index - 1]?.role === role) return `content ${index}: the roles must alternate`;
    const calls = parts.filter((part) => part.functionCall);
    for (const call of calls) {
      if (!emitted.some((one) => isDeepStrictEqual(one, call)))
        return `content ${index}: a function call without its thought_signature, or changed`;
    }
    if (calls.length > 0) {
      const answers = (contents[index + 1]?.parts ?? []).flatMap(({ functionResponse }) => functionResponse ?? []);
      const same = calls.every(
        ({ functionCall }, at) => functionCall?.name === answers[at]?.name && functionCall?.id === answers[at]?.id,
      );
      if (answers.length !== calls.length || !same)
        return `content ${index}: there must be one response for each call, in order`;
    }
  }
  return undefined;
}

export const textOf = (content: WireContent | undefined): string =>
  (content?.parts ?? []).map(({ text = '' }) => text).join('');

let signatures = 0;
/** Chunks that call functions, the first one signed. */
export function calling(...calls: readonly (readonly [name: string, args: unknown])[]): Chunk[] {
  const parts = calls.map(([name, args], index): WirePart => {
    signatures += 1;
    const functionCall = { id: `call-${signatures}`, name, args };
    return index === 0
      ? { functionCall, thoughtSignature: Buffer.from(`signature ${signatures}`).toString('base64') }
      : { functionCall };
  });
  return [{ parts }, { finishReason: 'STOP', tokens: 100 }];
}

/** Chunks that say something, word by word. */
export function saying(text: string): Chunk[] {
  const words = text.split(/(?<= )/).map((word): Chunk => ({ parts: [{ text: word }] }));
  return [...words, { finishReason: 'STOP', tokens: 50 }];
}

/** Responses to the last calls. */
export function lastResponses(request: WireRequest): Record<string, unknown>[] {
  const parts = request.contents.at(-1)?.parts ?? [];
  return parts.flatMap(({ functionResponse }) => (functionResponse ? [functionResponse.response] : []));
}

/** What the person said last. */
export function lastMessage(request: WireRequest): string {
  const said = request.contents.filter(({ role, parts }) => role === 'user' && parts.some(({ text }) => text));
  return said.at(-1)?.parts.at(-1)?.text ?? '';
}
