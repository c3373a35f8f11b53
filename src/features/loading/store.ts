import type { Connection } from 'mongoose';
import { isDuplicateKey } from '../../platform/database/errors.js';
import { defineSchema } from '../../platform/database/schema.js';
import type { FileKind } from './kind.js';

export type Counts = Readonly<{
  rows: number;
  create: number;
  change: number;
  same: number;
  bad: number;
  waiting: number;
}>;

/** That a file was loaded, written before its first row: a run that was killed is known and finished by repeating it. */
export type Import = Readonly<{
  _id: string;
  kind: FileKind['name'];
  sha256: string;
  /** Without its directory. */
  fileName: string;
  state: 'running' | 'done';
  startedAt: Date;
  finishedAt: Date | null;
  /** Of the run that finished it. */
  counts: Counts | null;
  /** As in the facts that it wrote. */
  by: string;
}>;

const imports = defineSchema<Import>({
  _id: String,
  kind: String,
  sha256: String,
  fileName: String,
  state: String,
  startedAt: Date,
  finishedAt: Date,
  counts: {
    type: { rows: Number, create: Number, change: Number, same: Number, bad: Number, waiting: Number },
    _id: false,
    default: null,
  },
  by: String,
});

const running = { state: 'running' as const };

export const loadingIndexes = [
  {
    collection: 'imports',
    name: 'oneRunning',
    key: { sha256: 1 as const, kind: 1 as const },
    options: { unique: true as const, partialFilterExpression: running },
    for: 'the run of this file that was not finished',
  },
];

export function createLoadingStore(connection: Connection) {
  const model = connection.model<Import>('Import', imports, 'imports');

  const unfinished = ({ kind, sha256 }: Pick<Import, 'kind' | 'sha256'>) =>
    model
      .findOne({ kind, sha256, ...running })
      .lean<Import>()
      .exec();

  return {
    model,
    unfinished,

    /** The run of this file that stands unfinished, or a new one. */
    async begin(run: Omit<Import, 'state' | 'finishedAt' | 'counts'>): Promise<Import> {
      try {
        const begun: Import = { ...run, ...running, finishedAt: null, counts: null };
        await model.insertMany([begun]);
        return begun;
      } catch (error) {
        const standing = isDuplicateKey(error) ? await unfinished(run) : null;
        if (standing === null) throw error;
        return standing;
      }
    },

    async finish(id: Import['_id'], finishedAt: Date, counts: Counts): Promise<void> {
      await model.updateOne({ _id: id, ...running }, { $set: { state: 'done', finishedAt, counts } });
    },
  };
}

export type LoadingStore = ReturnType<typeof createLoadingStore>;
