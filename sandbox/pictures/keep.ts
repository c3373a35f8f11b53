import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

/** Letters are drawn a little differently on another day; fewer pixels than this are no reason for a new file. */
const fewestPixels = 60;

/** Writes the picture unless the one that is there looks the same. */
export function keep(path: string, picture: Buffer): 'new' | 'changed' | 'the same' {
  const before = read(path);
  if (before !== undefined && looksSame(before, PNG.sync.read(picture))) return 'the same';
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, picture);
  return before === undefined ? 'new' : 'changed';
}

function looksSame(before: PNG, now: PNG): boolean {
  const { width, height } = now;
  if (before.width !== width || before.height !== height) return false;
  return pixelmatch(before.data, now.data, undefined, width, height) < fewestPixels;
}

function read(path: string): PNG | undefined {
  try {
    return PNG.sync.read(readFileSync(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
