import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createAssistant } from './assistant/create-assistant';
import { readSettings } from './config';
import { openPglite } from './db/pglite';
import { createLifecycle } from './lifecycle';
import { serve } from './serve';
import { createSignIn } from './session/oidc';

/** `nx serve backend`: the same server over an embedded database, kept in `apps/backend/tmp`. */
const dataDir = fileURLToPath(new URL('../tmp/pglite', import.meta.url));
mkdirSync(dataDir, { recursive: true });
const settings = readSettings({ ...process.env, DATABASE_URL: 'postgres://embedded' });

await serve(
  {
    settings,
    database: await openPglite({ dataDir }),
    lifecycle: createLifecycle(),
    assistant: createAssistant(settings),
    signIn: createSignIn(settings),
  },
  { host: 'localhost', docsFolder: fileURLToPath(new URL('./docs', import.meta.url)), drainMs: 0 },
);
