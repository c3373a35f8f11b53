import { isDeepStrictEqual } from 'node:util';
import type { mongo } from 'mongoose';

/** What a collection refuses to hold, whoever writes: a bug of ours, another program, a person at a shell. */
export interface ValidatorFact {
  collection: string;
  /** As the server takes it: `{ $jsonSchema, $expr }`. With plain numbers, or it would not be known again. */
  validator: Readonly<Record<string, unknown>>;
}

/** A validator that holds our promises is not there, so the app must not serve. */
class ValidatorsRefused extends Error {
  override name = 'ValidatorsRefused';
}

/**
 * Creates the collections that must not be without their validator, before their indexes would. Harmless when repeated.
 *
 * The trap: the embedded engine has no `collMod`. There a collection gets its validator when it is created or never, so a
 * validator that was released is changed by a migration, which makes the collection anew.
 *
 * @throws ValidatorsRefused naming the collection, when it has another validator that cannot be changed.
 */
export async function ensureValidators(
  db: mongo.Db,
  validators: readonly ValidatorFact[],
  say: (line: string) => void,
): Promise<void> {
  for (const { collection, validator } of validators) {
    const declared = { validator, validationLevel: 'strict', validationAction: 'error' };
    const existing = await optionsOf(db, collection);
    if (existing === undefined) await db.createCollection(collection, declared);
    else if (!isAsDeclared(existing, declared)) {
      say(`The validator of ${collection}: changing it to what is declared`);
      await db.command({ collMod: collection, ...declared }).catch((cause) => {
        throw new ValidatorsRefused(`The validator of ${collection} is not as declared and cannot be changed`, {
          cause,
        });
      });
    }
  }
}

async function optionsOf(db: mongo.Db, name: string): Promise<mongo.Document | undefined> {
  const [found] = await db.listCollections({ name }, { nameOnly: false }).toArray();
  return found && (found.options ?? {});
}

const isAsDeclared = (existing: mongo.Document, declared: Readonly<Record<string, unknown>>) =>
  Object.entries(declared).every(([option, value]) => isDeepStrictEqual(existing[option], value));
