import type { Database } from '../../platform/database/connect.js';
import type { Stored } from '../../platform/database/facts.js';
import type { Topics } from '../../platform/slack/delivery.js';
import type { FormHandler, PressHandler } from '../../platform/slack/edge.js';
import type { Sweep } from '../../platform/sweeps.js';
import type { Person } from '../people/index.js';
import type { ReviewDeps } from './actions/asking.js';
import type { HandInDeps } from './actions/deps.js';
import type { FilesDeps } from './actions/files.js';
import { createFileReactions, createFilesRefused, createShowFile, filesRefusedTopic } from './actions/files.js';
import { createHandIn } from './actions/hand-in.js';
import { createCredentialReactions } from './actions/supersede.js';
import { createControls } from './controls.js';
import type { CredentialFact } from './credential.js';
import { createEvidenceStore } from './evidence-store.js';
import { createReview } from './review.js';
import { reviewIndexes } from './review-store.js';
import { createAdd, createHandInForms, createHandInPresses } from './slack.js';
import { createCredentialsStore, credentialIndexes as ownIndexes } from './store.js';

export { movesReviews } from './actions/follow.js';
export type { Credential, CredentialFact, CredentialVerified } from './credential.js';
export { evidenceIndexes } from './evidence-store.js';
export { createCredentialsFile } from './file.js';
export { handedInControls, handInButton } from './parts.js';
export type { Standing } from './rules.js';
export { standingOf } from './rules.js';
export const credentialIndexes = [...ownIndexes, ...reviewIndexes];

type CredentialsDeps = Readonly<{
  database: Database;
  /** The active person behind a Slack account, or null. */
  whoIs(slackId: string): Promise<Person | null>;
}> &
  Omit<HandInDeps, 'store' | 'beginReview'> &
  Omit<FilesDeps, 'store' | 'evidence' | 'personBySlackId' | 'mayReview'> &
  Omit<ReviewDeps, 'store' | 'reviews'>;

export function createCredentials({ database, whoIs, ...rest }: CredentialsDeps) {
  const store = createCredentialsStore(database.connection);
  const review = createReview({ store, ...rest });
  const deps = { store, ...rest, beginReview: review.beginReview };
  const files: FilesDeps = {
    ...deps,
    evidence: createEvidenceStore(database.db),
    personBySlackId: whoIs,
    mayReview: async (viewer, credential) =>
      (await review.standingOf(viewer, credential, rest.clock.now())) === 'reviewer',
  };
  const handIn = createHandIn(deps);

  return {
    store,
    reactions: {
      ...createCredentialReactions({ store }),
      ...createFileReactions(files),
      ...review.reactions,
      /** The reminder of what is handed in offers to correct the version that stands now. */
      async redrawReminder({ personId, certificationId }: Stored<CredentialFact>): Promise<void> {
        const assignment = await rest.assignments.unfinishedOf(personId, certificationId);
        if (assignment !== null) await rest.outbox.markStale(assignment._id);
      },
    },
    /** *I passed*, or what can be done with what is handed in. */
    controls: createControls(store),
    /** `/cert add`. */
    add: createAdd(handIn),
    presses: {
      ...createHandInPresses({ handIn, showFile: createShowFile(files), whoIs }),
      ...review.presses,
    } as Record<string, PressHandler>,
    forms: { ...createHandInForms({ handIn, whoIs }), ...review.forms } as Record<string, FormHandler>,
    topics: { [filesRefusedTopic]: createFilesRefused(files), ...review.topics } as Topics,
    /** What waits for somebody's decision, and how a card of it is drawn. */
    review: { waitingFor: review.waitingFor, drawCard: review.drawCard },
    sweeps: review.sweeps as readonly Sweep[],
  };
}

export type Credentials = ReturnType<typeof createCredentials>;
