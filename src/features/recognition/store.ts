import type { Collection } from 'mongodb';
import type { StatefulWrite } from '../../platform/database/bulk.js';
import { saveAll } from '../../platform/database/bulk.js';
import type { Database } from '../../platform/database/connect.js';
import { isDuplicateKey } from '../../platform/database/errors.js';
import type { Cause, Stateful } from '../../platform/database/facts.js';
import { bornSilently, changedWith, pendingFactsIndex, statefulPaths } from '../../platform/database/facts.js';
import type { IndexFact } from '../../platform/database/indexes.js';
import { save } from '../../platform/database/save.js';
import { defineSchema, orNull } from '../../platform/database/schema.js';
import type { CredentialId, PersonId, PostId } from '../../shared/ids.js';
import type { ChannelFact, RecognitionChannel } from './channel.js';
import { recognitionChannelId } from './channel.js';
import type { Chosen, Place, Post, PostFact } from './post.js';
import { postFact, turnOf } from './post.js';
import type { GoalSaid } from './rules.js';

type StoredPost = Post & Stateful;

const postSchema = defineSchema<StoredPost>({
  ...statefulPaths,
  credentialId: String,
  personId: String,
  certificationId: String,
  state: String,
  line: String,
  proposedAt: Date,
  askedAt: Date,
  answerBy: Date,
  channel: String,
  place: orNull({ kind: { type: String }, slot: String, until: Date }),
  ts: String,
  sharesReward: Boolean,
  sharingTurns: Number,
});

const channelSchema = defineSchema<RecognitionChannel & Stateful>({
  ...statefulPaths,
  team: String,
  channel: String,
  zone: String,
  postsADay: Number,
  tellsGoals: Boolean,
});

/** What somebody has chosen for all of their posts. `chosenAt` is business time: a newer choice is never undone. */
export type KnownChoice = Readonly<{ version: number; choice: Chosen; chosenAt: Date }>;
type StoredChoice = Stateful & KnownChoice & { personId: PersonId };
/** When a channel's next round-up is put together. */
type RoundUp = { _id: string; nextAt: Date };
/** The last figure of a team that its channel was told. */
type ToldGoal = GoalSaid & { _id: string };
/** A word that a manager is to be asked for, once for each credential; `saidIn` is the row that did. */
type OwedThanks = { _id: CredentialId; managerId: PersonId; owedAt: Date; saidIn: string | null };
type Congratulation = { postId: PostId; personId: PersonId; at: Date };

const asked = { state: 'asked' as const };
const unsaid = { saidIn: { $type: 'null' as const } };
const refused = { state: 'refused' as const };
const inRoundUp = { 'place.kind': 'round-up' as const };
const alone = { state: 'agreed' as const, 'place.until': { $type: 'date' as const } };
const forRoundUp = { state: 'agreed' as const, ...inRoundUp };
const sharing = { sharesReward: true as const };
const waiting = { state: { $in: ['asked' as const, 'agreed' as const] } };

