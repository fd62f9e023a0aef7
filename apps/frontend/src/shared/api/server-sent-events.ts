/** One event of a `text/event-stream`. */
export interface ServerSentEvent {
  readonly event: string;
  readonly data: string;
  readonly id: string;
}

/** An event longer than this is a broken server, not a long answer. */
const MOST_CHARACTERS = 4_000_000;

/**
 * Reads events out of a response body as they arrive, whatever the chunks look like. A last event
 * that the server did not finish is dropped, as the standard asks.
 * @throws Error when a single event grows beyond what any answer can be.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export async function* readServerSentEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  let fields = emptyFields();
  for await (const line of readLines(body)) {
    if (line !== '') {
      addField(fields, line);
      continue;
    }
    if (fields.data.length > 0) yield { event: fields.event || 'message', data: fields.data.join('\n'), id: fields.id };
    fields = { ...emptyFields(), id: fields.id };
  }
}

interface Fields {
  event: string;
  data: string[];
  id: string;
}

function emptyFields(): Fields {
  return { event: '', data: [], id: '' };
}

function addField(fields: Fields, line: string): void {
  const colon = line.indexOf(':');
  // A line that begins with a colon is a comment; servers send them to keep the connection open.
  if (colon === 0) return;
  const name = colon === -1 ? line : line.slice(0, colon);
  const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
  if (name === 'event') fields.event = value;
  else if (name === 'data') fields.data.push(value);
  else if (name === 'id' && !value.includes('\0')) fields.id = value;
}

async function* readLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const lines = (rest + decoder.decode(value, { stream: true })).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? '';
      if (rest.length > MOST_CHARACTERS) throw new Error('The answer of the server has no end.');
      yield* lines;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
