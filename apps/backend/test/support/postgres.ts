import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

const BIN = '/usr/lib/postgresql/15/bin';
const exec = promisify(execFile);

export interface TestPostgres {
  /** URL of a new, empty database. Its owner may make roles, and is no superuser. */
  createDatabase(): Promise<string>;
  /** Runs SQL as the superuser. */
  query(url: string, sql: string): Promise<Record<string, unknown>[]>;
  /** Ends the server at once, as a crash of its pod would. */
  shutDown(): Promise<void>;
  /** Starts it again, on the same port and data. */
  startAgain(): Promise<void>;
  stop(): Promise<void>;
}

/** A real PostgreSQL of its own on loopback. @throws Error when it is not installed: these tests prove nothing without it. */
export async function startPostgres(): Promise<TestPostgres> {
  if (!existsSync(`${BIN}/initdb`)) throw new Error('these tests need PostgreSQL 15: apt-get install postgresql-15');
  const folder = mkdtempSync(join(tmpdir(), 'pg-'));
  // The server refuses to run as root.
  const { uid, gid } = await unprivileged();
  chownSync(folder, uid, gid);
  const as = { uid, gid, cwd: folder };
  await exec(`${BIN}/initdb`, ['-D', `${folder}/data`, '-A', 'trust', '-U', 'root', '--no-sync'], as);
  const port = await freePort();
  const launch = async (): Promise<ChildProcess> => {
    const settings = ['listen_addresses=127.0.0.1', 'fsync=off', 'max_connections=200'].flatMap((one) => ['-c', one]);
    const args = ['-D', `${folder}/data`, '-k', folder, '-p', String(port), ...settings];
    const server = spawn(`${BIN}/postgres`, args, { ...as, stdio: ['ignore', 'ignore', 'pipe'] });
    await untilReady(server);
    return server;
  };
  let server = await launch();
  const urlOf = (user: string, database: string): string => `postgres://${user}@127.0.0.1:${port}/${database}`;
  const query = (url: string, sql: string): Promise<Record<string, unknown>[]> =>
    runAs(urlOf('root', new URL(url).pathname.slice(1)), sql);
  await query(urlOf('root', 'postgres'), 'create role todo login createrole');

  const shutDown = (): Promise<void> => end(server);
  return {
    createDatabase: async () => {
      const name = `db_${randomBytes(6).toString('hex')}`;
      await query(urlOf('root', 'postgres'), `create database ${name} owner todo`);
      return urlOf('todo', name);
    },
    query,
    shutDown,
    startAgain: async () => {
      server = await launch();
    },
    stop: async () => {
      await shutDown();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function runAs(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function unprivileged(): Promise<{ uid: number; gid: number }> {
  const { uid, gid } = userInfo();
  if (uid !== 0) return { uid, gid };
  const { stdout } = await exec('id', ['-u', 'postgres']);
  const { stdout: group } = await exec('id', ['-g', 'postgres']);
  return { uid: Number(stdout), gid: Number(group) };
}

/** A port that nothing listens on at the moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    server.once('exit', () => resolve());
    server.kill('SIGQUIT');
  });
}

function untilReady(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    server.stderr?.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes('ready to accept connections')) resolve();
    });
    server.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${log}`)));
  });
}
