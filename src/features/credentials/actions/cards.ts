import { createReviewCards } from '../../../platform/reviews/cards.js';
import type { Readers } from '../../../platform/slack/notice.js';
import { dateIn, daysBetween } from '../../../shared/dates.js';
import type { PersonId } from '../../../shared/ids.js';
import type { ReviewStage } from '../../../shared/review.js';
import { timeWords } from '../../../shared/review.js';
import type { Person } from '../../people/index.js';
import type { Credential } from '../credential.js';
import type { CardStanding, ReviewCard } from '../messages/review.js';
import { reviewMessage } from '../messages/review.js';
import { checksOf, lookAlikes, untilOf } from '../review-rules.js';
import { askedOnce } from './asked-once.js';
import type { ReviewDeps } from './asking.js';
import { createAsking } from './asking.js';

export const reviewTopic = 'credentials.review';

/** How credentials stand for their reviewers. For one drawing: what it has asked once it does not ask again. */
function createDrawing(given: ReviewDeps) {
  const deps = askedOnce(given);
  const { store, reviews, people, assignments } = deps;
  const asking = createAsking(deps);

  /** How a credential stands for one reader. */
  async function cardOf(credential: Credential, reader: Person, now: Date, reason: ReviewStage): Promise<ReviewCard> {
    const [person, certification] = await asking.subjectOf(credential);
    const { _id, version, earnedOn, expiresOn, handedIn, approvals } = credential;
    const today = dateIn(now, person.zone);
    const nameOf = async (id: PersonId | undefined) => (id === undefined ? undefined : (await people.byId(id))?.name);
    const [held, isTaken, dueOn, standing, handedInBy, agreed] = await Promise.all([
      store.earnedBy([person._id]),
      reviews.isNumberTaken(credential),
      dueOnOf(credential),
      standingFor(credential, person, reader, now),
      nameOf(handedIn?.by),
      nameOf(approvals[0]?.by),
    ]);
    const [same] = lookAlikes(
      credential,
      held.filter(({ certificationId }) => certificationId === certification._id),
    );
    const handedInOn = handedIn?.on ?? today;
    return {
      seen: { id: _id, version },
      person: person.name,
      certification: certification.name,
      earnedOn,
      until: untilOf(credential, certification),
      untilSays: expiresOn === null ? 'catalogue' : 'evidence',
      number: credential.number,
      evidence: credential.evidence,
      files: credential.files,
      handedInOn,
      handedInBy: handedIn?.by === person._id ? undefined : handedInBy,
      daysLate: dueOn === null ? null : Math.max(0, daysBetween(dueOn, handedInOn)),
      checks: checksOf(credential, certification, { today, number: isTaken ? 'used' : 'unused' }),
      same: same && { id: same._id, earnedOn: same.earnedOn },
      reason,
      agreed,
      needed: certification.approvals,
      standing,
    };
  }

  const dueOnOf = async ({ personId, certificationId }: Credential) =>
    (await assignments.unfinishedOf(personId, certificationId))?.dueOn ?? null;

  async function standingFor(credential: Credential, person: Person, reader: Person, now: Date): Promise<CardStanding> {
    const { state, decision, approvals } = credential;
    if (state === 'submitted') {
      // Whoever comes back is still waiting for it: then the cards come, too.
      if (person.state === 'left') return { kind: 'over' };
      if (approvals.some(({ by }) => by === reader._id)) return { kind: 'agreed' };
      const standing = await asking.standingOf(reader, credential, now);
      return { kind: standing === 'reviewer' ? 'waiting' : 'no-longer-yours' };
    }
    if (state === 'withdrawn') return { kind: 'withdrawn' };
    if (decision === null || state === 'revoked') return { kind: 'over' };
    const by = decision.by === reader._id ? 'you' : ((await people.byId(decision.by))?.name ?? 'Somebody');
    const when = timeWords(decision.at, reader.zone, now);
    if (state === 'declined') return { kind: 'declined', by, when, why: decision.why };
    return { kind: state === 'merged' ? 'merged' : 'approved', by, when };
  }

  async function isUrgent(credential: Credential, now: Date): Promise<boolean> {
    const [person, certification] = await asking.subjectOf(credential);
    const dueOn = await dueOnOf(credential);
    return (await asking.urgencyOf(credential, certification, dueOn, dateIn(now, person.zone))) === 'urgent';
  }

  return { cardOf, isUrgent };
}

/** The cards of reviews: what they show, when they are put, and what was said. */
export const createCards = (deps: ReviewDeps & { readers: Readers }) =>
  createReviewCards<Credential, Person, ReviewCard>({
    ...deps,
    names: { sweep: 'credentials.cards', topic: reviewTopic, row: 'review' },
    waiting: 'submitted',
    createDrawing: () => createDrawing(deps),
    messageOf: reviewMessage,
    oldestFirst,
  });

const oldestFirst = (a: Credential, b: Credential) =>
  (a.handedIn?.at.getTime() ?? 0) - (b.handedIn?.at.getTime() ?? 0) || a._id.localeCompare(b._id);
