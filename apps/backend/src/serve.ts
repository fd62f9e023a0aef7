import closeWithGrace from 'close-with-grace';
import type { FastifyInstance } from 'fastify';
import { createApp, type AppOptions } from './http/app';
import { createMetricsServer } from './http/metrics-server';
import { createServices, type Parts, type Services } from './services';
import { startUpkeep } from './upkeep/upkeep';

const RETRY_LEAST_MS = 200;
const RETRY_MOST_MS = 5_000;
const GRACE_MS = 20_000;
/** Answers that still stream may end by themselves for so long. */
const LAST_WORDS_MS = 12_000;

export interface ServeOptions extends AppOptions {
  /** Default: every address of the machine, as a pod needs it. */
  readonly host?: string;
  /** Milliseconds between saying that it will end and refusing connections: proxies let go meanwhile. */
  readonly drainMs: number;
}

/** Listens at once, so that probes are answered; serves once the schema is there; ends without losing a request. */
export async function serve(parts: Parts, { host = '0.0.0.0', drainMs, ...options }: ServeOptions): Promise<void> {
  const services = createServices(parts);
  const { lifecycle, database, hub, settings } = services;
  const app = await createApp(services, options);
  const metrics = createMetricsServer(services.metrics);
  closeWithGrace({ delay: GRACE_MS, logger: false }, async ({ err, signal }) => {
    app.log.info({ err, signal }, 'shutting down');
    await shutDown(app, services, drainMs);
    await metrics.close();
  });
  await Promise.all([app.listen({ host, port: settings.PORT }), metrics.listen({ host, port: settings.METRICS_PORT })]);
  await untilPrepared(services, (err) => app.log.warn({ err }, 'waiting for the database'));
  database.listen(hub, lifecycle.draining.signal);
  startUpkeep(services, (err) => app.log.warn({ err }, 'upkeep failed'));
  app.log.info('ready');
}

async function shutDown(app: FastifyInstance, { lifecycle, database }: Services, drainMs: number): Promise<void> {
  lifecycle.draining.abort();
  await new Promise((resolve) => setTimeout(resolve, drainMs));
  const lastWords = setTimeout(() => lifecycle.stopping.abort(), LAST_WORDS_MS);
  await app.close();
  clearTimeout(lastWords);
  lifecycle.stopping.abort();
  await database.close();
}

async function untilPrepared({ lifecycle, database }: Services, onRetry: (error: unknown) => void): Promise<void> {
  for (let wait = RETRY_LEAST_MS; !lifecycle.draining.signal.aborted; wait = Math.min(wait * 2, RETRY_MOST_MS)) {
    try {
      lifecycle.prepared = await database.prepare();
      return;
    } catch (error) {
      onRetry(error);
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}
