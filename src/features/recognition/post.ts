import { z } from 'zod';
import type { Row } from '../../platform/slack/outbox.js';
import { CertificationId, CredentialId, PersonId, PostId } from '../../shared/ids.js';
import type { ChannelFact } from './channel.js';

/** The longest line that a person may add, in code points. */
export const longestLine = 200;

/**
 * Where a post stands: in a message of its own, for which it has taken one of the day's slots in its channel
 * (`C024BE91L|2026-10-01|0`) and which says it until an instant or not at all, or in one line of the week's round-up.
 */
export const Place = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('alone'), slot: z.string().max(60), until: z.date() }),
  z.object({ kind: z.literal('round-up') }),
]);
export type Place = z.infer<typeof Place>;

/**
 * What may be told of one credential in the recognition channel. `asked`: its person has not answered. `agreed`: it is to
 * be posted. `private`: they said never. `silent`: they did not answer. `refused`: Slack did not take it. `expired`: it could not
 * be said while it was news.
 */
export const Post = z.object({
  _id: PostId,
  version: z.int().min(0),
  credentialId: CredentialId,
  personId: PersonId,
  certificationId: CertificationId,
  state: z.enum(['asked', 'agreed', 'posted', 'private', 'silent', 'refused', 'expired']),
  /** The person's own words; '' when they added none. */
  line: z.string().max(longestLine),
  proposedAt: z.date(),
  /** When the question reached the person; null until then, and when nobody needed to ask. */
  askedAt: z.date().nullable(),
  /** Without an answer by then it stays silent; null when nobody needed to ask. */
  answerBy: z.date().nullable(),
  /** The Slack channel that it is meant for. */
  channel: z.string().max(30),
  /** Chosen once, when it is about to be posted; null until then. */
  place: Place.nullable(),
  /** Slack's timestamp of the message that tells it; null until it is out. */
  ts: z.string().max(30).nullable(),
  /** Whether its person lets it say that it was rewarded; absent where it was written before anybody could. */
  sharesReward: z.boolean().default(false),
  /** How often they shared that or took it back; absent before they did. A press of an older message is known by it. */
  sharingTurns: z.int().min(0).optional(),
});
export type Post = z.infer<typeof Post>;

/** What people can choose on Home: to be asked once, to have everything posted, or nothing. */
export const choices = ['ask', 'yes', 'never'] as const;
export const Choice = z.enum(choices);
export type Choice = z.infer<typeof Choice>;

/** `unanswered`: they were asked once and are not asked again by themselves. */
export type Chosen = Choice | 'unanswered';

type About = Readonly<Pick<Post, 'personId' | 'certificationId' | 'credentialId'>>;
type PostAsked = About & Readonly<{ type: 'post.asked' }>;
export type PostAgreed = About & Readonly<{ type: 'post.agreed' }>;
export type PostDeclined = About & Readonly<{ type: 'post.declined' }>;
export type PostUnanswered = About & Readonly<{ type: 'post.unanswered' }>;
export type PostPosted = About & Readonly<{ type: 'post.posted' }>;
export type PostRefused = About & Readonly<{ type: 'post.refused' }>;
type PostExpired = About & Readonly<{ type: 'post.expired' }>;
type PostRewardShared = About & Readonly<{ type: 'post.reward-shared' }>;
type PostRewardUnshared = About & Readonly<{ type: 'post.reward-unshared' }>;
export type PostFact =
  | PostAsked
  | PostAgreed
  | PostDeclined
  | PostUnanswered
  | PostPosted
  | PostRefused
  | PostExpired
  | PostRewardShared
  | PostRewardUnshared;

type ChoiceMade = Readonly<{ type: 'recognition.chosen'; personId: PersonId; choice: Chosen }>;
export type RecognitionFact = PostFact | ChoiceMade | ChannelFact;

/** What a button to share or take back carries: the post itself changes when it goes out, and that takes no press back. */
export const turnOf = ({ sharingTurns }: Pick<Post, 'sharingTurns'>): number => sharingTurns ?? 0;

/** Agreed to, whether it is out or still to come. */
export const isSaid = ({ state }: Pick<Post, 'state'>): boolean => state === 'agreed' || state === 'posted';

export const postFact = ({ personId, certificationId, credentialId }: About, type: PostFact['type']): PostFact => ({
  type,
  personId,
  certificationId,
  credentialId,
});

/** What a message in the channel shows, apart from the question: a congratulation redraws the one and not the other. */
export const itemInChannel = (postId: PostId) => `${postId}|channel`;

/** And back: whose item it is. */
export const postInChannel = (itemId: string) => itemId.replace(/\|channel$/, '');

/** Whether a row that is out shows the post as it stood then. */
export const wasSaidOf = ({ _id, version }: Pick<Post, '_id' | 'version'>, { items }: Pick<Row, 'items'>) =>
  items.some((item) => item.id === itemInChannel(_id) && item.version === version);
