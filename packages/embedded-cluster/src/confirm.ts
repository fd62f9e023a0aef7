import { createInterface } from 'node:readline/promises';

/** Asks at a terminal. Where nobody can answer, in CI and in pipes, it goes ahead: the step itself is visible. */
export async function askOrAgree(question: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stdout.isTTY || process.env['CI']) return true;
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await prompt.question(`${question} [Y/n] `).catch(unanswered);
    return !/^\s*n/i.test(answer);
  } finally {
    prompt.close();
  }
}

/** Ctrl-C and Ctrl-D at the question are a no. */
function unanswered(error: unknown): string {
  if (error instanceof Error && error.name === 'AbortError') return 'no';
  throw error;
}
