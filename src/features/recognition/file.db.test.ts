import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Files } from '../../../test/harness/files.js';
import { startFiles } from '../../../test/harness/files.js';
import { RecognitionChannel } from './channel.js';
import { channelColumns } from './channel-row.js';

/* Support and Sales are teams; nobody is in Legal. */

let files: Files;
beforeEach(async () => {
  files = await startFiles();
  await files.load('people', ['employee_id,name,team', 'E1,Ana,Support', 'E2,Ben,Sales']);
});
afterEach(() => files.stop());

const header = channelColumns.map(({ name }) => name).join(',');
const reasonsOf = async (...lines: string[]) =>
  (await files.load('channels', [header, ...lines])).rows.flatMap((row) =>
    row.kind === 'bad' ? row.problems.map(({ column, reason }) => `${row.line} ${column} ${reason}`) : [],
  );

describe('a good table', () => {
  const lines = [header, 'Support,C0SUPPORT,Europe/Madrid,2,yes', '*,C0PRAISE,,,'];

  test('is kept row by row, and loading it again changes nothing', async () => {
    expect((await files.load('channels', lines)).report).toMatchObject({ outcome: 'applied', counts: { create: 2 } });
    const rows = await files.stores.recognition.allChannels();
    for (const row of rows) expect(RecognitionChannel.parse(row)).toEqual(row);
    expect(rows).toMatchObject([
      { team: 'Support', channel: 'C0SUPPORT', zone: 'Europe/Madrid', postsADay: 2, tellsGoals: true },
      { team: '*', channel: 'C0PRAISE', zone: 'UTC', postsADay: 3, tellsGoals: false },
    ]);
    const stored = await files.everything();
    expect((await files.load('channels', lines)).report).toMatchObject({ outcome: 'already-so' });
    expect(await files.everything()).toEqual(stored);
  });

  test('is changed by one fact; a blank channel is none', async () => {
    await files.load('channels', lines);
    const { rows } = await files.load('channels', [header, 'Support,,Europe/Madrid,2,no']);
    expect(rows).toMatchObject([
      {
        changes: [
          { column: 'channel', from: 'C0SUPPORT', to: '' },
          { column: 'team_goals', from: 'yes', to: 'no' },
        ],
      },
    ]);
    expect(await files.factsOf('recognitionChannels')).toContainEqual(
      expect.objectContaining({ type: 'recognition-channel.changed', channel: null }),
    );
  });
});

test('what is refused changes nothing, and says the line and why', async () => {
  await files.load('channels', [header, 'Support,C0SUPPORT,,,']);
  const stored = await files.everything();
  expect(
    await reasonsOf('Legal,C0LEGAL,,,', 'Sales,C0SUPPORT,,,', 'Support,praise,Mars/Base,21,', '*,C0PRAISE,,,yes'),
  ).toEqual([
    '2 team is nobody’s team so far; * stands for every team without a row',
    '3 channel is another team’s already: take it away there first, with a blank cell',
    '4 channel must be a channel id such as C024BE91L',
    '4 zone is not a time zone such as Europe/Madrid',
    '4 posts_a_day must be a whole number from 0 to 20',
    expect.stringMatching(/^5 team_goals is for the channel of one team/),
  ]);
  expect(await files.everything()).toEqual(stored);
});
