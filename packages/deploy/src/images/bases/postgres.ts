import { accounts, UID } from './common';
import { postgresStart } from './postgres-start';
import type { BaseRecipe } from './recipe';

const PROGRAMS = '/usr/lib/postgresql/15/bin';
const programs = ['postgres', 'initdb', 'pg_ctl', 'pg_controldata', 'pg_isready', 'psql', 'pg_dump', 'pg_dumpall', 'pg_restore', 'createdb', 'dropdb', 'vacuumdb'];

/** Debian's PostgreSQL 15 with its contributed extensions, and a start script in place of the official one. */
export function postgresRecipe(): BaseRecipe {
  return {
    kind: 'postgres',
    version: '15',
    packages: ['postgresql-15', 'postgresql-client-15', 'libc-bin', 'dash', 'coreutils', 'tzdata', 'netbase', 'base-files'],
    // Just-in-time compilation would double the size.
    withoutLibraries: ['libllvm14', 'libllvm15', 'libllvm16', 'libllvm17', 'libllvm18', 'libllvm19'],
    keep: [
      ...programs.map((program) => `${PROGRAMS}/${program}`),
      '/usr/lib/postgresql/15/lib',
      '/usr/share/postgresql/15',
      '/usr/share/zoneinfo',
      '/usr/lib/locale/C.utf8',
      '/usr/lib/os-release',
      '/etc/os-release',
      '/etc/protocols',
      '/etc/services',
      // initdb asks it which locales there are.
      '/usr/bin/locale',
      '/bin/dash',
      '/bin/chmod',
      '/bin/mv',
      '/bin/rm',
    ],
    omit: [
      '/usr/lib/postgresql/15/lib/bitcode',
      '/usr/lib/postgresql/15/lib/llvmjit.so',
      '/usr/lib/postgresql/15/lib/llvmjit_types.bc',
      '/usr/lib/postgresql/15/lib/pgxs',
      '/usr/share/postgresql/15/man',
      '/usr/share/zoneinfo/posix',
      '/usr/share/zoneinfo/right',
    ],
    libraries: ['libgcc_s.so.1'],
    links: { '/bin/sh': 'dash', '/var/run': '/run' },
    files: { ...accounts, '/usr/local/bin/start-postgres': { content: postgresStart, mode: 0o755 } },
    ownFolders: ['/home/nonroot', '/var/lib/postgresql/data', '/run/postgresql'],
    instructions: [
      `ENV PATH=${PROGRAMS}:/usr/local/bin:/usr/bin:/bin LANG=C.UTF-8 PGDATA=/var/lib/postgresql/data`,
      `USER ${UID}:${UID}`,
      'EXPOSE 5432',
      // Ends connections instead of waiting for them.
      'STOPSIGNAL SIGINT',
      'ENTRYPOINT ["/usr/local/bin/start-postgres"]',
      'CMD ["postgres"]',
    ],
  };
}
