import { fileURLToPath } from 'node:url';
import { createAssistant } from './assistant/create-assistant';
import { readSettings } from './config';
import { connectPostgres } from './db/postgres';
import { createLifecycle } from './lifecycle';
import { secretsOfUrl } from './logging';
import { serve } from './serve';

const settings = readSettings(process.env);
const secrets = [
  settings.GEMINI_API_KEY ?? '',
  settings.OIDC_CLIENT_SECRET ?? '',
  ...secretsOfUrl(settings.DATABASE_URL),
];
const database = connectPostgres({
  url: settings.DATABASE_URL,
  // The next query gets a new connection; there is nothing else to do.
  onIdleError: (error) =>
    process.stderr.write(
      `${JSON.stringify({ level: 40, time: new Date().toISOString(), msg: 'idle database connection lost', error: error.message })}\n`,
    ),
});

await serve(
  { settings, database, lifecycle: createLifecycle(), assistant: createAssistant(settings), signIn: undefined },
  { docsFolder: fileURLToPath(new URL('./docs', import.meta.url)), secrets, drainMs: 3_000 },
);
