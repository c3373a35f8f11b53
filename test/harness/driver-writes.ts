/** The driver's methods that write many documents in one call. */
export const bulkWrites: readonly string[] = ['insertMany', 'bulkWrite'];

/** All methods of a collection that write: what stands before each of them misses no write. */
export const writes: readonly string[] = [
  ...bulkWrites,
  'insertOne',
  'updateOne',
  'updateMany',
  'replaceOne',
  'deleteOne',
  'deleteMany',
  'findOneAndUpdate',
  'findOneAndReplace',
  'findOneAndDelete',
];
