import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readServerSentEvents, type ServerSentEvent } from '../../../src/shared/api/server-sent-events';

describe('readServerSentEvents', () => {
  test('joins data lines and keeps the name and the id', async () => {
    expect(await read('event: todo\nid: 7\ndata: a\ndata: b\n\n')).toEqual([{ event: 'todo', id: '7', data: 'a\nb' }]);
  });

  test('calls an event without a name a message and remembers the last id', async () => {
    expect(await read('id: 1\ndata: a\n\ndata: b\n\n')).toEqual([
      { event: 'message', id: '1', data: 'a' },
      { event: 'message', id: '1', data: 'b' },
    ]);
  });

  test('skips comments, unknown fields and events without data', async () => {
    expect(await read(': heartbeat\n\nretry: 10\nevent: empty\n\ndata:x\n\n')).toEqual([{ event: 'message', id: '', data: 'x' }]);
  });

  test('drops an event that the server did not finish', async () => {
    expect(await read('data: whole\n\ndata: ha')).toEqual([{ event: 'message', id: '', data: 'whole' }]);
  });

  test('reads the same events however lines end and wherever the bytes are cut', async () => {
    const text = fc.string({ unit: 'grapheme' }).map((value) => value.replaceAll(/[\r\n]/g, ' '));
    await fc.assert(
      fc.asyncProperty(fc.array(text, { maxLength: 6 }), fc.constantFrom('\n', '\r\n', '\r'), fc.integer({ min: 1, max: 9 }), async (texts, end, size) => {
        const stream = texts.map((data) => `event: t${end}data: ${data}${end}${end}`).join('');
        const events = await read(stream, size);
        // A lone CR at the very end may still become CRLF, so its event is not finished.
        const sure = end === '\r' ? texts.slice(0, -1) : texts;
        expect(events.map((event) => event.data).slice(0, sure.length)).toEqual(sure);
      }),
    );
  });

  test('gives up on an event without an end', async () => {
    await expect(read(`data: ${'x'.repeat(4_100_000)}`, 1_000_000)).rejects.toThrow('no end');
  });
});

async function read(text: string, size = text.length + 1): Promise<ServerSentEvent[]> {
  const bytes = new TextEncoder().encode(text);
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
      controller.close();
    },
  });
  const events: ServerSentEvent[] = [];
  for await (const event of readServerSentEvents(body)) events.push(event);
  return events;
}
