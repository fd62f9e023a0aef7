import type { ResolvedConfig } from '../config';
import { baseImage, DEFAULT_BASES, parseImage } from './image';
import type { Database } from './model';
import { resolveResources } from './resources';

/** The variable through which a workload with `database: true` gets its connection URL. */
export const DATABASE_SECRET = 'DATABASE_URL';

const POSTGRES_PORT = 5432;

export function resolveDatabase({ app, database }: ResolvedConfig): Database {
  if (database.provision === 'none') return { provision: 'none' };
  if (database.provision === 'external') return { provision: 'external', secret: DATABASE_SECRET };
  const reference = database.image ?? DEFAULT_BASES.postgres.reference;
  return {
    provision: 'in-cluster',
    secret: DATABASE_SECRET,
    image: parseImage(reference),
    base: baseImage('postgres', reference),
    databaseName: database.databaseName ?? app.replaceAll('-', '_'),
    user: app.replaceAll('-', '_'),
    port: POSTGRES_PORT,
    storage: database.storage,
    resources: resolveResources('postgres'),
  };
}
