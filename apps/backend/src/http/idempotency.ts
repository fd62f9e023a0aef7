import { createHash } from 'node:crypto';
import { headers } from '@todo-chatbot/contracts';
import type { FastifyRequest } from 'fastify';
import { inWorkspace } from '../db/workspace';
import { ProblemError } from '../problem';
import type { Services } from '../services';

const LONGEST_KEY = 200;

/**
 * Runs `work` once per idempotency key; a repeated request gets the first answer. Without a key it just runs.
 * @throws ProblemError 409 while the first is under way, 422 when the key was used for something else.
 */
export async function once<T>({ db }: Services, request: FastifyRequest, work: () => Promise<T>): Promise<T> {
  const key = request.headers[headers.idempotencyKey];
  if (typeof key !== 'string' || key === '') return work();
  if (key.length > LONGEST_KEY) throw new ProblemError(400, 'bad-idempotency-key', { title: 'Key too long' });
  const fingerprint = createHash('sha256').update(`${request.method} ${request.url} ${JSON.stringify(request.body)}`).digest('hex');
  const { workspace } = request;
  const claimed = await inWorkspace(db, workspace, (scope) =>
    scope.insertInto('idempotency_keys').values({ workspace_id: workspace, key, fingerprint, response: 'null' }).onConflict((conflict) => conflict.doNothing()).returning('key').executeTakeFirst(),
  );
  if (claimed === undefined) return earlier<T>({ db }, workspace, { key, fingerprint });
  try {
    const result = await work();
    await inWorkspace(db, workspace, (scope) => scope.updateTable('idempotency_keys').set({ response: JSON.stringify(result) }).where('workspace_id', '=', workspace).where('key', '=', key).execute());
    return result;
  } catch (error) {
    await inWorkspace(db, workspace, (scope) => scope.deleteFrom('idempotency_keys').where('workspace_id', '=', workspace).where('key', '=', key).execute());
    throw error;
  }
}

async function earlier<T>({ db }: Pick<Services, 'db'>, workspace: string, { key, fingerprint }: { key: string; fingerprint: string }): Promise<T> {
  const row = await inWorkspace(db, workspace, (scope) =>
    scope.selectFrom('idempotency_keys').select(['fingerprint', 'response']).where('workspace_id', '=', workspace).where('key', '=', key).executeTakeFirst(),
  );
  if (row && row.fingerprint !== fingerprint) throw new ProblemError(422, 'idempotency-key-reused', { title: 'Key used before', detail: 'This key belongs to another request.' });
  if (!row || row.response === null) throw new ProblemError(409, 'in-progress', { title: 'Under way', detail: 'The first request with this key has not ended.', headers: { 'retry-after': '1' } });
  return row.response as T;
}
