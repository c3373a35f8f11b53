import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { aCertification } from '../../../test/builders/certification.js';
import { aCredential } from '../../../test/builders/credential.js';
import { aPerson } from '../../../test/builders/person.js';
import { aPost } from '../../../test/builders/post.js';
import { openTestDatabase } from '../../../test/harness/database.js';
import { setClock } from '../../platform/clock.js';
import type { Database } from '../../platform/database/connect.js';
import type { Stored } from '../../platform/database/facts.js';
import { scaledLengths } from '../../platform/database/lengths.js';
import type { Outbox } from '../../platform/slack/outbox.js';
import { createOutbox, outboxIndexes } from '../../platform/slack/outbox.js';
import type { CalendarDate } from '../../shared/dates.js';
import type { PersonId, PostId } from '../../shared/ids.js';
import { newCredentialId } from '../../shared/ids.js';
import type { Credential, CredentialVerified } from '../credentials/index.js';
import type { Person } from '../people/index.js';
import { createAnswers } from './actions/answers.js';
import { createBegin } from './actions/begin.js';
import { createChannels } from './actions/channels.js';
import { createChoices } from './actions/choices.js';
import { createCloseLate } from './actions/close-late.js';
import { createCloseUnanswered } from './actions/close-unanswered.js';
import type { RecognitionDeps } from './actions/deps.js';
import { createPraise } from './actions/praise.js';
import { createPublishing } from './actions/publishing.js';
import { createRoundUps } from './actions/round-ups.js';
import { createShareReward } from './actions/share-reward.js';
import { createThanks } from './actions/thanks.js';
import type { Post, PostAgreed, PostDeclined, PostUnanswered } from './post.js';
import { itemInChannel, Post as PostShape } from './post.js';
import type { RecognitionStore } from './store.js';
import { createRecognitionStore, recognitionIndexes } from './store.js';

const date = (text: string) => text as CalendarDate;
const start = new Date('2026-10-01T07:00:00Z');
const later = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
const seenOf = ({ _id, version }: Post) => ({ id: _id, version, choice: '' });

const clock = setClock(start);
const certification = aCertification();
const mel = aPerson({ slackId: 'U0MEL' });
const ana = aPerson({ slackId: 'U0ANA', managerId: mel._id });
const ben = aPerson({ slackId: 'U0BEN' });
const people = new Map<PersonId, Person>([mel, ana, ben].map((person) => [person._id, person]));
const held = new Map<string, Credential>();
const rewarded = new Set<string>();

let database: Database;
let outbox: Outbox;
let store: RecognitionStore;
let recognition: ReturnType<typeof createProcess>;

/** The verbs of one process; several share the database. */
function createProcess(channel: string | undefined) {
  const deps: RecognitionDeps = {
    store,
    outbox,
    clock,
    channel,
    isShared: async () => false,
    readers: { reader: async () => undefined, wanted: async () => {}, forgetDm: async () => {} },
    people: {
      byId: async (id) => people.get(id) ?? null,
      whoIs: async (slackId) => [...people.values()].find((person) => person.slackId === slackId) ?? null,
      reachableManager: async ({ managerId }) => (managerId === null ? undefined : people.get(managerId)),
      managersAbove: async ({ managerId }) => (managerId === null ? [] : [people.get(managerId)!]),
      answerBy: () => later(60),
      isReached: async () => true,
      isEverybodyReached: async () => true,
      workingDays: (_, now) => [
        { date: date('2026-10-01'), from: now },
        { date: date('2026-10-02'), from: later(24 * 60) },
      ],
    },
    teams: { progressOf: async () => [] },
    linkTo: () => undefined,
    catalog: { byId: async () => certification, whyFor: () => undefined },
    rewards: { isRewarded: async (id) => rewarded.has(id) },
    credentials: {
      byId: async (id) => held.get(id) ?? null,
      renewsEarlier: async () => false,
      countEarlier: async () => 2,
    },
  };
  const choices = createChoices(deps);
  const praiseOf = createPraise(deps);
  const channels = createChannels(deps);
  const publishing = createPublishing({ ...deps, channels });
  const roundUps = createRoundUps({ ...deps, channels, praiseOf, publishing });
  const thanks = createThanks({ ...deps, praiseOf });
  return {
    ...createBegin({ ...deps, channels, choices, praiseOf, publishing, roundUps, thanks }),
    roundUps,
    answers: createAnswers({ ...deps, praiseOf }),
    choices,
    closeUnanswered: createCloseUnanswered(deps),
    closeLate: createCloseLate(deps),
    shareReward: createShareReward({ ...deps, praiseOf }),
  };
}

