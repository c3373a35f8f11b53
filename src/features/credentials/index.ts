import type { Database } from '../../platform/database/connect.js';
import type { Topics } from '../../platform/slack/delivery.js';
import type { FormHandler, PressHandler } from '../../platform/slack/edge.js';
import type { Sweep } from '../../platform/sweeps.js';
import { createCredentialReactions } from './actions.js';
import { createCredentialsStore } from './store.js';

export type { Credential, CredentialFact, CredentialVerified } from './credential.js';
export { createCredentialsFile } from './file.js';
export { type Standing, standingOf } from './rules.js';
export { credentialIndexes } from './store.js';

export function createCredentials({ database }: { database: Database }) {
  const store = createCredentialsStore(database.connection);
  return {
    store,
    reactions: createCredentialReactions({ store }),
    presses: {} as Record<string, PressHandler>,
    forms: {} as Record<string, FormHandler>,
    topics: {} as Topics,
    sweeps: [] as Sweep[],
  };
}

export type Credentials = ReturnType<typeof createCredentials>;
