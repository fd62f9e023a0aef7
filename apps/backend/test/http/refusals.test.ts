import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { IMPORT_BYTES_MAX, type Problem } from '@todo-chatbot/contracts';
import { startApp, type TestApp } from '../support/app';

let test: TestApp;
let url: URL;

beforeAll(async () => {
  test = await startApp();
  url = new URL(await test.listen());
}, 60_000);
afterAll(() => test.stop());

interface Seen {
  readonly status: number;
  readonly problem: Problem;
  readonly headers: string;
  /** Bytes of the body that were taken off our hands. */
  readonly sent: number;
}

/** Sends as a proxy does that asks for no kept connection: the whole body, without a look at the answer before. @throws when the connection breaks meanwhile. */
function sendWhole(head: readonly string[], body: readonly Buffer[]): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(url.port), url.hostname);
    const received: Buffer[] = [];
    let sent = 0;
    socket.write(`${head.join('\r\n')}\r\nhost: ${url.host}\r\nconnection: close\r\n\r\n`);
    const next = (index: number): void => {
      const part = body[index];
      if (part === undefined) return;
      socket.write(part, (error) => {
        if (error) return;
        sent += part.length;
        next(index + 1);
      });
    };
    next(0);
    socket.on('data', (chunk) => received.push(chunk));
    socket.once('error', reject);
    socket.once('end', () => {
      const [headers = '', text = ''] = Buffer.concat(received).toString().split('\r\n\r\n');
      socket.destroy();
      resolve({ status: Number(headers.split(' ')[1]), problem: JSON.parse(text) as Problem, headers, sent });
    });
  });
}

const parts = (bytes: number): Buffer[] =>
  Array.from({ length: Math.ceil(bytes / 65_536) }, () => Buffer.alloc(65_536, 'x'));
const chunked = (all: readonly Buffer[]): Buffer[] => [
  ...all.map((part) => Buffer.concat([Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')])),
  Buffer.from('0\r\n\r\n'),
];

describe('a refusal', () => {
  it.each([
    ['too large', ['POST /api/todos HTTP/1.1', 'content-type: application/json'], 413, 'too-large'],
    ['too large for a file', ['POST /api/todos/import HTTP/1.1', 'content-type: text/csv'], 413, 'too-large'],
    ['of a wrong kind', ['POST /api/todos HTTP/1.1', 'content-type: multipart/form-data'], 415, 'unsupported-media-type'],
    ['to nowhere', ['POST /api/nothing HTTP/1.1', 'content-type: application/json'], 413, 'too-large'],
    ['of another origin', ['POST /api/todos HTTP/1.1', 'origin: https://evil.example'], 403, 'cross-origin'],
  ])('of a body %s reaches who is still sending it', async (_name, head, status, code) => {
    const body = parts(IMPORT_BYTES_MAX * 1.5);
    const length = body.reduce((sum, part) => sum + part.length, 0);
    const seen = await sendWhole([...head, `content-length: ${length}`], body);
    expect([seen.status, seen.problem.code, seen.sent]).toEqual([status, code, length]);
    expect(seen.headers.toLowerCase()).toContain('content-type: application/problem+json');
  });

  it('of a body in chunks, whose size nobody told, reaches who is still sending it', async () => {
    const head = ['POST /api/todos HTTP/1.1', 'content-type: application/json', 'transfer-encoding: chunked'];
    const seen = await sendWhole(head, chunked(parts(IMPORT_BYTES_MAX)));
    expect([seen.status, seen.problem.code]).toEqual([413, 'too-large']);
  });

  it('A7: of a body without end comes all the same', async () => {
    const endless = Array.from({ length: 2000 }, () => randomBytes(65_536));
    const head = ['POST /api/todos HTTP/1.1', 'content-type: application/json', `content-length: ${endless.length * 65_536}`];
    const outcome = await sendWhole(head, endless).then(
      ({ status, sent }) => ({ status, sent }),
      (error: NodeJS.ErrnoException) => ({ status: error.code, sent: 0 }),
    );
    // Told, or cut off: never read to its end.
    expect([413, 'ECONNRESET', 'EPIPE']).toContain(outcome.status);
    expect(outcome.sent).toBeLessThan(endless.length * 65_536);
  });

  it.each(['/api/none', '//api/todos', '/api//todos', '/none'])('at %s is kept by no cache', async (path) => {
    const answer = await test.visitor().ask('GET', path);
    expect([answer.status, answer.headers['cache-control']]).toEqual([404, 'no-store']);
  });
});
