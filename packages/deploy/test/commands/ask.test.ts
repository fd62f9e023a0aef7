import { confirm } from '../../src/commands/ask';

const question = { text: 'This removes everything.', signal: new AbortController().signal };

it('goes ahead when told so beforehand', async () => {
  await expect(confirm({ ...question, yes: true })).resolves.toBeUndefined();
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