/** Each query below stands beside the index it needs. */
export const recognitionIndexes: readonly IndexFact[] = [
  { collection: 'posts', name: 'oneOfCredential', key: { credentialId: 1 }, options: { unique: true } },
  { collection: 'posts', name: 'waiting', key: { personId: 1 }, options: { partialFilterExpression: waiting } },
  { collection: 'posts', name: 'answerBy', key: { answerBy: 1 }, options: { partialFilterExpression: asked } },
  // One slot is one post's: that is how no day has more posts than its channel may have.
  {
    collection: 'posts',
    name: 'oneInSlot',
    key: { 'place.slot': 1 },
    options: { unique: true, partialFilterExpression: { 'place.slot': { $type: 'string' } } },
  },
  { collection: 'posts', name: 'until', key: { 'place.until': 1 }, options: { partialFilterExpression: alone } },
  { collection: 'posts', name: 'forRoundUp', key: { channel: 1 }, options: { partialFilterExpression: forRoundUp } },
  { collection: 'posts', name: 'inRoundUp', key: { personId: 1 }, options: { partialFilterExpression: inRoundUp } },
  { collection: 'posts', name: 'sharing', key: { personId: 1 }, options: { partialFilterExpression: sharing } },
  { collection: 'posts', name: 'refused', key: { proposedAt: 1 }, options: { partialFilterExpression: refused } },
  { collection: 'recognitionChannels', name: 'channel', key: { channel: 1 } },
  { collection: 'thanks', name: 'unsaid', key: { managerId: 1 }, options: { partialFilterExpression: unsaid } },
  { collection: 'roundUps', name: 'next', key: { nextAt: 1 } },
  {
    collection: 'congratulations',
    name: 'oneOfColleague',
    key: { postId: 1, personId: 1 },
    options: { unique: true },
  },
  pendingFactsIndex('posts'),
  pendingFactsIndex('recognitionChoices'),
  pendingFactsIndex('recognitionChannels'),
];

const asPost = { pendingFacts: 0, appliedFacts: 0 } as const;
const undecided: KnownChoice = { version: 0, choice: 'ask', chosenAt: new Date(0) };

/** Apart from the person's own id, because facts are named by the document that they are about. */
const choiceId = (personId: PersonId) => `recognition:${personId}`;

