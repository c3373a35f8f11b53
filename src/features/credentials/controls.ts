import type { ReminderControls } from '../nudges/index.js';
import { handedInControls, passedButton } from './parts.js';
import type { CredentialsStore } from './store.js';

/** What a person can do about one of their items: say that they passed, or change what they have handed in. */
export const createControls =
  ({ submitted }: Pick<CredentialsStore, 'submitted'>): ReminderControls =>
  async ({ assignment: { _id: id, version, state, personId, certificationId } }) => {
    if (state === 'closed') return [];
    if (state !== 'in-review') return [passedButton({ id, version })];
    const credential = await submitted(personId, certificationId);
    return credential === null ? [] : handedInControls({ id: credential._id, version: credential.version });
  };
