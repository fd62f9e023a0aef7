import { offlineAssistant } from './assistant/offline/offline-assistant';
import { readSettings } from './config';
import { connectPostgres } from './db/postgres';
import { createHub } from './live/hub';
import { listen } from './live/listener';
import { serve } from './serve';

const settings = readSettings(process.env);
const { db } = connectPostgres({
  url: settings.DATABASE_URL,
  // The next query gets a new connection; there is nothing else to do.
  onIdleError: (error) => process.stderr.write(`${JSON.stringify({ level: 40, msg: 'idle database connection lost', error: error.message })}\n`),
});
const hub = createHub();

await serve({
  settings,
  db,
  hub,
  assistant: offlineAssistant,
  listen: (signal) => listen(settings.DATABASE_URL, hub, signal),
  disconnect: () => db.destroy(),
});
