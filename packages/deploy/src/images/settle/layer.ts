/** Fields of a tar header. @see https://www.gnu.org/software/tar/manual/html_node/Standard.html */
const BLOCK = 512;
const MODE = { at: 100, digits: 7 };
const SIZE = { at: 124, length: 12 };
const TIME = { at: 136, digits: 11 };
const CHECKSUM = { at: 148, length: 8 };
const MAGIC = { at: 257, text: 'ustar' };
const OWNER_NAMES = { at: 265, length: 64 };

const PERMISSIONS = 0o7777;

/**
 * Rewrites the headers of a layer as BuildKit writes them when it dates images: no file is younger than `time`
 * (seconds since 1970), modes are permissions only, owners have numbers but no names. The content stays as it is.
 * @throws Error for bytes that are no tar archive.
 */
export function settleLayer(layer: Buffer, time: number): void {
  for (let at = 0; at + BLOCK <= layer.length; ) {
    const header = layer.subarray(at, at + BLOCK);
    if (header[0] === 0) return;
    if (header.toString('latin1', MAGIC.at, MAGIC.at + MAGIC.text.length) !== MAGIC.text) throw new Error(`no tar header at byte ${at} of a layer`);
    settleHeader(header, time);
    at += BLOCK + Math.ceil(sizeOf(header) / BLOCK) * BLOCK;
  }
}

function settleHeader(header: Buffer, time: number): void {
  writeOctal(header, MODE, readOctal(header, MODE) & PERMISSIONS);
  writeOctal(header, TIME, Math.min(readOctal(header, TIME), time));
  header.fill(0, OWNER_NAMES.at, OWNER_NAMES.at + OWNER_NAMES.length);
  // The sum is over the header with blanks in its own place.
  header.fill(' ', CHECKSUM.at, CHECKSUM.at + CHECKSUM.length);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, CHECKSUM.at, 'latin1');
}

interface OctalField {
  readonly at: number;
  readonly digits: number;
}

function readOctal(header: Buffer, { at, digits }: OctalField): number {
  return Number.parseInt(header.toString('latin1', at, at + digits), 8) || 0;
}

function writeOctal(header: Buffer, { at, digits }: OctalField, value: number): void {
  header.write(value.toString(8).padStart(digits, '0'), at, 'latin1');
}

/** Octal, or big-endian binary for files of 8 GB and more, which the first bit tells. */
function sizeOf(header: Buffer): number {
  if (((header[SIZE.at] ?? 0) & 0x80) === 0) return readOctal(header, { at: SIZE.at, digits: SIZE.length - 1 });
  return Number(header.readBigUInt64BE(SIZE.at + SIZE.length - 8));
}
