import type { AssignmentFact, ProposalFact } from '../features/assignments/index.js';
import type { CatalogFact } from '../features/catalog/index.js';
import type { CredentialFact, CredentialVerified } from '../features/credentials/index.js';
import { movesReviews } from '../features/credentials/index.js';
import type { NudgeFact } from '../features/nudges/index.js';
import type { PersonFact } from '../features/people/index.js';
import type { RecognitionFact } from '../features/recognition/index.js';
import type { BudgetFact, GrantFact, RewardFact } from '../features/rewards/index.js';
import type { StudyPlanFact, TrainingBlockFact, TrainingPolicyFact } from '../features/training-time/index.js';
import { movesCalendars } from '../features/training-time/index.js';
import type { Stored } from '../platform/database/facts.js';
import { isBirth } from '../platform/database/facts.js';
import type { Reaction } from '../platform/database/reactions.js';
import type { AssignmentId, CertificationId, CredentialId, GrantId, PersonId, PostId } from '../shared/ids.js';
import { grantIdOf } from '../shared/ids.js';
import type { Features } from './compose.js';

type Fact =
  | PersonFact
  | CatalogFact
  | CredentialFact
  | AssignmentFact
  | ProposalFact
  | TrainingBlockFact
  | TrainingPolicyFact
  | StudyPlanFact
  | NudgeFact
  | RecognitionFact
  | RewardFact
  | BudgetFact
  | GrantFact;

/** For each fact, the reactions that must follow, by name. A fact that nobody mapped does not compile. */
type ReactionTable = {
  readonly [Type in Fact['type']]: Readonly<
    Record<string, (fact: Stored<Extract<Fact, { type: Type }>>) => Promise<void>>
  >;
};

