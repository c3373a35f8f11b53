import type { Database } from '../../platform/database/connect.js';
import { createCredentialReactions } from './actions.js';
import { createCredentialsStore } from './store.js';

export type { Credential, CredentialFact, CredentialVerified } from './credential.js';
export { createCredentialsFile } from './file.js';
export { credentialIndexes } from './store.js';

export function createCredentials({ database }: { database: Database }) {
  const store = createCredentialsStore(database.connection);
  return { store, reactions: createCredentialReactions({ store }) };
}

export type Credentials = ReturnType<typeof createCredentials>;
