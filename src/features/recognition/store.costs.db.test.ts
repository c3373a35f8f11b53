import { afterAll, beforeAll, test } from 'vitest';
import { aChannel, aPost } from '../../../test/builders/post.js';
import type { WatchedDatabase } from '../../../test/harness/costs.js';
import { expectCost, fill, openWatchedDatabase } from '../../../test/harness/costs.js';
import { bornSilently } from '../../platform/database/facts.js';
import { ensureIndexes } from '../../platform/database/indexes.js';
import type { CredentialId, PersonId, PostId } from '../../shared/ids.js';
import type { Post } from './post.js';
import type { RecognitionStore } from './store.js';
import { createRecognitionStore, recognitionIndexes } from './store.js';

const now = new Date('2026-10-05T22:00:00Z');
const inMs = (ms: number) => new Date(now.getTime() + ms);
const cause = { at: now, by: 'test' };

const id = (prefix: string, n: number) => `${prefix}_${String(n).padStart(8, '0')}`;
const person = (n: number) => id('per', n) as PersonId;
const post = (n: number) => id('pst', n) as PostId;
const credential = (n: number) => id('cre', n) as CredentialId;

let database: WatchedDatabase;
let store: RecognitionStore;

beforeAll(async () => {
  database = await openWatchedDatabase();
  const posts = Array.from({ length: 50_000 }, (_, n) => ({ ...aPostOf(n), ...bornSilently }));
  await fill(database, 'posts', posts);
  // 12,500 posts with four congratulations each.
  const congratulations = Array.from({ length: 50_000 }, (_, n) => ({
    postId: post(Math.floor(n / 4)),
    personId: person(n),
    at: now,
  }));
  await fill(database, 'congratulations', congratulations);
  const choices = Array.from({ length: 10_000 }, (_, n) => ({
    ...bornSilently,
    _id: `recognition:${person(n)}`,
    personId: person(n),
    choice: 'yes',
    chosenAt: inMs(-1),
  }));
  await fill(database, 'recognitionChoices', choices);
  const channels = Array.from({ length: 1_000 }, (_, n) => ({
    ...aChannel({ team: `Team ${n}`, channel: `C${n}` }),
    ...bornSilently,
  }));
  await fill(database, 'recognitionChannels', channels);
  const goals = Array.from({ length: 1_000 }, (_, n) => ({ _id: `goal:CERT-${n}|Team`, held: 3, at: now }));
  await fill(database, 'teamGoals', goals);
  const thanks = Array.from({ length: 50_000 }, (_, n) => ({
    _id: credential(n),
    managerId: person(n % 1_000),
    owedAt: now,
    saidIn: n < 10_000 ? null : 'row',
  }));
  await fill(database, 'thanks', thanks);
  const roundUps = Array.from({ length: 1_000 }, (_, n) => ({ _id: `C${n}`, nextAt: inMs(n - 4) }));
  await fill(database, 'roundUps', roundUps);
  await ensureIndexes(database.db, recognitionIndexes, () => {});
  store = createRecognitionStore(database);
}, 120_000);
afterAll(() => database.close());

/**
 * Of 10,000 people five posts each: of all, 10 are to be closed, 490 still asked about, 500 agreed to, five in each of 100
 * channels, and 50 refused, 49 of them since now. All but those asked about are for round-ups, and 10 that were to be said alone,
 * one of them in vain.
 */
function aPostOf(n: number): Post {
  if (n % 5_000 === 3) return alone(n);
  const state = n % 100 === 0 ? 'asked' : n % 100 === 1 ? 'agreed' : n % 1_000 === 2 ? 'refused' : 'posted';
  const answerBy = n < 1_000 ? inMs(-1) : inMs(1 + n);
  const channel = `C${Math.floor(n / 100) % 100}`;
  const proposedAt = inMs(n - 100);
  const place = state === 'asked' ? null : ({ kind: 'round-up' } as const);
  const who = { _id: post(n), credentialId: credential(n), personId: person(n % 10_000) };
  return aPost({ ...who, state, answerBy, channel, place, proposedAt });
}