/** What next: the one place that says what follows from what happened. */
export function reactionTable({
  assignments,
  credentials,
  trainingTime,
  nudges,
  recognition,
  rewards,
}: Features): ReactionTable {
  const redrawItem = { 'nudges.redrawItem': ({ about }: Stored) => nudges.reactions.redrawItem(about as AssignmentId) };
  type Followed = Parameters<typeof assignments.reactions.followCredential>[0];
  const followCredential = {
    'assignments.followCredential': (fact: Followed) => assignments.reactions.followCredential(fact),
  };
  const followReview = { 'assignments.followReview': assignments.reactions.followReview };
  const rememberChoice = { 'recognition.rememberChoice': recognition.reactions.rememberChoice };
  const inviteManager = { 'recognition.inviteManager': recognition.reactions.inviteManager };
  const redrawQuestion = {
    'recognition.redrawQuestion': ({ about }: Stored) => recognition.reactions.redrawQuestion(about as PostId),
  };
  const redrawStudyTime = { 'training-time.redraw': trainingTime.reactions.redraw };
  const redrawPlan = { 'training-time.redrawPlan': trainingTime.reactions.redrawPlan };
  const tellOfPlan = { 'training-time.tellPerson': trainingTime.reactions.tellPerson };
  const invite = { 'training-time.invite': trainingTime.calendar.reactions.invite };
  const invitePlan = { 'training-time.invitePlan': trainingTime.calendar.reactions.invitePlan };
  const followInCalendar = { [followCalendar]: trainingTime.calendar.reactions.followPerson };
  const redrawReminder = { 'credentials.redrawReminder': credentials.reactions.redrawReminder };
  const redrawCards = {
    'credentials.redrawCards': ({ about }: Stored) => credentials.reactions.redrawCards(about as CredentialId),
  };
  const tellResult = { 'credentials.tellResult': credentials.reactions.tellResult };
  const tellLapse = { 'credentials.tellLapse': credentials.reactions.tellLapse };
  const followPerson = {
    'credentials.followPerson': credentials.reactions.followPerson,
    'rewards.followPerson': rewards.reactions.followPerson,
    'training-time.followManager': trainingTime.reactions.followManager,
  };
  const redrawGrant = {
    'rewards.redrawCards': ({ about }: Stored) => rewards.reactions.redrawCards(about as GrantId),
  };
  // What can be shared, or is, stands in the message that told of the reward.
  const redrawReward = {
    'rewards.redrawResult': ({ credentialId }: { credentialId: CredentialId }) =>
      rewards.reactions.redrawCards(grantIdOf(credentialId)),
  };
  const redrawShared = {
    'recognition.redrawReward': ({ credentialId }: { credentialId: CredentialId }) =>
      recognition.reactions.redrawReward(credentialId),
  };
  const sharesReward = {
    'recognition.redrawPost': ({ about }: Stored) => recognition.reactions.redrawPost(about as PostId),
    ...redrawReward,
  };
  const followChoice = {
    'recognition.followChoice': ({ personId }: { personId: PersonId }) => recognition.reactions.followChoice(personId),
  };
  const settle = { 'rewards.settle': rewards.reactions.settle };
  const tellReward = { 'rewards.tellResult': rewards.reactions.tellResult };
  const fund = { 'rewards.fund': rewards.reactions.fund };
  const endFiles = { 'credentials.endFiles': credentials.reactions.endFiles };
  const followTable = { 'recognition.followTable': recognition.reactions.followTable };
  const nothing = {};
  return {
    'person.joined': nothing,
    'person.left': { ...followPerson, ...followInCalendar },
    'person.returned': { ...followPerson, ...followInCalendar },
    'person.changed': {
      'nudges.planAgain': ({ about }) => nudges.planAgain([about as PersonId]),
      ...followPerson,
      ...followInCalendar,
    },
    'person.reminders-chosen': { 'nudges.redrawOf': ({ about }) => nudges.reactions.redrawOf(about as PersonId) },
    'person.leave-changed': {
      'nudges.followLeave': ({ about, was }) => nudges.followLeave(about as PersonId, was),
      'training-time.makeRoom': (fact) => trainingTime.reactions.makeRoom(fact.about as PersonId, fact),
    },
    'certification.added': nothing,
    'certification.changed': {
      'nudges.planCertificationAgain': ({ about }) => nudges.planCertificationAgain(about as CertificationId),
      'credentials.followCertification': credentials.reactions.followCertification,
    },
    'credential.submitted': { ...followReview, 'credentials.keepFiles': credentials.reactions.keepFiles },
    'credential.verified': {
      'credentials.supersedeOlder': credentials.reactions.supersedeOlder,
      ...redrawCards,
      ...tellResult,
      ...followCredential,
      'recognition.begin': recognition.reactions.begin,
      'rewards.request': rewards.reactions.request,
    },
    'credential.corrected': {
      'credentials.keepFiles': credentials.reactions.keepFiles,
      ...redrawReminder,
      ...redrawCards,
    },
    'credential.withdrawn': { ...followReview, ...endFiles, ...redrawCards },
    'credential.approved': { ...redrawReminder, ...redrawCards },
    'credential.declined': { ...followReview, ...endFiles, ...redrawCards, ...tellResult },
    'credential.merged': { ...followCredential, ...endFiles, ...redrawCards, ...tellResult },
    'credential.lapsed': tellLapse,
    'credential.on-last-day': tellLapse,
    'credential.revoked': {
      ...followCredential,
      ...redrawCards,
      'rewards.reverseRevoked': rewards.reactions.reverseRevoked,
    },
    'credential.superseded': followCredential,
    'assignment.planned': nothing,
    // Somebody may be asked for what they have handed in already.
    'assignment.opened': { ...followReview, 'rewards.promise': rewards.reactions.promiseOpened },
    'assignment.handed-in': redrawItem,
    'assignment.reopened': redrawItem,
    'assignment.exam-booked': redrawItem,
    'assignment.attempted': { ...redrawItem, 'assignments.tellManager': assignments.reactions.tellManager },
    'assignment.changed': redrawItem,
    'assignment.snoozed': redrawItem,
    'assignment.closed': {
      ...redrawItem,
      ...followCredential,
      'training-time.dropPlanned': trainingTime.reactions.dropPlanned,
      'training-time.endPlan': trainingTime.reactions.endPlan,
    },
    'training-block.planned': { ...redrawStudyTime, ...invite },
    'training-block.moved': { ...redrawStudyTime, ...invite },
    'training-block.kept': redrawStudyTime,
    'training-block.partly-kept': redrawStudyTime,
    'training-block.lost': redrawStudyTime,
    'training-block.dropped': { ...redrawStudyTime, ...invite },
    'study-plan.proposed': redrawPlan,
    // Its cards are put by a sweep.
    'study-plan.asked': redrawPlan,
    'study-plan.declined': { ...tellOfPlan, ...redrawPlan },
    'study-plan.unanswered': { ...tellOfPlan, ...redrawPlan },
    'study-plan.agreed': {
      'training-time.makeBlocks': trainingTime.reactions.makeBlocks,
      ...tellOfPlan,
      ...redrawPlan,
      ...invitePlan,
    },
    'study-plan.ended': {
      'training-time.dropBlocks': trainingTime.reactions.dropBlocks,
      ...redrawPlan,
      ...invitePlan,
    },
    // What is agreed holds; the table is asked for what comes next.
    'training-policy.added': nothing,
    'training-policy.changed': nothing,
    'proposal.confirmed': {
      'assignments.carryOut': assignments.reactions.carryOut,
      'assignments.tellAsker': assignments.reactions.tellAsker,
    },
    'proposal.withdrawn': {
      'assignments.takeBack': assignments.reactions.takeBack,
      'assignments.redrawAsked': assignments.reactions.redrawAsked,
    },
    'nudging.switched': nothing,
    'post.asked': { 'recognition.ask': ({ about }) => recognition.reactions.ask(about as PostId) },
    'post.agreed': { 'recognition.publish': recognition.reactions.publish, ...redrawQuestion, ...redrawReward },
    'post.declined': { ...rememberChoice, ...inviteManager, ...redrawQuestion, ...redrawReward },
    'post.unanswered': { ...rememberChoice, ...inviteManager, ...redrawQuestion },
    'post.posted': { ...inviteManager, ...redrawQuestion, ...redrawReward },
    'post.refused': { ...inviteManager, ...redrawQuestion, ...redrawReward },
    'post.expired': { ...inviteManager, ...redrawQuestion, ...redrawReward },
    // They may have chosen never in that very moment.
    'post.reward-shared': { ...sharesReward, ...followChoice },
    'post.reward-unshared': { ...sharesReward, ...followChoice },
    'recognition.chosen': {
      ...followChoice,
      'recognition.redrawRoundUps': ({ personId }) => recognition.reactions.redrawRoundUps(personId),
    },
    'recognition-channel.added': followTable,
    'recognition-channel.changed': followTable,
    // What was promised holds, whatever the tables say later.
    'reward-rule.added': nothing,
    'reward-rule.changed': nothing,
    'skill-value.added': nothing,
    'skill-value.changed': nothing,
    'reward.promised': nothing,
    'budget.added': fund,
    'budget.changed': fund,
    'budget.kept': nothing,
    'grant.requested': { 'rewards.reserve': rewards.reactions.reserve },
    // Its cards are put by a sweep.
    'grant.reserved': nothing,
    'grant.over-budget': { 'rewards.tellOverBudget': rewards.reactions.tellOverBudget },
    'grant.approved': redrawGrant,
    'grant.granted': { ...settle, ...redrawGrant, ...tellReward },
    // On its way and paid: shown in the message that told of it.
    'grant.exported': { ...settle, ...redrawGrant },
    'grant.paid': { ...settle, ...redrawGrant },
    'grant.rejected': { ...settle, ...redrawGrant },
    'grant.resent': nothing,
    'grant.ended': tellReward,
    'grant.recalled': { ...redrawGrant, ...redrawShared, ...tellReward },
    'grant.end-exported': nothing,
    'grant.end-answered': nothing,
    'grant.declined': { ...settle, ...redrawGrant, ...tellReward },
    'grant.reversed': { ...settle, ...redrawGrant, ...redrawShared, ...tellReward },
  };
}