beforeAll(async () => {
  database = await openTestDatabase([...recognitionIndexes, ...outboxIndexes]);
  outbox = createOutbox({ db: database.db, lengths: scaledLengths(1_000) });
  store = createRecognitionStore(database);
});
afterAll(() => database.close());
beforeEach(async () => {
  clock.set(start);
  recognition = createProcess('C0PRAISE');
  for (const name of ['posts', 'recognitionChoices', 'congratulations', 'roundUps', 'thanks', 'outbox'])
    await database.db.collection(name).deleteMany({});
});

/** The fact of a credential that counts from now on. */
function verified(person: Person, fields: Partial<Stored<CredentialVerified>> = {}): Stored<CredentialVerified> {
  const credential = aCredential({ personId: person._id, certificationId: certification._id });
  held.set(credential._id, credential);
  const { _id: credentialId, personId, certificationId, earnedOn, expiresOn } = credential;
  return {
    type: 'credential.verified',
    source: 'handed-in',
    id: `${credentialId}:0`,
    about: credentialId,
    at: start,
    by: 'test',
    credentialId,
    personId,
    certificationId,
    earnedOn,
    expiresOn,
    ...fields,
  };
}

const postOf = async ({ credentialId }: Stored<CredentialVerified>) =>
  (await database.db.collection<Post>('posts').findOne({ credentialId })) as Post;

async function askedOf(person: Person): Promise<Post> {
  const fact = verified(person);
  await recognition.begin(fact);
  return postOf(fact);
}

const stateOf = async (id: PostId) => (await store.byId(id))?.state;
const choiceOf = async (person: Person) => (await store.choiceOf(person._id)).choice;
const rows = async () =>
  (await database.db.collection('outbox').find().sort({ _id: 1 }).toArray()).map(({ topic, to }) => `${topic} ${to}`);
const factsIn = async (collection: string) =>
  (await database.db.collection(collection).find().toArray()).flatMap(({ pendingFacts }) =>
    (pendingFacts as Stored[]).map(({ type }) => type),
  );

/** What the relay would hand to the reaction. */
async function lastFactOf(id: PostId) {
  const [post] = await database.db
    .collection<{ _id: PostId; pendingFacts: Stored<PostAgreed | PostDeclined | PostUnanswered>[] }>('posts')
    .find({ _id: id })
    .toArray();
  return post!.pendingFacts.at(-1)!;
}

test('a post is read back as it was written', async () => {
  const post = aPost({ line: 'Thanks to “Ben” & all', askedAt: null });
  await store.insert(post, 'post.asked', { at: start, by: 'test' });
  expect(await store.byId(post._id)).toEqual(PostShape.parse(post));
});