const alone = (n: number): Post =>
  aPost({
    _id: post(n),
    credentialId: credential(n),
    personId: person(n % 10_000),
    state: 'agreed',
    sharesReward: true,
    place: { kind: 'alone', slot: `C0|${n}`, until: inMs(n - 3) },
  });

const questions: [string, () => Promise<unknown>, index: string, reads: number][] = [
  ['one by id', () => store.byId(post(7)), '_id_', 1],
  ['whether a credential has its post', () => store.hasPost(credential(7)), 'oneOfCredential', 1],
  ['what waits for one person', () => store.waitingOf(person(100)), 'waiting', 5],
  ['what nobody answered', () => store.unanswered(now, 1_000), 'answerBy', 10],
  ['when the next answer is due', () => store.firstAnswerBy(), 'answerBy', 1],
  ['what says that somebody was rewarded', () => store.sharing(person(3)), 'sharing', 5],
  ['what could not be said', () => store.late(now, 1_000), 'until', 1],
  ['until when the next may be said', () => store.firstUntil(), 'until', 1],
  ['what was refused lately', () => store.refusedSince(now), 'refused', 49],
  ['the channel of a team', () => store.channelOf('Team 7'), '_id_', 1],
  ['what holds in a channel', () => store.channelById('C7'), 'channel', 1],
  ['the post of a credential', () => store.postOf(credential(7)), 'oneOfCredential', 1],
  ['what a team was told', () => store.toldGoals(['goal:CERT-7|Team', 'goal:CERT-8|Team']), '_id_', 2],
  ['for what a manager is yet to be asked', () => store.owedThanks(person(7)), 'unsaid', 10],
  ['what waits for a round-up', () => store.forRoundUp('C7'), 'forRoundUp', 5],
  ['what round-ups tell of one person', () => store.inRoundUps(person(7)), 'inRoundUp', 5],
  ['the posts of a round-up', () => store.byIds([post(7), post(8)]), '_id_', 2],
  ['round-ups that are due', () => store.dueRoundUps(now, 1_000), 'next', 5],
  ['when the next round-up is due', () => store.firstRoundUp(), 'next', 1],
  ['what somebody chose', () => store.choiceOf(person(7)), '_id_', 1],
  ['how many congratulate', () => store.countCongratulations(post(7)), 'oneOfColleague', 4],
];

test.each(questions)('the index finds %s among 50,000, reading no more than it tells', async (_, ask, index, reads) => {
  expectCost(await database.costOf(ask), index, reads);
});

test('an answer, the moment it was asked and a choice each read the one that they change', async () => {
  const asked = aPostOf(2_000);
  const answer = () => store.change(asked, { state: 'agreed', line: '' }, 'post.agreed', cause);
  expectCost(await database.costOf(answer), '_id_', 1);
  expectCost(await database.costOf(() => store.wasAsked(post(3_000), now, now)), '_id_', 1);
  expectCost(await database.costOf(() => store.give(post(4_000), { kind: 'round-up' })), '_id_', 1);
  expectCost(await database.costOf(() => store.moveRoundUp({ _id: 'C900', nextAt: now }, now)), '_id_', 1);
  expectCost(await database.costOf(() => store.awaitRoundUp('C901', now)), '_id_', 1);
  expectCost(await database.costOf(() => store.goalWasTold('goal:CERT-9|Team', { held: 4, at: now })), '_id_', 1);
  expectCost(await database.costOf(() => store.thanksSaid([credential(7)], 'row')), '_id_', 1);
  expectCost(await database.costOf(() => store.planRoundUp('C902', inMs(5), now)), '_id_', 1);
  const was = { version: 0, choice: 'yes', chosenAt: now } as const;
  expectCost(await database.costOf(() => store.choose(person(3), was, 'never', cause)), '_id_', 1);
});

test('when every question is answered or still open, closing reads nothing', async () => {
  expectCost(await database.costOf(() => store.unanswered(inMs(-10), 1_000)), 'answerBy', 0);
});
