import { confirm, unanswered } from '../../src/commands/ask';

const question = { text: 'This removes everything.', signal: new AbortController().signal };

it('goes ahead when told so beforehand', async () => {
  await expect(confirm({ ...question, yes: true })).resolves.toBeUndefined();
});

it.each([['Aborted with Ctrl+C', 'INTERRUPTED', 130], ['Aborted with Ctrl+D', 'NOT_CONFIRMED', 1]])('a question that ends with "%s" is %s', (message, code, exitCode) => {
  const ended = Object.assign(new Error(message), { name: 'AbortError', code: 'ABORT_ERR' });
  expect(() => unanswered(ended)).toThrow(expect.objectContaining({ code, exitCode }));
});

it('does nothing where nobody can answer', async () => {
  const terminal = process.stdin.isTTY;
  process.stdin.isTTY = false;
  try {
    await expect(confirm({ ...question, yes: false })).rejects.toMatchObject({ code: 'NOT_CONFIRMED', next: [expect.stringContaining('--yes')] });
  } finally {
    process.stdin.isTTY = terminal;
  }
});