describe('a verified credential', () => {
  test('brings one question, however often and however much at once its fact is followed', async () => {
    const fact = verified(ana);
    await Promise.all([recognition.begin(fact), recognition.begin(fact), createProcess('C0PRAISE').begin(fact)]);
    const post = await postOf(fact);
    await Promise.all([recognition.ask(post._id), recognition.ask(post._id)]);
    expect(await database.db.collection('posts').countDocuments()).toBe(1);
    expect(await rows()).toEqual([`recognition.ask ${ana._id}`]);
  });

  test('that was loaded brings nothing, and neither does one that has expired', async () => {
    await recognition.begin(verified(ana, { source: 'loaded' }));
    const old = verified(ana);
    held.set(old.credentialId, { ...held.get(old.credentialId)!, expiresOn: date('2026-09-30') });
    await recognition.begin(old);
    expect(await rows()).toEqual([]);
    expect(await database.db.collection('posts').countDocuments()).toBe(0);
  });

  test('brings only the invitation to the manager where nothing can be posted', async () => {
    await createProcess(undefined).begin(verified(ana));
    const dora = aPerson({ managerId: mel._id });
    people.set(dora._id, dora);
    await recognition.begin(verified(dora));
    // One message today, and one tomorrow for what today's does not hold.
    expect(await rows()).toEqual([`recognition.thanks ${mel._id}`, `recognition.thanks ${mel._id}`]);
    expect(await store.owedThanks(mel._id)).toHaveLength(2);
    expect(await database.db.collection('posts').countDocuments()).toBe(0);
  });

  test('of somebody who has left brings nothing', async () => {
    const gone = aPerson({ slackId: 'U0GONE', managerId: mel._id, state: 'left' });
    people.set(gone._id, gone);
    await recognition.begin(verified(gone));
    expect(await rows()).toEqual([]);
  });

  test('is agreed to at once by whoever chose so, and told to the manager alone by whoever chose never', async () => {
    await recognition.choices.choose(ana._id, 'yes', { at: start, by: ana._id });
    const agreed = verified(ana);
    await recognition.begin(agreed);
    expect(await postOf(agreed)).toMatchObject({ state: 'agreed', answerBy: null });
    clock.set(later(1));
    await recognition.choices.choose(ana._id, 'never', { at: later(1), by: ana._id });
    await recognition.begin(verified(ana));
    expect(await database.db.collection('posts').countDocuments()).toBe(1);
    expect(await store.owedThanks(mel._id)).toHaveLength(1);
  });

  test('follows a choice that was made in the very moment in which the question was written', async () => {
    const post = await askedOf(ana);
    // The choice found nothing waiting yet when it was followed.
    await recognition.choices.choose(ana._id, 'yes', { at: start, by: ana._id });
    await recognition.ask(post._id);
    expect(await stateOf(post._id)).toBe('agreed');
    expect(await rows()).toEqual([]);
  });
});

describe('an answer', () => {
  test('given twice, at once and in two processes, is one fact and the same answer', async () => {
    const post = await askedOf(ana);
    const other = createProcess('C0PRAISE');
    const agree = (process: typeof other) => process.answers.agree(ana, seenOf(post), 'Thanks, Ben');
    const said = [...(await Promise.all([agree(recognition), agree(other), agree(recognition)])), await agree(other)];
    expect(said).toEqual(['agreed', 'agreed', 'agreed', 'agreed']);
    expect(await store.byId(post._id)).toMatchObject({ state: 'agreed', line: 'Thanks, Ben', version: 1 });
    expect(await factsIn('posts')).toEqual(['post.asked', 'post.agreed']);
  });

  test('that is another than the one that came first changes nothing and says so', async () => {
    const post = await askedOf(ana);
    const [first, second] = await Promise.all([
      recognition.answers.agree(ana, seenOf(post), ''),
      recognition.answers.decline(ana, seenOf(post)),
    ]);
    const state = await stateOf(post._id);
    expect([first, second]).toEqual(state === 'agreed' ? ['agreed', 'agreed-before'] : ['declined-before', 'declined']);
    expect(await factsIn('posts')).toHaveLength(2);
  });

  test('is the person’s own: anybody else is refused, and so is a version that was never shown', async () => {
    const post = await askedOf(ana);
    expect(await recognition.answers.agree(ben, seenOf(post), 'ha')).toBe('not-yours');
    expect(await recognition.answers.decline(ben, seenOf(post))).toBe('not-yours');
    expect(await recognition.answers.lineFor(ben, seenOf(post))).toBe('not-yours');
    expect(await recognition.answers.agree(ana, { ...seenOf(post), version: 7 }, '')).toBe('not-known');
    expect(await recognition.answers.agree(ana, { ...seenOf(post), id: aPost()._id }, '')).toBe('not-known');
    expect(await store.byId(post._id)).toMatchObject({ state: 'asked', version: 0, line: '' });
  });

  test('about what was revoked meanwhile posts nothing', async () => {
    const post = await askedOf(ana);
    held.set(post.credentialId, { ...held.get(post.credentialId)!, state: 'revoked' });
    expect(await recognition.answers.agree(ana, seenOf(post), '')).toBe('gone');
    expect(await recognition.answers.lineFor(ana, seenOf(post))).toBe('gone');
    expect(await stateOf(post._id)).toBe('asked');
  });

  test('becomes the choice for all, once, and never undoes a newer one', async () => {
    const post = await askedOf(ana);
    await recognition.answers.agree(ana, seenOf(post), '');
    const fact = await lastFactOf(post._id);
    await Promise.all([recognition.choices.remember(fact), recognition.choices.remember(fact)]);
    expect(await choiceOf(ana)).toBe('yes');
    expect(await factsIn('recognitionChoices')).toEqual(['recognition.chosen']);
    await recognition.choices.choose(ana._id, 'never', { at: later(1), by: ana._id });
    await recognition.choices.remember(fact);
    expect(await choiceOf(ana)).toBe('never');
  });

  test('brings along what else waits: never also what was agreed to and is not out yet', async () => {
    const [first, second] = [await askedOf(ana), await askedOf(ana)];
    await recognition.answers.agree(ana, seenOf(first), '');
    await recognition.choices.choose(ana._id, 'never', { at: later(1), by: ana._id });
    await recognition.choices.follow(ana._id);
    await recognition.choices.follow(ana._id);
    expect([await stateOf(first._id), await stateOf(second._id)]).toEqual(['private', 'private']);
    expect((await factsIn('posts')).filter((type) => type === 'post.declined')).toHaveLength(2);
  });
});

