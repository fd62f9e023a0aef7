import type { Services } from '../services';
import { deleteWhatIsOver } from './repository';

const EVERY_MS = 10 * 60_000;

/** Deletes what is over, now and then; one replica at a time does it. */
export function startUpkeep(
  { database, lifecycle, metrics }: Pick<Services, 'database' | 'lifecycle' | 'metrics'>,
  onError: (error: unknown) => void,
): void {
  const run = async (): Promise<void> => {
    for (const [table, rows] of Object.entries(await deleteWhatIsOver(database.db)))
      metrics.upkeep.inc({ table }, rows);
  };
  const timer = setInterval(() => void run().catch(onError), EVERY_MS);
  timer.unref();
  lifecycle.draining.signal.addEventListener('abort', () => clearInterval(timer));
}
