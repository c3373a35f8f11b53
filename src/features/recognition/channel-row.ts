import { z } from 'zod';
import { blankOr, oneOf, parseCells, someWords, wholeNumber } from '../../shared/cells.js';
import { Zone } from '../../shared/dates.js';
import type { Cells, Problem } from '../loading/index.js';
import type { RecognitionChannel } from './channel.js';
import { ChannelId, everyTeam } from './channel.js';
import { usualPostsADay } from './rules.js';

export const channelColumns = [
  { name: 'team', need: 'required' },
  // Required although it may be blank: a forgotten column must not take every team's channel away.
  { name: 'channel', need: 'required' },
  { name: 'zone', need: 'optional' },
  { name: 'posts_a_day', need: 'optional' },
  { name: 'team_goals', need: 'optional' },
] as const;

const shape = z
  .object({
    team: someWords(100),
    channel: blankOr(null, ChannelId),
    zone: blankOr('UTC' as Zone, Zone).optional(),
    posts_a_day: blankOr(usualPostsADay, wholeNumber(0, 20)).optional(),
    team_goals: blankOr('no', oneOf('yes', 'no')).optional(),
  })
  .refine(({ team, team_goals }) => team !== everyTeam || team_goals !== 'yes', {
    path: ['team_goals'],
    message: 'is for the channel of one team: nobody else reads how far it is',
  })
  .transform(({ team, channel, zone, posts_a_day, team_goals }) => ({
    team,
    channel,
    zone: zone ?? ('UTC' as Zone),
    postsADay: posts_a_day ?? usualPostsADay,
    tellsGoals: team_goals === 'yes',
  }));

/** Where the file says that a team's posts go. */
export type ChannelRow = Omit<RecognitionChannel, '_id' | 'version'>;

export const parseChannelRow = (cells: Cells): { row: ChannelRow } | { problems: readonly Problem[] } =>
  parseCells(shape, cells);
