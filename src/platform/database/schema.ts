import type { SchemaDefinition } from 'mongoose';
import { Schema } from 'mongoose';

/**
 * The one way to declare a collection's shape: unknown paths throw, in documents, updates and filters, and so does a
 * filter that says nothing. Give subdocuments of arrays `_id: false`, or mongoose adds one. Enums and `required` are
 * checked in new documents only, not in updates; pipelines are not cast at all.
 *
 * `connection.model<Plant>('Plant', plants, 'plants')` gives the `Model<Plant>`. Strictness stands here because mongoose
 * takes it from the schema or its global object, never from the connection.
 */
export function defineSchema<Shape>(definition: SchemaDefinition<Shape>): Schema<Shape> {
  const schema = new Schema<Shape>(definition, {
    strict: 'throw',
    strictQuery: 'throw',
    versionKey: false,
    autoIndex: false,
    autoCreate: false,
    bufferCommands: false,
    id: false,
    minimize: false,
  });
  schema.pre([...queriesWithFilter], function () {
    refuseVagueFilter(this.getFilter());
  });
  schema.pre('bulkWrite', (operations, options) => {
    for (const part of operations.flatMap((operation) => Object.values(operation))) {
      if ('filter' in part) refuseVagueFilter(part.filter);
    }
    tellOfInvalidItems(options);
  });
  schema.pre('insertMany', (_documents, options) => tellOfInvalidItems(options));
  return schema as Schema<Shape>;
}

/** A path that holds either null or an object of this shape; mongoose's own types know no such thing. */
export const orNull = (shape: Record<string, unknown>): never =>
  ({ type: { _id: false, ...shape }, default: null }) as never;

/** A filter that would match other documents than its author meant. */
class VagueFilter extends Error {
  override name = 'VagueFilter';
}

const queriesWithFilter = [
  'countDocuments',
  'deleteMany',
  'deleteOne',
  'distinct',
  'find',
  'findOne',
  'findOneAndDelete',
  'findOneAndReplace',
  'findOneAndUpdate',
  'replaceOne',
  'updateMany',
  'updateOne',
] as const;

/**
 * `{ $or: [] }` is stripped by mongoose and then matches every document; `{ a: undefined }` is sent as `a: null`. Both
 * come from a filter built of nothing.
 */
function refuseVagueFilter(filter: unknown, path = 'filter'): void {
  if (filter === undefined) throw new VagueFilter(`${path} is undefined`);
  if (Array.isArray(filter)) {
    for (const part of filter) refuseVagueFilter(part, path);
  } else if (isPlain(filter)) {
    for (const [name, part] of Object.entries(filter)) {
      if (isEmptyLogic(name, part)) throw new VagueFilter(`${path}.${name} is empty`);
      refuseVagueFilter(part, `${path}.${name}`);
    }
  }
}

function isEmptyLogic(name: string, part: unknown): boolean {
  return ['$or', '$and', '$nor'].includes(name) && Array.isArray(part) && part.length === 0;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** Unordered writes leave invalid items out in silence unless told not to. */
function tellOfInvalidItems(options: { throwOnValidationError?: boolean } | undefined): void {
  if (options) options.throwOnValidationError = true;
}
