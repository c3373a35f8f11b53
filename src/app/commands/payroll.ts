import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BatchId, EntryKey, PayMonth } from '../../features/rewards/index.js';
import { defaultColumns, fileNameOf, monthWords, readColumns } from '../../features/rewards/index.js';
import { plural, visibleText } from '../../shared/text.js';
import type { House } from '../compose.js';
import type { Out } from './offline.js';

type By = Readonly<{ by?: string; owners: readonly string[] }>;

export type ExportWish = By &
  Readonly<{
    period: PayMonth;
    /** Where the file goes; else the batch's own name, here. */
    filePath?: string;
    /** A file that names the columns; else `configured`; else the usual ones. */
    columnsPath?: string;
    configured?: string;
  }>;

/** `laurel rewards export --period 2026-11`: makes the next file for payroll, or ends one that was begun. Answers the exit code. */
export async function exportCommand(house: House, wish: ExportWish, { print }: Out): Promise<0 | 1> {
  const by = ownerOf(wish);
  if (by === undefined) return refuse(print, notAnOwner);
  const read = await columnsOf(wish);
  if ('reason' in read) return refuse(print, `${read.reason} Nothing was exported.`);
  const { payroll } = house.features.rewards;
  const made = await payroll.exportMonth({ month: wish.period, columns: read.columns, by });
  switch (made.kind) {
    case 'nothing':
      print(`Nothing is to be exported for ${monthWords(wish.period)}. No file was written.`);
      return 0;
    case 'refused':
      return refuse(
        print,
        made.why === 'not-begun'
          ? `${monthWords(wish.period)} has not begun. Nothing was exported.`
          : `The file for ${monthWords(made.month)} was begun and never written. First run: laurel rewards export --period ${made.month}`,
      );
    case 'batch': {
      const { batch, more } = made;
      const path = wish.filePath ?? fileNameOf(batch._id);
      const refusal = await writeWhole(path, batch.file.text);
      if (refusal !== undefined)
        return refuse(
          print,
          `${refusal} Nothing is lost: ${batch._id} is kept. Run the same command again, with another --out if need be.`,
        );
      await payroll.written(batch._id);
      print(
        `${path}: ${plural(batch.file.keys.length, 'entry', 'entries')} (${batch._id}, sha256 ${batch.file.sha256}).`,
      );
      if (more > 0) print('More has come since: run the same command again for another file.');
      return 0;
    }
  }
}

/** `laurel rewards export --again batch:2026-11:1`: the same file, byte for byte. Changes nothing. Answers the exit code. */
export async function exportAgainCommand(
  { features }: House,
  { batchId, filePath }: Readonly<{ batchId: BatchId; filePath?: string }>,
  { print }: Out,
): Promise<0 | 1> {
  const batch = await features.rewards.payroll.again(batchId);
  if (batch === null) return refuse(print, `There is no file ${batchId}.`);
  const path = filePath ?? fileNameOf(batchId);
  const refusal = await writeWhole(path, batch.file.text);
  if (refusal !== undefined) return refuse(print, refusal);
  print(`${path}: the same ${plural(batch.file.keys.length, 'entry', 'entries')} (sha256 ${batch.file.sha256}).`);
  return 0;
}

/** `laurel rewards resend KEY…`: puts what payroll rejected into the next file. Answers the exit code. */
export async function resendCommand(
  { features }: House,
  { keys, ...wish }: By & Readonly<{ keys: readonly EntryKey[] }>,
  { print }: Out,
): Promise<0 | 1> {
  const by = ownerOf(wish);
  if (by === undefined) return refuse(print, notAnOwner);
  let code: 0 | 1 = 0;
  for (const key of keys) {
    const answer = await features.rewards.payroll.resend(key, by);
    if (answer === 'not-rejected') code = 1;
    print(
      answer === 'resent' ? `${key} goes into the next file.` : `${key} does not wait to be mended; it stays as it is.`,
    );
  }
  return code;
}

const notAnOwner =
  'Only an owner may do this: say which one you are with --by, one of LAUREL_OWNERS. Nothing was changed.';

function ownerOf({ by, owners }: By): string | undefined {
  const owner = by ?? (owners.length === 1 ? owners[0] : undefined);
  return owner !== undefined && owners.includes(owner) ? owner : undefined;
}

async function columnsOf({ columnsPath, configured }: ExportWish): Promise<ReturnType<typeof readColumns>> {
  if (columnsPath === undefined)
    return configured === undefined ? { columns: defaultColumns } : readColumns(configured);
  try {
    return readColumns(await readFile(columnsPath, 'utf8'));
  } catch (error) {
    return { reason: `${visibleText(columnsPath)} cannot be read (${codeOf(error)}).` };
  }
}

/**
 * Writes all of a file or nothing of it, readable by its owner alone: it says what people are paid. What stands there already
 * is left, unless it is the same. Answers in words why it could not.
 */
async function writeWhole(path: string, text: string): Promise<string | undefined> {
  const shown = visibleText(path);
  const draft = join(dirname(path), `.${randomUUID()}.part`);
  try {
    const standing = await readFile(path, 'utf8').catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    });
    if (standing === text) return undefined;
    if (standing !== undefined) return `There is another file at ${shown}; it was left as it is.`;
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, path);
    return undefined;
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    if (codeOf(error) === undefined) throw error;
    return `${shown} could not be written (${codeOf(error)}).`;
  }
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;

function refuse(print: Out['print'], line: string): 1 {
  print(line);
  return 1;
}
