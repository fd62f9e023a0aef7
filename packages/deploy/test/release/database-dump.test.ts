import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkDump, dumpDatabase, restoreDatabase } from '../../src/release/database-dump';
import type { Session } from '../../src/release/session';
import { fakeHelm } from '../support/fake-helm';
import { fakeKubeApi } from '../support/fake-kube-api';
import { pod } from '../support/pods';
import { testContext, testSession } from '../support/run-context';

/** Stands for kubectl: a whole dump ends with a line of its own, and only reading to the end shows that it is there. */
const KUBECTL = `#!/bin/sh
case "$*" in
  *--single-transaction*) cat > /dev/null; cat "$(dirname "$0")/failure" >&2; exit 1 ;;
  *pg_dump*) cat "$(dirname "$0")/dump" ;;
  *--file=/dev/null*) [ "$(tail -n 1)" = end ] || { echo "pg_restore: error: could not read from input file: end of file" >&2; exit 1; }
    echo 'pg_restore: creating TABLE "public.todos"' >&2 ;;
  *) echo "this test does not expect $*" >&2; exit 99 ;;
esac
`;

let folder: string;
let session: Session;
let file: string;
const { signal } = new AbortController();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fairlead-dump-'));
  file = join(folder, 'backups', 'one.dump');
  writeFileSync(join(folder, 'kubectl'), KUBECTL, { mode: 0o755 });
  const api = fakeKubeApi({ objects: [pod('postgres')] });
  const kubectl = { path: join(folder, 'kubectl'), version: { major: 1, minor: 36, patch: 0 } };
  session = { ...testSession(testContext(), { api, helm: fakeHelm({ api }) }), tools: { find: async () => kubectl } };
});

afterEach(() => rmSync(folder, { recursive: true }));

const databaseHolds = (dump: string): void => writeFileSync(join(folder, 'dump'), dump);
const backups = (): string[] => readdirSync(join(folder, 'backups'));

it('writes a whole backup, for its owner only', async () => {
  databaseHolds('1; entry\nrows\nend\n');
  await expect(dumpDatabase(session, file, signal)).resolves.toBe(18);
  expect(readFileSync(file, 'utf8')).toBe('1; entry\nrows\nend\n');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(backups()).toEqual(['one.dump']);
});

it('writes no file when a part of the backup got lost on its way', async () => {
  databaseHolds('1; entry\nrow');
  await expect(dumpDatabase(session, file, signal)).rejects.toMatchObject({ code: 'BACKUP_INCOMPLETE', details: [expect.stringContaining('end of file')] });
  expect(backups()).toEqual([]);
});

it('overwrites nothing', async () => {
  databaseHolds('1; entry\nend\n');
  await dumpDatabase(session, file, signal);
  databaseHolds('1; entry\nother\nend\n');
  await expect(dumpDatabase(session, file, signal)).rejects.toMatchObject({ code: 'BACKUP_EXISTS' });
  expect(readFileSync(file, 'utf8')).toBe('1; entry\nend\n');
});

it('tells a backup that was cut off before anything is restored from it', async () => {
  const cut = join(folder, 'cut.dump');
  writeFileSync(cut, '1; entry\nrow');
  await expect(checkDump(session, cut, signal)).rejects.toMatchObject({ code: 'BACKUP_INVALID' });
  writeFileSync(cut, '1; entry\nrow\nend\n');
  await expect(checkDump(session, cut, signal)).resolves.toBe(1);
});

describe('a restore that fails', () => {
  const restore = (stderr: string): Promise<void> => {
    writeFileSync(join(folder, 'failure'), stderr);
    writeFileSync(join(folder, 'any.dump'), 'end\n');
    return restoreDatabase(session, join(folder, 'any.dump'), signal);
  };

  it.each([
    ['a full volume', 'pg_restore: error: could not extend file "base/1": No space left on device', 'storage'],
    ['users that are not there', 'pg_restore: error: role "jane" does not exist', '--no-owner'],
    ['an extension', 'pg_restore: error: extension "postgis" is not available', 'extensions'],
    ['anything else', 'pg_restore: error: something nobody has seen', 'npx nx logs todo --workload=postgres'],
  ])('because of %s says that the database is as it was, and what to do', async (_, sentence, advice) => {
    const failed = restore(`${sentence}\ncommand terminated with exit code 1\n`);
    await expect(failed).rejects.toMatchObject({ code: 'RESTORE_FAILED', message: expect.stringContaining('as it was before'), details: expect.arrayContaining([sentence]) });
    await expect(failed).rejects.toMatchObject({ next: expect.arrayContaining([expect.stringContaining(advice)]) });
  });

  it('because the connection ended claims nothing about the database', async () => {
    const failed = restore('error: unexpected EOF\n');
    await expect(failed).rejects.toMatchObject({ code: 'RESTORE_FAILED', message: expect.stringContaining('before the database said'), next: [expect.stringContaining('npx nx restore todo --file='), expect.anything()] });
  });
});
