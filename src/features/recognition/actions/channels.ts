import type { Zone } from '../../../shared/dates.js';
import { everyTeam } from '../channel.js';
import { usualPostsADay } from '../rules.js';
import type { RecognitionDeps } from './deps.js';

/** Where posts go and how they come there: so many may stand alone on a day, the others wait for the week's round-up. */
export type Terms = Readonly<{ channel: string; zone: Zone; postsADay: number }>;

/** The channels of the posts: a team's own, else the one for every team, else the company's from the configuration. */
export function createChannels({ store, channel: configured }: Pick<RecognitionDeps, 'store' | 'channel'>) {
  async function ofTeam(team: string): Promise<string | undefined> {
    for (const one of [team, everyTeam]) {
      const row = await store.channelOf(one);
      if (row !== null && row.channel !== null) return row.channel;
    }
    return configured;
  }

  return {
    /** Where what the people of a team have earned is posted; undefined: nowhere. */
    ofTeam,

    termsOf: async (channel: string): Promise<Terms> => {
      const { zone, postsADay } = (await store.channelById(channel)) ?? usual;
      return { channel, zone, postsADay };
    },
  };
}

const usual = { zone: 'UTC' as Zone, postsADay: usualPostsADay };

export type Channels = ReturnType<typeof createChannels>;