describe('what was agreed to', () => {
  test('is put into the channel once, however often its fact is followed', async () => {
    const post = await askedOf(ana);
    await recognition.answers.agree(ana, seenOf(post), '');
    const fact = (await lastFactOf(post._id)) as Stored<PostAgreed>;
    await Promise.all([recognition.publish(fact), createProcess('C0PRAISE').publish(fact)]);
    expect(await rows()).toEqual(['recognition.post C0PRAISE']);
    expect(await choiceOf(ana)).toBe('yes');
  });

  test('is not, when a never came after it, whichever is followed first', async () => {
    const post = await askedOf(ana);
    await recognition.answers.agree(ana, seenOf(post), '');
    await recognition.choices.choose(ana._id, 'never', { at: later(1), by: ana._id });
    await recognition.publish((await lastFactOf(post._id)) as Stored<PostAgreed>);
    expect(await stateOf(post._id)).toBe('private');
    expect(await rows()).toEqual([]);
  });

  test('is put there, when the never came before it', async () => {
    const post = await askedOf(ana);
    await recognition.choices.choose(ana._id, 'never', { at: start, by: ana._id });
    clock.set(later(1));
    // The choice has not been followed yet.
    await recognition.answers.agree(ana, seenOf(post), '');
    await recognition.publish((await lastFactOf(post._id)) as Stored<PostAgreed>);
    expect(await rows()).toEqual(['recognition.post C0PRAISE']);
    expect(await choiceOf(ana)).toBe('yes');
  });
});

describe('a channel on a busy day', () => {
  async function agreedOf(person: Person) {
    const post = await askedOf(person);
    await recognition.answers.agree(person, seenOf(post), '');
    return (await lastFactOf(post._id)) as Stored<PostAgreed>;
  }
  const placesOf = async () =>
    (await database.db.collection<Post>('posts').find().toArray()).map(({ place }) => place?.kind).toSorted();

  test('has so many posts and no more, however many processes post at once; the others wait for the round-up', async () => {
    const facts = await Promise.all([ana, ben, ana, ben, ana].map(agreedOf));
    const other = createProcess('C0PRAISE');
    await Promise.all(facts.flatMap((fact) => [recognition.publish(fact), other.publish(fact)]));
    for (const fact of facts) await other.publish(fact);
    expect(await placesOf()).toEqual(['alone', 'alone', 'alone', 'round-up', 'round-up']);
    expect(await rows()).toEqual(Array(3).fill('recognition.post C0PRAISE'));
    clock.set(new Date('2026-10-02T11:00:00Z'));
    await Promise.all([recognition, other].map(({ roundUps }) => roundUps.sweep.run(() => true)));
    expect((await rows()).filter((row) => row.startsWith('recognition.round-up'))).toEqual([
      'recognition.round-up C0PRAISE',
    ]);
  });

  test('keeps a post where it was put first, whatever a slower process would do with it', async () => {
    const [first, second] = [aPost(), aPost()];
    for (const post of [first, second]) await store.insert(post, 'post.asked', { at: start, by: 'test' });
    const alone = { kind: 'alone', slot: 'C0PRAISE|2026-10-01|0', until: later(7 * 24 * 60) } as const;
    expect(await store.give(first._id, alone)).toEqual(alone);
    expect(await store.give(first._id, { kind: 'round-up' })).toEqual(alone);
    expect(await store.give(second._id, alone)).toBeUndefined();
    expect((await store.give(second._id, { kind: 'round-up' }))?.kind).toBe('round-up');
    expect((await store.give(second._id, { ...alone, slot: 'C0PRAISE|2026-10-01|1' }))?.kind).toBe('round-up');
  });

  test('has room again on the next day', async () => {
    for (const person of [ana, ben, ana, ben]) await recognition.publish(await agreedOf(person));
    clock.set(later(24 * 60));
    await recognition.publish(await agreedOf(ana));
    expect(await placesOf()).toEqual(['alone', 'alone', 'alone', 'alone', 'round-up']);
  });
});

