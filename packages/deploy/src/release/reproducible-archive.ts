import { gunzipSync, gzipSync } from 'node:zlib';

const BLOCK = 512;
// Where a tar header keeps what is needed here: https://www.gnu.org/software/tar/manual/html_node/Standard.html
const SIZE = { at: 124, length: 12 };
const TIME = { at: 136, length: 12 };
const CHECKSUM = { at: 148, length: 8 };

/**
 * The same archive with every time set to 1980, so that the same files give the same bytes: Helm 3 writes the time
 * of packaging, and Helm 4 the time at which Git happened to check the file out.
 */
export function withoutTimes(archive: Uint8Array): Uint8Array {
  const tar = gunzipSync(archive);
  for (let at = 0; at + BLOCK <= tar.length; ) {
    const header = tar.subarray(at, at + BLOCK);
    // Two empty blocks end an archive.
    if (header[0] === 0) break;
    const size = parseInt(text(header, SIZE).trim(), 8) || 0;
    write(header, TIME, `${FIXED_TIME.toString(8).padStart(TIME.length - 1, '0')}\0`);
    write(header, CHECKSUM, ' '.repeat(CHECKSUM.length));
    const sum = header.reduce((total, byte) => total + byte, 0);
    write(header, CHECKSUM, `${sum.toString(8).padStart(6, '0')}\0 `);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return gzipSync(tar, { level: 9 });
}

/** 1980-01-01: the earliest time that zip-based tools understand too. */
const FIXED_TIME = 315_532_800;

interface Field {
  readonly at: number;
  readonly length: number;
}

function text(header: Uint8Array, { at, length }: Field): string {
  return Buffer.from(header.subarray(at, at + length)).toString('latin1').replace(/\0.*$/s, '');
}

function write(header: Uint8Array, { at, length }: Field, value: string): void {
  header.set(Buffer.from(value.slice(0, length), 'latin1'), at);
}