export function createRecognitionStore({ connection, db }: Pick<Database, 'connection' | 'db'>) {
  const posts = connection.model<StoredPost>('Post', postSchema, 'posts');
  const channels = connection.model<RecognitionChannel & Stateful>(
    'RecognitionChannel',
    channelSchema,
    'recognitionChannels',
  );
  const choices: Collection<StoredChoice> = db.collection('recognitionChoices');
  const goals: Collection<ToldGoal> = db.collection('teamGoals');
  const thanks: Collection<OwedThanks> = db.collection('thanks');
  const roundUps: Collection<RoundUp> = db.collection('roundUps');
  const congratulations: Collection<Congratulation> = db.collection('congratulations');

  const change = (was: Post, set: Partial<Post>, type: PostFact['type'], cause: Cause): Promise<boolean> =>
    save<Post, PostFact>(
      posts,
      { kind: 'changed', was, expecting: { state: was.state }, set, fact: postFact(was, type) },
      cause,
    );

  return {
    byId: (id: PostId) => posts.findById(id, asPost).lean<Post>().exec(),

    hasPost: async (credentialId: CredentialId): Promise<boolean> => (await posts.exists({ credentialId })) !== null,

    postOf: (credentialId: CredentialId) => posts.findOne({ credentialId }, asPost).lean<Post>().exec(),

    /** Inserts one with its fact; a second one of the same credential is not inserted. */
    async insert(post: Omit<Post, 'version'>, type: PostFact['type'], cause: Cause): Promise<void> {
      await save<Post, PostFact>(posts, { kind: 'born', noun: post, fact: postFact(post, type) }, cause);
    },

    /** Changes one as it was seen, with its fact. False when it has changed meanwhile. */
    change: (was: Post, fields: Partial<Pick<Post, 'state' | 'line' | 'ts'>>, type: PostFact['type'], cause: Cause) =>
      change(was, fields, type, cause),

    /** Has one tell of its person's reward, or no more, with its fact. False when it has changed meanwhile. */
    share(was: Post, sharesReward: boolean, cause: Cause): Promise<boolean> {
      const fields = { sharesReward, sharingTurns: turnOf(was) + 1 };
      return change(was, fields, sharesReward ? 'post.reward-shared' : 'post.reward-unshared', cause);
    },

    /** Remembers that the question has reached its person, and until when it may be answered. */
    async wasAsked(id: PostId, askedAt: Date, answerBy: Date): Promise<void> {
      await posts.updateOne({ _id: id, ...asked, askedAt: null }, { $set: { askedAt, answerBy } });
    },

    byIds: (ids: readonly PostId[]) =>
      posts
        .find({ _id: { $in: [...ids] } }, asPost)
        .lean<Post[]>()
        .exec(),

    /**
     * Gives a post its place, once; bookkeeping, which leaves the version. Answers the place that it has then, undefined when
     * another post has the slot.
     */
    async give(id: PostId, place: Place): Promise<Place | undefined> {
      try {
        await posts.updateOne({ _id: id, place: null }, { $set: { place } });
      } catch (error) {
        if (isDuplicateKey(error)) return undefined;
        throw error;
      }
      return (await posts.findById(id, { place: 1 }).lean<Pick<Post, 'place'>>().exec())?.place ?? undefined;
    },

    /** What waits for the next round-up of a channel, the oldest first. */
    async forRoundUp(channel: string): Promise<Post[]> {
      const found = await posts
        .find({ channel, ...forRoundUp }, asPost)
        .lean<Post[]>()
        .exec();
      return found.toSorted(oldestFirst);
    },

    /** What round-ups tell, or will tell, of this person. */
    inRoundUps: (personId: PersonId) =>
      posts
        .find({ personId, ...inRoundUp }, { _id: 1 })
        .lean<Pick<Post, '_id'>[]>()
        .exec(),

    /** The channels to which posts proposed since then were to go, and which Slack did not let us post to. */
    async refusedSince(since: Date): Promise<string[]> {
      const found = await posts
        .find({ ...refused, proposedAt: { $gte: since } }, { channel: 1 })
        .lean<Pick<Post, 'channel'>[]>()
        .exec();
      return found.map(({ channel }) => channel);
    },

    /** What was told last of these goals, by id. */
    async toldGoals(ids: readonly string[]): Promise<Map<string, GoalSaid>> {
      const found = await goals.find({ _id: { $in: [...ids] } }).toArray();
      return new Map(found.map(({ _id, held, at }) => [_id, { held, at }]));
    },
    async goalWasTold(id: string, said: GoalSaid): Promise<void> {
      await goals.updateOne({ _id: id }, { $set: { ...said } }, { upsert: true });
    },

    /** A word of this manager is wanted; once for each credential, whoever is asked first. */
    async oweThanks(owed: Omit<OwedThanks, 'saidIn'>): Promise<void> {
      try {
        await thanks.insertOne({ ...owed, saidIn: null });
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    },
    /** For whose credentials this manager is yet to be asked, the oldest first. */
    async owedThanks(managerId: PersonId): Promise<CredentialId[]> {
      const found = await thanks.find({ managerId, ...unsaid }).toArray();
      return found
        .toSorted((a, b) => a.owedAt.getTime() - b.owedAt.getTime() || a._id.localeCompare(b._id))
        .map(({ _id }) => _id);
    },
    async thanksSaid(ids: readonly CredentialId[], saidIn: string): Promise<void> {
      await thanks.updateMany({ _id: { $in: [...ids] } }, { $set: { saidIn } });
    },

    /** The row of a team, or of `*`. */
    channelOf: (team: string) =>
      channels.findById(recognitionChannelId(team), asPost).lean<RecognitionChannel>().exec(),
    channelById: (channel: string) => channels.findOne({ channel }, asPost).lean<RecognitionChannel>().exec(),
    /** Some hundreds at most. */
    allChannels: () => channels.find({}, asPost).lean<RecognitionChannel[]>().exec(),
    /** Writes many, each in one update with its fact; answers how many had changed meanwhile. */
    saveChannels: (writes: readonly StatefulWrite<RecognitionChannel, ChannelFact>[], cause: Cause) =>
      saveAll(channels.collection, writes, cause),

    /** Has a channel's round-up put together at `nextAt`, unless one is awaited already. */
    async awaitRoundUp(channel: string, nextAt: Date): Promise<void> {
      try {
        await roundUps.updateOne({ _id: channel }, { $setOnInsert: { nextAt } }, { upsert: true });
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    },

    /** Has it put together at another time, unless its time has come. */
    async planRoundUp(channel: string, nextAt: Date, now: Date): Promise<void> {
      await roundUps.updateOne({ _id: channel, nextAt: { $gt: now } }, { $set: { nextAt } });
    },

    dueRoundUps: (now: Date, limit: number) =>
      roundUps
        .find({ nextAt: { $lte: now } })
        .sort({ nextAt: 1 })
        .limit(limit)
        .toArray(),

    /** False when another process was faster. */
    async moveRoundUp({ _id, nextAt: was }: RoundUp, nextAt: Date): Promise<boolean> {
      return (await roundUps.updateOne({ _id, nextAt: was }, { $set: { nextAt } })).modifiedCount === 1;
    },

    async firstRoundUp(): Promise<Date | undefined> {
      return (await roundUps.findOne({}, { sort: { nextAt: 1 } }))?.nextAt;
    },

    /** What this person is asked about, and what they agreed to that is not posted yet; the oldest first. */
    async waitingOf(personId: PersonId): Promise<Post[]> {
      const found = await posts
        .find({ personId, ...waiting }, asPost)
        .lean<Post[]>()
        .exec();
      return found.toSorted(oldestFirst);
    },

    /** What says, or may say, that this person was rewarded. */
    sharing: (personId: PersonId) =>
      posts
        .find({ personId, ...sharing }, asPost)
        .lean<Post[]>()
        .exec(),

    /** Questions whose time is over. */
    unanswered: (now: Date, limit: number) =>
      posts
        .find({ ...asked, answerBy: { $lte: now } }, asPost)
        .sort({ answerBy: 1 })
        .limit(limit)
        .lean<Post[]>()
        .exec(),

    async firstAnswerBy(): Promise<Date | undefined> {
      const first = await posts.findOne(asked, { answerBy: 1 }).sort({ answerBy: 1 }).lean<Post>().exec();
      return first?.answerBy ?? undefined;
    },

    /** What was to be said alone until then at the latest, and was not. */
    late: (until: Date, limit: number) =>
      posts
        .find({ state: 'agreed', 'place.until': { $type: 'date', $lte: until } }, asPost)
        .sort({ 'place.until': 1 })
        .limit(limit)
        .lean<Post[]>()
        .exec(),

    async firstUntil(): Promise<Date | undefined> {
      const first = await posts.findOne(alone, { place: 1 }).sort({ 'place.until': 1 }).lean<Post>().exec();
      return first?.place?.kind === 'alone' ? first.place.until : undefined;
    },

    async choiceOf(personId: PersonId): Promise<KnownChoice> {
      const { version, choice, chosenAt } = (await choices.findOne({ _id: choiceId(personId) })) ?? undecided;
      return { version, choice, chosenAt };
    },

    /** False when another choice was made meanwhile. */
    async choose(personId: PersonId, was: KnownChoice, choice: Chosen, cause: Cause): Promise<boolean> {
      const _id = choiceId(personId);
      await choices.updateOne({ _id }, { $setOnInsert: { ...undecided, personId, ...bornSilently } }, { upsert: true });
      const fact = { type: 'recognition.chosen', personId, choice } as const;
      const { modifiedCount } = await choices.updateOne(
        { _id, version: was.version },
        { $set: { choice, chosenAt: cause.at }, ...changedWith({ _id, version: was.version }, fact, cause) },
      );
      return modifiedCount === 1;
    },

    /** Counts this colleague, however often they press. */
    async congratulate(congratulation: Congratulation): Promise<void> {
      try {
        await congratulations.insertOne({ ...congratulation });
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    },

    countCongratulations: (postId: PostId) => congratulations.countDocuments({ postId }),
  };
}

const oldestFirst = (a: Post, b: Post) => a.proposedAt.getTime() - b.proposedAt.getTime() || a._id.localeCompare(b._id);

export type RecognitionStore = ReturnType<typeof createRecognitionStore>;
