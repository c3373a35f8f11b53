import { isUtf8 } from 'node:buffer';
import { FileRefused } from './file-refused.js';

/**
 * The bytes of a text, each line ended by `\n` alone. `onChunk` is told of the bytes as they were.
 *
 * @throws FileRefused when they are not UTF-8 or hold a NUL byte.
 */
export async function* plainTextBytes(
  source: AsyncIterable<Buffer>,
  onChunk: (chunk: Buffer) => void,
): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let held: Buffer = Buffer.alloc(0);
  let linesBefore = 0;
  for await (const chunk of source) {
    onChunk(chunk);
    if (linesBefore === 0 && isUtf16(chunk)) throw new FileRefused(`The file is UTF-16. ${saveAsUtf8}`);
    if (chunk.includes(0)) throw new FileRefused('The file holds NUL bytes: it is not a text file.');
    try {
      decoder.decode(chunk, { stream: true });
    } catch {
      throw notUtf8(linesBefore + lineOfBadByte(chunk));
    }
    linesBefore += count(chunk, newline);

    const bytes = Buffer.concat([held, chunk]);
    // A carriage return at the end may be half of a line's end.
    const whole = bytes.at(-1) === carriageReturn ? bytes.subarray(0, -1) : bytes;
    held = bytes.subarray(whole.length);
    if (whole.length > 0) yield withPlainLineEnds(whole);
  }
  try {
    decoder.decode();
  } catch {
    throw notUtf8(linesBefore + 1);
  }
  if (held.length > 0) yield Buffer.from('\n');
}

const newline = 10;
const carriageReturn = 13;
const saveAsUtf8 = 'Save it as "CSV UTF-8".';

const notUtf8 = (line: number) => new FileRefused(`The file is not UTF-8 (in or near row ${line}). ${saveAsUtf8}`);

const isUtf16 = (chunk: Buffer) => [0xfeff, 0xfffe].includes(chunk.length < 2 ? 0 : chunk.readUInt16BE(0));

/** By its lines; 1 when only the ends of the chunk are torn. */
function lineOfBadByte(chunk: Buffer): number {
  let line = 1;
  for (let start = 0; start < chunk.length; line += 1) {
    const end = chunk.indexOf(newline, start);
    const stop = end === -1 ? chunk.length : end;
    if (start > 0 && !isUtf8(chunk.subarray(start, stop))) return line;
    start = stop + 1;
  }
  return 1;
}

function count(chunk: Buffer, byte: number): number {
  let found = 0;
  for (let at = chunk.indexOf(byte); at !== -1; at = chunk.indexOf(byte, at + 1)) found += 1;
  return found;
}

/** As latin1 each byte is one character, so bytes of other letters come back as they were. */
function withPlainLineEnds(bytes: Buffer): Buffer {
  if (!bytes.includes(carriageReturn)) return bytes;
  return Buffer.from(bytes.toString('latin1').replace(/\r\n?/g, '\n'), 'latin1');
}
