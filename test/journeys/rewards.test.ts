import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Assignment } from '../../src/features/assignments/index.js';
import { confirmPressed } from '../../src/features/assignments/messages/proposals.js';
import type { FileKind } from '../../src/features/loading/index.js';
import type { Person } from '../../src/features/people/index.js';
import type { RewardPromise } from '../../src/features/rewards/reward.js';
import { bornWith } from '../../src/platform/database/facts.js';
import type { CalendarDate } from '../../src/shared/dates.js';
import type { CertificationId } from '../../src/shared/ids.js';
import { aCertification } from '../builders/certification.js';
import { aCredential } from '../builders/credential.js';
import { startHouse } from '../harness/house.js';

/* Thursday 1 October 2026, 09:00 in Madrid, where everybody works from 09:00 to 17:00. Mel manages Ana (G4) and Ben (G5). */

let house: Awaited<ReturnType<typeof startHouse>>;
let folder: string;
let mel: Person;
let ana: Person;
let ben: Person;

const date = (text: string) => text as CalendarDate;
/** A reminder comes on Monday 5 October, a week before. */
const dueOn = date('2026-10-12');
const [firstAid, cloud, forklift, shaft, support] = ['FIRST-AID', 'AWS-SAA', 'FORKLIFT', 'SHAFT', 'SUPPORT'].map(
  (code) => aCertification({ _id: code as CertificationId, name: `The ${code}` }),
) as [ReturnType<typeof aCertification>, ...ReturnType<typeof aCertification>[]];
const all = [firstAid, cloud!, forklift!, shaft!, support!];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'laurel-rewards-'));
  house = await startHouse();
  await house.switchOn();
  await house.certify(...all);
  mel = await house.hire({ slackId: 'U0MEL', name: 'Mel Ortiz' });
  ana = await house.hire({ slackId: 'U0ANA', name: 'Ana Ruiz', managerId: mel._id, grade: 'G4' });
  ben = await house.hire({ slackId: 'U0BEN', name: 'Ben Ito', managerId: mel._id, grade: 'G5' });
});
afterEach(async () => {
  await house.stop();
  await rm(folder, { recursive: true });
});

async function load(kind: FileKind['name'], ...lines: string[]): Promise<void> {
  const path = join(folder, `${kind}.csv`);
  await writeFile(path, `${lines.join('\n')}\n`);
  const report = await house.features.loading.load(kind, path, { mode: 'apply', badRows: 'refuse' });
  expect(report).toMatchObject({ outcome: 'applied' });
}

const rewards = (...lines: string[]) =>
  load('rewards', 'code,grade,occasion,from_on,kind,amount,currency,percent,reference,lasts', ...lines);
const skillValues = (...lines: string[]) => load('skill-values', 'code,from_on,value,demand', ...lines);

const ask = (person: Person, certificationId: CertificationId, fields: Partial<Assignment> = {}) =>
  house.assign({ personId: person._id, certificationId, dueOn, ...fields });

const wait = (minutes: number) => house.liveUntil(new Date(house.clock.now().getTime() + minutes * 60_000));

/** The words of somebody's newest message, as it stands now. */
const lastDm = (slackId: string) => JSON.stringify(house.slack.messages(house.slack.dmOf(slackId)!).at(-1)?.blocks);

async function homeOf(slackId: string): Promise<string> {
  const before = house.slack.effects().length;
  await house.slack.act.openHome({ user: slackId });
  await house.slack.waitFor(
    (effect) => effect.n > before && effect.kind === 'home.published' && effect.user === slackId,
  );
  return JSON.stringify(house.slack.home(slackId)?.blocks);
}

const promises = () =>
  house.database.db.collection<RewardPromise>('rewardPromises').find().sort({ certificationId: 1 }).toArray();
const promised = async () =>
  (await promises()).map(({ certificationId, personId, reward }) => ({ certificationId, personId, reward }));

const fiveHundred = { kind: 'bonus', amount: { currency: 'EUR', minor: 50_000 } };

