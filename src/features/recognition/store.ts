import type { Collection } from 'mongodb';
import type { Database } from '../../platform/database/connect.js';
import { isDuplicateKey } from '../../platform/database/errors.js';
import type { Cause, Stateful } from '../../platform/database/facts.js';
import {
  bornSilently,
  bornWith,
  changedWith,
  pendingFactsIndex,
  statefulPaths,
} from '../../platform/database/facts.js';
import type { IndexFact } from '../../platform/database/indexes.js';
import { defineSchema } from '../../platform/database/schema.js';
import type { CredentialId, PersonId, PostId } from '../../shared/ids.js';
import type { Chosen, Post, PostFact } from './post.js';
import { postFact } from './post.js';

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
});

/** What somebody has chosen for all of their posts. `chosenAt` is business time: a newer choice is never undone. */
export type KnownChoice = Readonly<{ version: number; choice: Chosen; chosenAt: Date }>;
type StoredChoice = Stateful & KnownChoice & { personId: PersonId };
type Congratulation = { postId: PostId; personId: PersonId; at: Date };

const asked = { state: 'asked' as const };
const waiting = { state: { $in: ['asked' as const, 'agreed' as const] } };

/** Each query below stands beside the index it needs. */
export const recognitionIndexes: readonly IndexFact[] = [
  { collection: 'posts', name: 'oneOfCredential', key: { credentialId: 1 }, options: { unique: true } },
  { collection: 'posts', name: 'waiting', key: { personId: 1 }, options: { partialFilterExpression: waiting } },
  { collection: 'posts', name: 'answerBy', key: { answerBy: 1 }, options: { partialFilterExpression: asked } },
  {
    collection: 'congratulations',
    name: 'oneOfColleague',
    key: { postId: 1, personId: 1 },
    options: { unique: true },
  },
  pendingFactsIndex('posts'),
  pendingFactsIndex('recognitionChoices'),
];

const asPost = { pendingFacts: 0, appliedFacts: 0 } as const;
const undecided: KnownChoice = { version: 0, choice: 'ask', chosenAt: new Date(0) };

/** Apart from the person's own id, because facts are named by the document that they are about. */
const choiceId = (personId: PersonId) => `recognition:${personId}`;

export function createRecognitionStore({ connection, db }: Pick<Database, 'connection' | 'db'>) {
  const posts = connection.model<StoredPost>('Post', postSchema, 'posts');
  const choices: Collection<StoredChoice> = db.collection('recognitionChoices');
  const congratulations: Collection<Congratulation> = db.collection('congratulations');

  return {
    byId: (id: PostId) => posts.findById(id, asPost).lean<Post>().exec(),

    hasPost: async (credentialId: CredentialId): Promise<boolean> => (await posts.exists({ credentialId })) !== null,

    /** Inserts one with its fact; a second one of the same credential is not inserted. */
    async insert(post: Omit<Post, 'version'>, type: PostFact['type'], cause: Cause): Promise<void> {
      try {
        await posts.insertMany([{ ...post, ...bornWith(post._id, postFact(post, type), cause) }]);
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    },

    /** Changes one as it was seen, with its fact. False when it has changed meanwhile. */
    async change(
      was: Post,
      fields: Pick<Post, 'state'> & Partial<Pick<Post, 'line'>>,
      type: PostFact['type'],
      cause: Cause,
    ): Promise<boolean> {
      const { modifiedCount } = await posts.updateOne(
        { _id: was._id, version: was.version, state: was.state },
        { $set: fields, ...changedWith(was, postFact(was, type), cause) },
      );
      return modifiedCount === 1;
    },

    /** Remembers that the question has reached its person, and until when it may be answered. */
    async wasAsked(id: PostId, askedAt: Date, answerBy: Date): Promise<void> {
      await posts.updateOne({ _id: id, ...asked, askedAt: null }, { $set: { askedAt, answerBy } });
    },

    /** What this person is asked about, and what they agreed to that is not posted yet; the oldest first. */
    async waitingOf(personId: PersonId): Promise<Post[]> {
      const found = await posts
        .find({ personId, ...waiting }, asPost)
        .lean<Post[]>()
        .exec();
      return found.toSorted((a, b) => a.proposedAt.getTime() - b.proposedAt.getTime() || a._id.localeCompare(b._id));
    },

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

export type RecognitionStore = ReturnType<typeof createRecognitionStore>;
