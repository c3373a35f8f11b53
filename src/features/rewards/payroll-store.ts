import type { Connection } from 'mongoose';
import { isDuplicateKey } from '../../platform/database/errors.js';
import type { IndexFact } from '../../platform/database/indexes.js';
import { defineSchema, orNull } from '../../platform/database/schema.js';
import type { PayMonth, PayrollBatch } from './payroll.js';

const batches = defineSchema<PayrollBatch>({
  _id: String,
  seq: Number,
  month: String,
  columns: [{ _id: false, name: String, field: String }],
  by: String,
  at: Date,
  state: String,
  candidates: [{ _id: false, id: String, version: Number }],
  file: orNull({ keys: [String], text: String, sha256: String }),
});

/** Some for each month. */
export const payrollIndexes: readonly IndexFact[] = [
  {
    collection: 'payrollBatches',
    name: 'chain',
    key: { seq: 1 },
    options: { unique: true },
    for: 'one batch for each place, so that one begins at a time, and the last one',
  },
];

/** Files for payroll: each carries who and when, and the grants in it carry the facts. They are kept for good. */
export function createPayrollStore(connection: Connection) {
  const model = connection.model<PayrollBatch>('PayrollBatch', batches, 'payrollBatches');

  return {
    byId: (id: PayrollBatch['_id']) => model.findById(id).lean<PayrollBatch>().exec(),

    last: () => model.findOne({}).sort({ seq: -1 }).lean<PayrollBatch>().exec(),

    /** As much of the last one as tells how far it is: the file that it holds may be large. */
    lastBegun: () =>
      model
        .findOne({}, { month: 1, state: 1, at: 1 })
        .sort({ seq: -1 })
        .lean<Pick<PayrollBatch, 'month' | 'state' | 'at'>>()
        .exec(),

    countOf: (month: PayMonth) => model.countDocuments({ month }).exec(),

    /** Nothing when another one has begun at this place. */
    async begin(batch: PayrollBatch): Promise<void> {
      try {
        await model.insertMany([batch]);
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    },

    /** Settles what it says, once. */
    async seal(_id: PayrollBatch['_id'], file: NonNullable<PayrollBatch['file']>): Promise<void> {
      await model.updateOne({ _id, state: 'collecting' }, { $set: { state: 'sealed', file } });
    },

    async written(_id: PayrollBatch['_id']): Promise<void> {
      await model.updateOne({ _id, state: 'sealed' }, { $set: { state: 'written' } });
    },
  };
}

export type PayrollStore = ReturnType<typeof createPayrollStore>;
