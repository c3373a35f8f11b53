import { isDeepStrictEqual } from 'node:util';
import type { StatefulWrite } from '../../platform/database/bulk.js';
import type { CellChange, Decision, FileKind, Problem } from '../loading/index.js';
import type { ChannelFact, RecognitionChannel } from './channel.js';
import { everyTeam, recognitionChannelId } from './channel.js';
import type { ChannelRow } from './channel-row.js';
import { channelColumns, parseChannelRow } from './channel-row.js';
import type { RecognitionStore } from './store.js';

type Write = StatefulWrite<RecognitionChannel, ChannelFact>;

/** The channels file: into which channel a team's posts go, and how many of them stand alone on a day. */
export function createChannelsFile({
  store,
  people,
}: {
  store: Pick<RecognitionStore, 'allChannels' | 'saveChannels'>;
  people: { teams(): Promise<readonly string[]> };
}): FileKind<ChannelRow, Write> {
  return {
    name: 'channels',
    columns: channelColumns,
    unique: [
      { columns: ['team'], letterCase: 'matters' },
      { columns: ['channel'], letterCase: 'matters' },
    ],
    parse: parseChannelRow,

    async decide(rows) {
      const [teams, stored] = await Promise.all([people.teams(), store.allChannels()]);
      return rows.map((row): Decision<Write> => {
        const was = stored.find(({ team }) => team === row.team);
        // A team that is stored already is not judged again: the last of its people may have left.
        const problems = [...(was === undefined ? unknownTeam(row, teams) : []), ...takenChannel(row, stored)];
        return problems.length > 0 ? { kind: 'bad', problems } : decideRow(row, was);
      });
    },

    write: (writes, { by, now }) => store.saveChannels(writes, { at: now, by }),
  };
}

const unknownTeam = ({ team }: ChannelRow, teams: readonly string[]): Problem[] =>
  team === everyTeam || teams.includes(team)
    ? []
    : [{ column: 'team', reason: `is nobody’s team so far; ${everyTeam} stands for every team without a row` }];

/** Two teams in one channel would read each other's goals. */
const takenChannel = (row: ChannelRow, stored: readonly RecognitionChannel[]): Problem[] =>
  stored.some(({ team, channel }) => channel !== null && channel === row.channel && team !== row.team)
    ? [{ column: 'channel', reason: 'is another team’s already: take it away there first, with a blank cell' }]
    : [];

function decideRow(row: ChannelRow, was: RecognitionChannel | undefined): Decision<Write> {
  const { channel } = row;
  if (was === undefined) {
    const noun = { _id: recognitionChannelId(row.team), ...row };
    return { kind: 'create', write: { kind: 'born', noun, fact: { type: 'recognition-channel.added', channel } } };
  }
  const [before, after] = [cellsOf(was), cellsOf(row)];
  if (isDeepStrictEqual(before, after)) return { kind: 'same' };
  const { team: _, ...set } = row;
  const { _id, version } = was;
  const fact = { type: 'recognition-channel.changed', channel } as const;
  return {
    kind: 'change',
    changes: changes(before, after),
    write: { kind: 'changed', was: { _id, version }, set, fact },
  };
}

const cellsOf = ({ channel, zone, postsADay, tellsGoals }: ChannelRow): Readonly<Record<string, string>> => ({
  channel: channel ?? '',
  zone,
  posts_a_day: String(postsADay),
  team_goals: tellsGoals ? 'yes' : 'no',
});

const changes = (before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): CellChange[] =>
  Object.keys(before)
    .map((column) => ({ column, from: before[column] ?? '', to: after[column] ?? '' }))
    .filter(({ from, to }) => from !== to);