describe('a post that could not be said for a week', () => {
  const anHourAfterTheWeek = later((7 * 24 + 1) * 60);
  async function placed(): Promise<PostId> {
    const { _id, version } = await askedOf(ana);
    await recognition.answers.agree(ana, { id: _id, version, choice: '' }, '');
    await recognition.publish((await lastFactOf(_id)) as Stored<PostAgreed>);
    return _id;
  }
  const close = () => recognition.closeLate.run(() => true);

  test('ends, as one fact however many processes look: it is said nowhere, and answered so', async () => {
    const id = await placed();
    clock.set(new Date(anHourAfterTheWeek.getTime() - 1));
    await outbox.freeExpired(clock.now());
    expect(await close()).toBe(0);
    clock.set(anHourAfterTheWeek);
    const other = createProcess('C0PRAISE');
    const closed = await Promise.all([close(), other.closeLate.run(() => true)]);
    expect(closed.reduce((sum, count) => sum + count)).toBe(1);
    expect(await store.byId(id)).toMatchObject({ state: 'expired' });
    expect(await factsIn('posts')).toEqual(['post.asked', 'post.agreed', 'post.expired']);
    expect(await recognition.answers.agree(ana, { id, version: 0, choice: '' }, '')).toBe('expired');
    expect(await recognition.answers.congratulate(ben, id)).toBe('not-known');
  });

  test('and may still be out, is left to its message', async () => {
    const id = await placed();
    const row = (await outbox.claim(clock.now()))!;
    await outbox.begin(row, { startedAt: start, channel: 'C0PRAISE', items: [] });
    clock.set(anHourAfterTheWeek);
    expect(await close()).toBe(0);
    await outbox.lostReply(row, clock.now());
    expect(await close()).toBe(0);
    await outbox.sent(row, 'unknown', '1.1', clock.now());
    expect(await close()).toBe(0);
    expect(await stateOf(id)).toBe('agreed');
  });
});

describe('that it was rewarded', () => {
  async function agreed(): Promise<Post> {
    const post = await askedOf(ana);
    await recognition.answers.agree(ana, seenOf(post), '');
    rewarded.add(post.credentialId);
    return (await store.byId(post._id))!;
  }
  const says = async ({ _id }: Post) => (await store.byId(_id))?.sharesReward;
  const turnOf = ({ _id }: Post, turn: number) => ({ id: _id, version: turn, choice: '' });

  test('is shared and taken back by one press each, in whatever process and however often it arrives', async () => {
    const post = await agreed();
    const other = createProcess('C0PRAISE');
    const press = (wish: 'share' | 'unshare', turn: number) =>
      Promise.all(
        [recognition, other, other].map(({ shareReward }) => shareReward.answer(ana, turnOf(post, turn), wish)),
      );
    expect(new Set(await press('share', 0))).toEqual(new Set(['reward-shared']));
    expect(await store.byId(post._id)).toMatchObject({ sharesReward: true, version: post.version + 1 });
    expect(new Set(await press('unshare', 1))).toEqual(new Set(['reward-unshared']));
    // A press that was on its way since before they took it back does not bring it again.
    expect(new Set(await press('share', 0))).toEqual(new Set(['reward-changed']));
    expect(await says(post)).toBe(false);
    expect(await factsIn('posts')).toEqual(['post.asked', 'post.agreed', 'post.reward-shared', 'post.reward-unshared']);
  });

  test('is shared and taken back also while the post goes out', async () => {
    const post = await agreed();
    const goesOut = async () =>
      store.change((await store.byId(post._id))!, { state: 'posted' }, 'post.posted', { at: start, by: ana._id });
    const press = (wish: 'share' | 'unshare', turn: number) =>
      recognition.shareReward.answer(ana, turnOf(post, turn), wish);
    await goesOut();
    expect(await press('share', 0)).toBe('reward-shared');
    await goesOut();
    expect(await press('unshare', 1)).toBe('reward-unshared');
    expect(await Promise.all([press('share', 2), goesOut()])).toContain('reward-shared');
    expect(await says(post)).toBe(true);
  });

  test('is said no more after a never, whichever of the two is written first', async () => {
    const never = () => recognition.choices.choose(ana._id, 'never', { at: later(1), by: ana._id });
    const before = await agreed();
    await recognition.shareReward.answer(ana, turnOf(before, 0), 'share');
    await never();
    await recognition.choices.follow(ana._id);
    expect(await says(before)).toBe(false);

    await recognition.choices.choose(ana._id, 'yes', { at: later(2), by: ana._id });
    const after = await agreed();
    // The choice was read before the never, and the post written after it was followed.
    await store.share(after, true, { at: later(3), by: ana._id });
    await recognition.choices.choose(ana._id, 'never', { at: later(4), by: ana._id });
    await recognition.choices.follow(ana._id);
    expect(await says(after)).toBe(false);
  });

  test('is drawn anew in the channel as often as its fact is followed, and nowhere when nobody shares it', async () => {
    const post = await agreed();
    const row = { key: 'row', to: 'C0PRAISE', topic: 'recognition.post', subject: post._id, notBefore: start };
    await outbox.put([{ ...row, notAfter: later(60), priority: 2 }]);
    const claimed = (await outbox.claim(start))!;
    const items = [{ id: itemInChannel(post._id), reason: 'post', version: 1 }];
    await outbox.begin(claimed, { startedAt: start, channel: 'C0PRAISE', items });
    await outbox.sent(claimed, 'sending', '1.1', start);
    await recognition.shareReward.redraw(post.credentialId);
    expect(await outbox.countStale()).toBe(0);
    await recognition.shareReward.answer(ana, turnOf(post, 0), 'share');
    await recognition.shareReward.redraw(post.credentialId);
    await recognition.shareReward.redraw(post.credentialId);
    expect(await outbox.countStale()).toBe(1);
  });
});

