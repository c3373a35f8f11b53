import type { Zone } from '../../../shared/dates.js';
import type { RecognitionDeps } from './deps.js';

/** Where posts go and how they come there: so many may stand alone on a day, the others wait for the week's round-up. */
export type Terms = Readonly<{ channel: string; zone: Zone; postsADay: number }>;

const usualPostsADay = 3;

/** The channels of the posts: the company's. */
export function createChannels({ channel: companyChannel }: Pick<RecognitionDeps, 'channel'>) {
  const usual = (channel: string): Terms => ({ channel, zone: 'UTC' as Zone, postsADay: usualPostsADay });
  return {
    /** Where what the people of a team have earned is posted; undefined: nowhere. */
    ofTeam: async (_team: string): Promise<Terms | undefined> =>
      companyChannel === undefined ? undefined : usual(companyChannel),
    termsOf: async (channel: string): Promise<Terms> => usual(channel),
  };
}

export type Channels = ReturnType<typeof createChannels>;
