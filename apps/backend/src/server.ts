import { fileURLToPath } from 'node:url';
import { createAssistant } from './assistant/create-assistant';
import { readSettings, type Settings } from './config';
import { connectPostgres } from './db/postgres';
import { createLifecycle } from './lifecycle';
import { secretsOfUrl } from './logging';
import { serve } from './serve';
import { createSignIn } from './session/oidc';

const settings = settingsOrExit();
const secrets = [
  settings.GEMINI_API_KEY ?? '',
  settings.OIDC_CLIENT_SECRET ?? '',
  ...secretsOfUrl(settings.DATABASE_URL),
];
const database = connectPostgres({
  url: settings.DATABASE_URL,
  // The next query gets a new connection; there is nothing else to do.
  onIdleError: (error) => writeLine(40, { msg: 'idle database connection lost', error: error.message }),
});

await serve(
  {
    settings,
    database,
    lifecycle: createLifecycle(),
    assistant: createAssistant(settings),
    signIn: createSignIn(settings),
  },
  { docsFolder: fileURLToPath(new URL('./docs', import.meta.url)), secrets, drainMs: 3_000 },
);

/** A fault of the environment is one line of the log, as everything else is. */
function settingsOrExit(): Settings {
  try {
    return readSettings(process.env);
  } catch (error) {
    writeLine(60, { msg: error instanceof Error ? error.message : String(error) });
    process.exit(1);
  }
}

function writeLine(level: number, fields: Readonly<Record<string, string>>): void {
  process.stderr.write(`${JSON.stringify({ level, time: new Date().toISOString(), ...fields })}\n`);
}
