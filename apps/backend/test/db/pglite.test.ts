import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPglite } from '../../src/db/pglite';
import { createSessionService } from '../../src/session/service';
import { createTodoService } from '../../src/todos/service';

it('an embedded database on disk keeps everything from one start to the next, the key of sessions included', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'pglite-'));
  const first = await openPglite({ dataDir });
  const { sessionKey } = await first.prepare();
  const { cookie, session } = await createSessionService(first.db, () => sessionKey).openAnonymous();
  const draft = { title: 'keep me', notes: '', due: null, priority: 'none' as const, tags: [] };
  await createTodoService(first.db, 0).create(session.workspace, [draft]);
  await first.close();

  const second = await openPglite({ dataDir });
  const prepared = await second.prepare();
  const found = await createSessionService(second.db, () => prepared.sessionKey).find(cookie);
  expect(found?.workspace).toBe(session.workspace);
  expect(await createTodoService(second.db, 0).exportAll(session.workspace)).toMatchObject([{ title: 'keep me' }]);
  await second.close();
  rmSync(dataDir, { recursive: true });
}, 60_000);
