import { z } from 'zod';
import { CertificationId, CredentialId, PersonId, PostId } from '../../shared/ids.js';

/** The longest line that a person may add, in code points. */
export const longestLine = 200;

/**
 * What may be told of one credential in the recognition channel. `asked`: its person has not answered. `agreed`: it is to
 * be posted. `private`: they said never. `silent`: they did not answer. `refused`: Slack did not take it.
 */
export const Post = z.object({
  _id: PostId,
  version: z.int().min(0),
  credentialId: CredentialId,
  personId: PersonId,
  certificationId: CertificationId,
  state: z.enum(['asked', 'agreed', 'posted', 'private', 'silent', 'refused']),
  /** The person's own words; '' when they added none. */
  line: z.string().max(longestLine),
  proposedAt: z.date(),
  /** When the question reached the person; null until then, and when nobody needed to ask. */
  askedAt: z.date().nullable(),
  /** Without an answer by then it stays silent; null when nobody needed to ask. */
  answerBy: z.date().nullable(),
  /** The Slack channel that it is meant for. */
  channel: z.string().max(30),
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
type PostPosted = About & Readonly<{ type: 'post.posted' }>;
export type PostRefused = About & Readonly<{ type: 'post.refused' }>;
export type PostFact = PostAsked | PostAgreed | PostDeclined | PostUnanswered | PostPosted | PostRefused;

type ChoiceMade = Readonly<{ type: 'recognition.chosen'; personId: PersonId; choice: Chosen }>;
export type RecognitionFact = PostFact | ChoiceMade;

export const postFact = ({ personId, certificationId, credentialId }: About, type: PostFact['type']): PostFact => ({
  type,
  personId,
  certificationId,
  credentialId,
});

/** What the message in the channel shows, apart from the question: a congratulation redraws the one and not the other. */
export const itemInChannel = (postId: PostId) => `${postId}|channel`;