describe('a reward', () => {
  test('9.1 stands in the notice, the reminder and on Home, exactly as it will be paid', async () => {
    await rewards(
      'FIRST-AID,*,first,2026-01-01,bonus,500,EUR,,,',
      'AWS-SAA,G4,first,2026-01-01,raise,60,EUR,,,while-held',
      'FORKLIFT,G4,first,2026-01-01,raise,,EUR,2,4000,permanent',
      'SHAFT,*,first,2026-01-01,points,200,,,,',
      'SUPPORT,*,first,2026-01-01,time-off,1,,,,',
    );
    await skillValues('AWS-SAA,2026-01-01,1.2,1.25', 'FORKLIFT,2026-01-01,1.5,1');
    for (const { _id } of all) await ask(ana, _id);
    const lines = [
      'When you pass: €500 once, with your pay.',
      'When you pass: a raise of €90 a month, for as long as you hold it.',
      'When you pass: a raise of about €120 a month (3 % of your pay; payroll works it out), for good, even if the certification lapses.',
      'When you pass: 200 points.',
      'When you pass: 1 day off.',
    ];
    await wait(2);
    const notice = lastDm('U0ANA');
    const home = await homeOf('U0ANA');
    for (const line of lines)
      expect([notice, home]).toEqual([expect.stringContaining(line), expect.stringContaining(line)]);

    await house.liveUntil(new Date('2026-10-05T08:00:00Z'));
    expect(house.told('U0ANA')).toHaveLength(2);
    for (const line of lines) expect(lastDm('U0ANA')).toContain(line);
  });

  test('9.1 is promised once for each assignment, however it is made, and for its own occasion', async () => {
    await rewards(
      ...all.map(({ _id }) => `${_id},*,first,2026-01-01,bonus,500,EUR,,,`),
      'SUPPORT,*,renewal,2026-01-01,points,50,,,,',
    );
    const before = house.slack.effects().length;
    await house.slack.act.command({ user: 'U0MEL', command: '/cert', text: 'assign <@U0ANA|ana> FIRST-AID by 30 nov' });
    const shown = await house.slack.waitFor((effect) => effect.n > before && effect.kind === 'message.ephemeral');
    const { channel, ts } = shown as { channel: string; ts: string };
    await house.slack.act.press({ user: 'U0MEL', actionId: confirmPressed, channel, ts });
    const people = ['employee_id,code,due_on,opens_on', `${ana.employeeId},AWS-SAA,2026-11-30,`];
    await load('assignments', ...people, `${ana.employeeId},FORKLIFT,2026-11-30,2026-10-05`);
    const credential = aCredential({
      personId: ana._id,
      certificationId: support!._id,
      earnedOn: date('2023-11-01'),
      expiresOn: date('2026-11-01'),
    });
    const { certificationId, earnedOn, expiresOn } = credential;
    const about = { personId: ana._id, certificationId, credentialId: credential._id, earnedOn, expiresOn };
    const verified = { type: 'credential.verified', source: 'loaded', ...about } as const;
    const born = bornWith(credential._id, verified, { at: house.clock.now(), by: 'test' });
    await house.features.credentials.store.model.insertMany([{ ...credential, ...born }]);
    await wait(2);
    const loadedOrAsked = [
      { certificationId: 'AWS-SAA', personId: ana._id, reward: fiveHundred },
      { certificationId: 'FIRST-AID', personId: ana._id, reward: fiveHundred },
      { certificationId: 'SUPPORT', personId: ana._id, reward: { kind: 'points', points: 50 } },
    ];
    expect(await promised()).toEqual(loadedOrAsked);
    expect(lastDm('U0ANA')).toContain('When you pass: €500 once, with your pay.');

    await house.liveUntil(new Date('2026-10-05T08:00:00Z'));
    const [cloudOne, firstAidOne, supportOne] = loadedOrAsked;
    const opened = { certificationId: 'FORKLIFT', personId: ana._id, reward: fiveHundred };
    expect(await promised()).toEqual([cloudOne, firstAidOne, opened, supportOne]);
    expect(await homeOf('U0ANA')).toContain('When you have renewed it: 50 points.');
  });

  test('9.1 says what is still to come while it is reviewed', async () => {
    await rewards('FIRST-AID,*,first,2026-01-01,bonus,500,EUR,,,');
    const { _id } = await ask(ana, firstAid._id);
    await wait(2);
    const asked = (await house.assignment(_id))!;
    const cause = { at: house.clock.now(), by: 'test' };
    const { personId, certificationId } = asked;
    const fact = { type: 'assignment.handed-in', personId, certificationId, on: date('2026-10-01') } as const;
    await house.features.assignments.store.change(asked, { state: 'in-review' }, fact, cause);
    await wait(2);
    expect(lastDm('U0ANA')).toContain('Once it is approved: €500 once, with your pay.');
  });

  test('9.2 that was promised holds when the table and the grade change; who is asked later is promised what holds then', async () => {
    await rewards('AWS-SAA,*,first,2026-01-01,raise,60,EUR,,,permanent', 'AWS-SAA,*,first,2026-10-05,points,10,,,,');
    await skillValues('AWS-SAA,2026-01-01,1.5,1');
    await ask(ana, cloud!._id);
    await wait(2);
    const [first] = await promises();
    expect(first).toMatchObject({ grade: 'G4', promisedOn: '2026-10-01', reward: { monthly: { minor: 9_000 } } });
    expect(first?.foundBy).toEqual({
      rule: 'reward-rule:AWS-SAA|*|first|2026-01-01',
      skillValue: 'skill-value:AWS-SAA|2026-01-01',
    });

    await skillValues('AWS-SAA,2026-10-03,1,1');
    await load('people', 'employee_id,name,grade', `${ana.employeeId},Ana Ruiz,G9`);
    await rewards('AWS-SAA,G9,first,2026-10-02,none,,,,,');
    await house.liveUntil(new Date('2026-10-05T09:00:00Z'));
    await ask(ben, cloud!._id);
    await wait(2);
    expect(await homeOf('U0ANA')).toContain('a raise of €90 a month, for good');
    expect(lastDm('U0BEN')).toContain('When you pass: 10 points.');
    expect(house.told('U0ANA')).toHaveLength(2);
    expect(lastDm('U0ANA')).toContain('a raise of €90 a month, for good');
    expect((await promises()).find(({ personId }) => personId === ana._id)).toEqual(first);
  });

  test('9.2 is that of the day on which somebody was asked, though they hear of it later', async () => {
    await rewards('FIRST-AID,*,first,2026-01-01,bonus,500,EUR,,,', 'FIRST-AID,*,first,2026-10-02,points,10,,,,');
    await load('assignments', 'employee_id,code,due_on', `${ana.employeeId},FIRST-AID,2027-06-30`);
    await house.liveUntil(new Date('2026-10-02T09:00:00Z'));
    expect(house.told('U0ANA')).toEqual([]);
    expect(await homeOf('U0ANA')).toContain('When you pass: €500 once, with your pay.');
  });

  test('9.2 that comes after somebody was asked is promised when they next hear of it', async () => {
    await ask(ana, firstAid._id);
    await wait(2);
    expect(await homeOf('U0ANA')).not.toContain('When you pass');
    expect(await promises()).toEqual([]);
    await rewards('FIRST-AID,*,first,2026-01-01,bonus,500,EUR,,,');
    expect(await homeOf('U0ANA')).toContain('When you pass: €500 once, with your pay.');
    expect(await promised()).toEqual([{ certificationId: 'FIRST-AID', personId: ana._id, reward: fiveHundred }]);
  });

  test('9.3 is shown to nobody but the person who can earn it', async () => {
    await rewards('FIRST-AID,G4,first,2026-01-01,bonus,500,EUR,,,', 'FIRST-AID,G5,first,2026-01-01,points,10,,,,');
    await house.hire({ slackId: 'U0OWNER', name: 'Olga Owner' });
    await ask(ana, firstAid._id);
    await ask(ben, firstAid._id);
    await wait(2);
    expect([lastDm('U0ANA'), await homeOf('U0ANA')].join()).not.toContain('10 points');
    expect([lastDm('U0BEN'), await homeOf('U0BEN')].join()).not.toContain('€500');
    for (const other of ['U0MEL', 'U0OWNER']) expect(await homeOf(other)).not.toMatch(/When you pass|€500|10 points/);
    await house.slack.act.command({ user: 'U0MEL', command: '/cert', text: 'team' });
    await wait(2);
    const seen = house.slack.effects().filter((effect) => 'user' in effect && effect.user === 'U0MEL');
    expect(JSON.stringify(seen)).not.toMatch(/When you pass|€500|10 points/);
  });

  test('9.4 that no table gives is not spoken of', async () => {
    await ask(ana, firstAid._id);
    await wait(2);
    const words = [lastDm('U0ANA'), await homeOf('U0ANA')].join();
    expect(words).toContain('The FIRST-AID');
    expect(words).not.toMatch(/When you pass|reward|points/i);
    expect(await promises()).toEqual([]);
  });
});
