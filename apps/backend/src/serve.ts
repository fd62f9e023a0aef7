import closeWithGrace from 'close-with-grace';
import type { Kysely } from 'kysely';
import type { Assistant } from './assistant/assistant';
import type { Settings } from './config';
import { migrate } from './db/migrate';
import type { Database } from './db/schema';
import { createApp } from './http/app';
import { createMetrics } from './metrics';
import type { Hub } from './live/hub';
import { createServices } from './services';

const RETRY_LEAST_MS = 200;
const RETRY_MOST_MS = 5_000;
const GRACE_MS = 20_000;

export interface ServeOptions {
  readonly settings: Omit<Settings, 'DATABASE_URL'>;
  readonly db: Kysely<Database>;
  readonly hub: Hub;
  readonly assistant: Assistant;
  /** Begins to listen for news of other replicas. */
  listen(signal: AbortSignal): void;
  /** Lets go of the database. */
  disconnect(): Promise<void>;
}

/** Listens at once, so that probes are answered; serves once the schema is there; ends without losing a request. */
export async function serve({ settings, db, hub, assistant, listen, disconnect }: ServeOptions): Promise<void> {
  const closing = new AbortController();
  let migrated = false;
  const services = createServices({ settings, db, hub, assistant, closing: closing.signal });
  const app = await createApp(services, () => migrated);
  const metrics = createMetrics(app);
  closeWithGrace({ delay: GRACE_MS, logger: false }, async ({ err, signal }) => {
    app.log.info({ err, signal }, 'shutting down');
    closing.abort();
    await Promise.all([app.close(), metrics.close()]);
    await disconnect();
  });
  await Promise.all([app.listen({ host: '0.0.0.0', port: settings.PORT }), metrics.listen({ host: '0.0.0.0', port: settings.METRICS_PORT })]);
  await untilMigrated(db, closing.signal, (error) => app.log.warn({ err: error }, 'waiting for the database'));
  migrated = true;
  listen(closing.signal);
}

async function untilMigrated(db: Kysely<Database>, signal: AbortSignal, onRetry: (error: unknown) => void): Promise<void> {
  for (let wait = RETRY_LEAST_MS; !signal.aborted; wait = Math.min(wait * 2, RETRY_MOST_MS)) {
    try {
      return await migrate(db);
    } catch (error) {
      onRetry(error);
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}
