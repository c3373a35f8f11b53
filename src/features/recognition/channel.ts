import { z } from 'zod';
import { Zone } from '../../shared/dates.js';

/** Stands for every team that has no channel of its own. */
export const everyTeam = '*';

export const ChannelId = z.string().regex(/^[CG][A-Z0-9]{2,20}$/, 'must be a channel id such as C024BE91L');

export const RecognitionChannel = z.object({
  _id: z.string().startsWith('recognition-channel:').max(130),
  version: z.int().min(0),
  /** As the people file writes it, or `*`. */
  team: z.string().min(1).max(100),
  /** Null: it has none of its own any more. */
  channel: ChannelId.nullable(),
  /** Whose Friday morning it is, and whose day. */
  zone: Zone,
  /** So many posts may stand alone on a day; 0: all are told in the round-up. */
  postsADay: z.int().min(0).max(20),
  /** Whether the round-up also says how far the team is. */
  tellsGoals: z.boolean(),
});
export type RecognitionChannel = z.infer<typeof RecognitionChannel>;

/** Not the team itself: facts are named by the id of their document. */
export const recognitionChannelId = (team: string) => `recognition-channel:${team}`;

type ChannelAdded = Readonly<{ type: 'recognition-channel.added'; channel: string | null }>;
type ChannelChanged = Readonly<{ type: 'recognition-channel.changed'; channel: string | null }>;
export type ChannelFact = ChannelAdded | ChannelChanged;
