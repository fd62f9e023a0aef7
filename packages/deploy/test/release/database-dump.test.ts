import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkDump, dumpDatabase } from '../../src/release/database-dump';
import type { Session } from '../../src/release/session';
import { fakeHelm } from '../support/fake-helm';
import { fakeKubeApi } from '../support/fake-kube-api';
import { pod } from '../support/pods';
import { testContext, testSession } from '../support/run-context';

/** Stands for kubectl: a whole dump ends with a line of its own, and only reading to the end shows that it is there. */
const KUBECTL = `#!/bin/sh
case "$*" in
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
