import { accessSync, constants, existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { freemem, tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { fairleadHome } from '@fairlead/runtime';
import { formatVersion, isAtLeast } from '../tools/tool-version';
import { finding, type Check, type Finding } from './finding';

const LEAST_NODE = { major: 20, minor: 19 };

export function nodeCheck(version = process.versions.node): Check {
  return {
    name: 'Node',
    look: async () => {
      const [major = 0, minor = 0] = version.split('.').map(Number);
      if (isAtLeast({ major, minor }, LEAST_NODE)) return [finding('Node', 'ok', version)];
      return [finding('Node', 'bad', `${version}, but ${formatVersion(LEAST_NODE)} or newer is needed`, ['install it: https://nodejs.org'])];
    },
  };
}

/** Folders that a deploy writes to, by what they are for. */
export interface Folders {
  readonly [purpose: string]: string;
}

export function usualFolders(root: string): Folders {
  return { workspace: root, 'home of Fairlead': fairleadHome(), 'temporary files': tmpdir() };
}

export function permissionCheck(folders: Folders, writable = isWritable): Check {
  return {
    name: 'permissions',
    look: async () => {
      const closed = Object.entries(folders).filter(([, folder]) => !writable(existing(folder)));
      if (closed.length === 0) return [finding('permissions', 'ok', 'folders can be written')];
      return closed.map(([purpose, folder]) => finding('permissions', 'bad', `${existing(folder)} (${purpose}) cannot be written`, [`ls -ld ${existing(folder)}   # whose is it? \`chown\` gives it to you, or run this as its owner`]));
    },
  };
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** The folder itself, or the one that it will be made in. */
function existing(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : existing(dirname(folder));
}

/** Free bytes. Images of the app take some hundred megabytes; the embedded cluster is built in about two gigabytes. */
const LEAST_DISK = { bad: 500e6, warn: 3e9 };
const LEAST_MEMORY = { warn: 1.5e9 };

type Measure = (folder: string) => Promise<{ readonly bytes: number; readonly files: number }>;

const measureDisk: Measure = async (folder) => {
  const { bavail, bsize, ffree, files } = await statfs(existing(folder));
  // Some file systems have no fixed number of files and say 0.
  return { bytes: bavail * bsize, files: files === 0 ? Infinity : ffree };
};

export function diskCheck(folders: Folders, measure: Measure = measureDisk): Check {
  return {
    name: 'disk',
    look: async () => {
      const found = await Promise.all(Object.values(folders).map(async (folder) => judgeDisk(folder, await measure(folder))));
      const worse = found.filter(({ state }) => state !== 'ok');
      return worse.length === 0 ? found.slice(0, 1) : worse;
    },
  };
}

function judgeDisk(folder: string, { bytes, files }: Awaited<ReturnType<Measure>>): Finding {
  const free = `${gigabytes(bytes)} free at ${existing(folder)}`;
  const mend = [`du -xhd1 ${existing(folder)} | sort -h   # what takes it`, 'docker system prune   # if Docker has much that nobody uses'];
  if (bytes < LEAST_DISK.bad) return finding('disk', 'bad', `only ${free}`, mend);
  if (files < 10_000) return finding('disk', 'bad', `${free}, but it can hold only ${files} more files`, mend);
  return bytes < LEAST_DISK.warn ? finding('disk', 'warn', `only ${free}`, mend) : finding('disk', 'ok', free);
}

export function memoryCheck(free = freemem()): Check {
  const state = free < LEAST_MEMORY.warn ? 'warn' : 'ok';
  const detail = `${gigabytes(free)} free${state === 'ok' ? '' : '; a cluster on this machine needs about 1.5 GB'}`;
  return { name: 'memory', look: async () => [finding('memory', state, detail)] };
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

/** The port that `open` and `verify` prefer on localhost. */
export function portCheck(port: number): Check {
  return {
    name: 'port',
    look: async () => {
      if (await isFree(port)) return [finding('port', 'ok', `${port} is free on localhost`)];
      return [finding('port', 'ok', `${port} is taken on localhost; \`open\` takes a free one near it`)];
    },
  };
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