describe('no answer', () => {
  test('closes the question once its time is over, and is remembered when the question was seen', async () => {
    const post = await askedOf(ana);
    await store.wasAsked(post._id, start, later(30));
    clock.set(later(29));
    expect(await recognition.closeUnanswered.run(() => true)).toBe(0);
    clock.set(later(30));
    const other = createProcess('C0PRAISE');
    const closed = await Promise.all([recognition, other].map((one) => one.closeUnanswered.run(() => true)));
    expect(closed.reduce((sum, count) => sum + count)).toBe(1);
    await recognition.choices.remember(await lastFactOf(post._id));
    expect(await choiceOf(ana)).toBe('unanswered');
    expect(await recognition.answers.agree(ana, seenOf(post), '')).toBe('too-late');
  });

  test('to a question that never arrived is no silence: the next time is asked anew', async () => {
    const post = await askedOf(ana);
    clock.set(later(61));
    await recognition.closeUnanswered.run(() => true);
    await recognition.choices.remember(await lastFactOf(post._id));
    expect(await stateOf(post._id)).toBe('silent');
    expect(await choiceOf(ana)).toBe('ask');
  });
});

describe('a congratulation', () => {
  const aPosted = async (state: Post['state'] = 'posted') => {
    const post = aPost({ personId: ana._id, state, credentialId: newCredentialId() });
    await store.insert(post, 'post.asked', { at: start, by: 'test' });
    return post._id;
  };

  test('is counted once for each colleague, at once and in two processes, with the same answer', async () => {
    const post = await aPosted();
    const other = createProcess('C0PRAISE');
    const said = await Promise.all(
      [recognition, other, recognition, other].map(({ answers }) => answers.congratulate(ben, post)),
    );
    expect(new Set(said)).toEqual(new Set(['congratulated']));
    expect(await recognition.answers.congratulate(mel, post)).toBe('congratulated');
    expect(await store.countCongratulations(post)).toBe(2);
  });

  test('from the person themselves, or for what is not posted, is not counted', async () => {
    expect(await recognition.answers.congratulate(ana, await aPosted())).toBe('own-post');
    for (const state of ['asked', 'private', 'silent', 'refused'] as const)
      expect(await recognition.answers.congratulate(ben, await aPosted(state))).toBe('not-known');
    expect(await recognition.answers.congratulate(ben, aPost()._id)).toBe('not-known');
    expect(await database.db.collection('congratulations').countDocuments()).toBe(0);
  });
});
