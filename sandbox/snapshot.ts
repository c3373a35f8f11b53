import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import type { View } from './view-store.js';
import type { Furniture } from './workspace.js';
import type { Identity } from './world.js';

/**
 * A whole workspace at one moment, to go on from after a restart. Open modals, addresses to answer at and the effects
 * themselves are not in it; identity, tokens and the number of the last effect are.
 */
export interface Snapshot {
  readonly bytes: Buffer;
}

export interface Kept {
  identity: Identity;
  /** Ids that were given and must not be given again. */
  ids: Set<string>;
  furniture: Furniture;
  homes: View[];
  lastEffect: number;
  clock: { now: Date; runs: boolean };
}

/** Shape of {@link Kept}: a newer one is another number. */
const FIRST_LINE = /^laurel-sandbox 1 ([0-9a-f]{64})\n/;

export function takeSnapshot({ furniture, ...rest }: Kept): Snapshot {
  const { members, channels, groups, files } = furniture;
  return { bytes: serialize({ ...rest, furniture: { members, channels, groups, files } }) };
}

/** A copy of its own for whoever asks. */
export function contentsOf({ bytes }: Snapshot): Kept {
  return deserialize(bytes) as Kept;
}

/** Replaces the file in one step: a process that dies meanwhile leaves the former one. */
export function writeSnapshot(path: string, { bytes }: Snapshot): void {
  const draft = `${path}.draft`;
  writeFileSync(draft, Buffer.concat([Buffer.from(`laurel-sandbox 1 ${checksum(bytes)}\n`), bytes]));
  renameSync(draft, path);
}

/** Undefined when there is no such file. Throws a sentence when it is none, torn, or of another version. */
export function readSnapshot(path: string): Snapshot | undefined {
  if (!existsSync(path)) return undefined;
  const file = readFileSync(path);
  const end = file.indexOf('\n') + 1;
  const expected = FIRST_LINE.exec(file.subarray(0, end).toString('latin1'))?.[1];
  if (expected === undefined) throw new Error(`${path} is no workspace that this sandbox has kept.`);
  const bytes = file.subarray(end);
  if (checksum(bytes) !== expected) throw new Error(`${path} is damaged: the workspace in it cannot be read.`);
  const snapshot = { bytes };
  try {
    contentsOf(snapshot);
  } catch (cause) {
    throw new Error(`${path} was kept by a newer Node.js than this one, ${process.version}.`, { cause });
  }
  return snapshot;
}

function checksum(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
