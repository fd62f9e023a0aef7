import type { RegistryAnswer } from '../../../src/images/registry/client';
import { askPatiently } from '../../../src/images/registry/patient';

const busy = (retryAfterSeconds?: number): RegistryAnswer => ({ kind: 'busy', status: 429, retryAfterSeconds });
const absent: RegistryAnswer = { kind: 'absent' };

async function ask(...answers: RegistryAnswer[]): Promise<{ answer: RegistryAnswer; waits: number[]; left: number }> {
  const waits: number[] = [];
  const client = { ask: async () => answers.shift() ?? Promise.reject(new Error('asked once too often')) };
  const answer = await askPatiently(client, 'r.example/a:1', { sleep: async (ms) => void waits.push(ms), random: () => 0.5 });
  return { answer, waits, left: answers.length };
}

it('waits as long as the registry wishes', async () => {
  await expect(ask(busy(2), busy(7), absent)).resolves.toEqual({ answer: absent, waits: [2000, 7000], left: 0 });
});

it('waits longer each time where it wishes nothing, and five times at most', async () => {
  await expect(ask(busy(), busy(), busy(), busy(), busy(), absent)).resolves.toEqual({ answer: busy(), waits: [500, 1000, 2000, 4000], left: 1 });
});

it('does not wait longer than a person would without knowing', async () => {
  await expect(ask(busy(3600), absent)).resolves.toEqual({ answer: busy(3600), waits: [], left: 1 });
});

it.each<RegistryAnswer>([absent, { kind: 'denied' }, { kind: 'silent', reason: 'x' }])('asks once when waiting would change nothing: %j', async (answer) => {
  await expect(ask(answer, absent)).resolves.toEqual({ answer, waits: [], left: 1 });
});

it('ends with the run', async () => {
  const client = { ask: async () => busy(5) };
  await expect(askPatiently(client, 'r.example/a:1', { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
});