/**
 * What has nothing to do for a credential that is new from a file: it was on no card, and nobody is told of it. Without
 * this an import of 100,000 rows would leave 300,000 reactions to run for nothing.
 */
const idleForNewFromFile = new Set([
  'credentials.redrawCards',
  'credentials.tellResult',
  'recognition.begin',
  'rewards.request',
]);

/** The names of the reactions that are owed to a fact, for the relay; and what each name runs. */
export function wired(table: ReactionTable): {
  reactionsTo: (fact: Stored) => readonly string[];
  run: Record<string, Reaction>;
} {
  const entries = Object.entries(table) as [string, Record<string, Reaction>][];
  return {
    reactionsTo(fact) {
      const names = Object.keys(table[fact.type as Fact['type']] ?? {});
      const isIdle = isNewFromFile(fact) ? idleForNewFromFile : movesReviews(fact) ? none : idleWithoutMove;
      return names.filter((name) => !isIdle.has(name) && (name !== followCalendar || movesCalendars(fact)));
    },
    run: Object.assign({}, ...entries.map(([, reactions]) => reactions)),
  };
}

/** And for the many changes of people and catalogue that leave who reviews as it was. */
const idleWithoutMove = new Set([
  'credentials.followPerson',
  'credentials.followCertification',
  'rewards.followPerson',
  'training-time.followManager',
]);
const none = new Set<string>();
const followCalendar = 'training-time.followPerson';

const isNewFromFile = (fact: Stored & { source?: CredentialVerified['source'] }) =>
  fact.type === 'credential.verified' && fact.source === 'loaded' && isBirth(fact);
