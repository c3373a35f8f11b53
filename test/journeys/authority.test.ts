import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MessageEffect, ViewEffect } from '../../sandbox/effects.js';
import { notAskedWords } from '../../src/app/messages.js';
import { confirmPressed } from '../../src/features/assignments/messages/proposals.js';
import type { Person } from '../../src/features/people/index.js';
import type { CalendarDate } from '../../src/shared/dates.js';
import type { CertificationId } from '../../src/shared/ids.js';
import { aCertification } from '../builders/certification.js';
import { startHouse } from '../harness/house.js';

/* Everybody tries every verb of /cert on Ana, who reports to Mel, who reports to Max. Ben is Ana's colleague. */

const firstAid = 'FIRST-AID' as CertificationId;
const verbs = ['', 'help', 'add', 'team', 'assign', 'waive', 'withdraw', 'extend'] as const;
type Verb = (typeof verbs)[number];
const onAna: Partial<Record<Verb, string>> = {
  assign: 'assign <@U0ANA|ana> FIRST-AID by 30 nov',
  waive: 'waive <@U0ANA|ana> FIRST-AID because she drives',
  withdraw: 'withdraw <@U0ANA|ana> FIRST-AID because it was a mistake',
  extend: 'extend <@U0ANA|ana> FIRST-AID by 30 nov because the course is full',
};

const everything = { '': 'told', help: 'told', add: 'told', team: 'told' } as const;
const doesAll = { assign: 'done', waive: 'done', withdraw: 'done', extend: 'done' } as const;
const refusedAll = (words: string): Record<Verb, string> =>
  Object.fromEntries(verbs.map((verb) => [verb, words])) as Record<Verb, string>;
const noReport =
  'You can only do this for people who report to you. Not for Ana Ruiz (ask Mel Ortiz). Nothing was done.';
const noReports = { assign: noReport, waive: noReport, withdraw: noReport, extend: noReport };
const own = (what: string) => `Nobody can ${what}, so nothing was done. Please ask Mel Ortiz.`;
const stranger = 'Laurel answers only members of its own workspace.';
const shared = 'Laurel says nothing in a channel shared with another company.';

/** What each may do; anything but `told` and `done` is the refusal, word for word. */
const expected: Record<string, { user: string; channel?: 'shared'; may: Record<Verb, string> }> = {
  owner: { user: 'U0OWNER', may: { ...everything, ...doesAll } },
  'direct manager': { user: 'U0MEL', may: { ...everything, ...doesAll } },
  'indirect manager': { user: 'U0MAX', may: { ...everything, ...doesAll } },
  'the person': {
    user: 'U0ANA',
    may: {
      ...everything,
      assign: 'done',
      waive: own('waive their own certification'),
      withdraw: own('withdraw what is asked of themselves'),
      extend: own('give themselves more time'),
    },
  },
  colleague: { user: 'U0BEN', may: { ...everything, ...noReports } },
  'manager of others': { user: 'U0EVA', may: { ...everything, ...noReports } },
  'somebody else': { user: 'U0OLD', may: { ...everything, ...noReports } },
  'has left': { user: 'U0LEFT', may: refusedAll(notAskedWords.left) },
  'in no people file': { user: 'U0NOFILE', may: refusedAll(notAskedWords.unknown) },
  guest: { user: 'U0GUEST', may: refusedAll(notAskedWords.guest) },
  'guest who manages': { user: 'U0GMAN', may: refusedAll(notAskedWords.guest) },
  stranger: { user: 'U0ALIEN', may: refusedAll(stranger) },
  'owner in a shared channel': { user: 'U0OWNER', channel: 'shared', may: refusedAll(shared) },
  'manager in a shared channel': { user: 'U0MEL', channel: 'shared', may: refusedAll(shared) },
};

let house: Awaited<ReturnType<typeof startHouse>>;
let ana: Person;
const sharedChannel = 'C0SHARED';

beforeAll(async () => {
  house = await startHouse();
  await house.certify(aCertification({ _id: firstAid, name: 'First aid' }));
  await house.hire({ slackId: 'U0OWNER', name: 'Olga Owner' });
  const max = await house.hire({ slackId: 'U0MAX', name: 'Max Weber' });
  const gman = await house.hire({ slackId: 'U0GMAN', name: 'Gus Guest', managerId: max._id });
  const mel = await house.hire({ slackId: 'U0MEL', name: 'Mel Ortiz', managerId: gman._id });
  ana = await house.hire({ slackId: 'U0ANA', name: 'Ana Ruiz', managerId: mel._id });
  await house.hire({ slackId: 'U0BEN', name: 'Ben Ito', managerId: mel._id });
  const eva = await house.hire({ slackId: 'U0EVA', name: 'Eva Sol' });
  await house.hire({ slackId: 'U0KIM', name: 'Kim Lee', managerId: eva._id });
  await house.hire({ slackId: 'U0OLD', name: 'Olaf Berg' });
  const lee = await house.hire({ slackId: 'U0LEFT', name: 'Lee Left', managerId: mel._id });
  await house.hire({ slackId: 'U0GUEST', name: 'Gia Guest', managerId: mel._id });
  house.slack.addUser({ id: 'U0NOFILE', realName: 'Nora Nofile' });
  house.slack.addUser({ id: 'U0ALIEN', realName: 'Al Ien', isStranger: true });
  house.slack.addUser({ id: 'U0ROBOT', realName: 'Robot', isBot: true });
  for (const guest of ['U0GUEST', 'U0GMAN']) house.slack.setUser(guest, { isRestricted: true });
  house.slack.addChannel({ id: sharedChannel, name: 'with-suppliers' });
  house.slack.setChannel(sharedChannel, { shared: 'with-others' });
  // The directory is read: who is a guest is known from then on.
  await house.settleDown();
  await house.features.people.store.model.updateOne({ _id: lee._id }, { $set: { state: 'left' } });
});
afterAll(() => house.stop());

/** Ana is asked for it, or for `assign` is not; nothing else is left of the last try. */
async function setTheScene(verb: Verb): Promise<void> {
  for (const name of ['assignments', 'proposals']) await house.database.db.collection(name).deleteMany({});
  if (verb === 'assign' || onAna[verb] === undefined) return;
  await house.assign({ personId: ana._id, certificationId: firstAid, dueOn: '2026-11-05' as CalendarDate });
  await house.settleDown();
}

async function contents(): Promise<string> {
  const names = [
    'assignments',
    'proposals',
    'credentials',
    'certifications',
    'people',
    'outbox',
    'trainingBlocks',
    'posts',
  ];
  const all = await Promise.all(
    names.map((name) => house.database.db.collection(name).find().sort({ _id: 1 }).toArray()),
  );
  return JSON.stringify(all);
}

type Heard = { text: string; words: string; message?: MessageEffect };

async function heard(user: string, act: () => Promise<unknown>): Promise<Heard> {
  const before = house.slack.effects().length;
  await act();
  const effect = (await house.slack.waitFor(
    (one) =>
      one.n > before && 'user' in one && one.user === user && ['message.ephemeral', 'view.opened'].includes(one.kind),
  )) as MessageEffect | ViewEffect;
  if ('view' in effect) return { text: 'a dialog', words: JSON.stringify(effect.view.blocks) };
  return { text: effect.text, words: JSON.stringify(effect.blocks), message: effect };
}

/** What became of one try: `told`, `done`, or the words of the refusal. */
async function outcome(user: string, verb: Verb, channel: string | undefined): Promise<string> {
  await setTheScene(verb);
  const before = await contents();
  const text = onAna[verb] ?? verb;
  const answer = await heard(user, () => house.slack.act.command({ user, command: '/cert', text, channel }));
  if (!answer.words.includes(confirmPressed)) {
    // What was only begun would show as a pending fact.
    expect(await contents(), `${user} /cert ${text} changed something`).toBe(before);
    const words = new Set([expected, notAskedWords].flatMap(refusals));
    return words.has(answer.text) ? answer.text : onAna[verb] === undefined ? 'told' : answer.text;
  }
  const { channel: at, ts } = answer.message!;
  await heard(user, () => house.slack.act.press({ user, actionId: confirmPressed, channel: at, ts }));
  await house.settleDown();
  const [assignment] = await house.features.assignments.store.ofPeople([ana._id]);
  const became = {
    assign: assignment?.state === 'open',
    waive: assignment?.closing === 'waived',
    withdraw: assignment?.closing === 'withdrawn',
    extend: assignment?.dueOn === '2026-11-30',
  };
  return became[verb as keyof typeof became] ? 'done' : 'nothing became of it';
}

const refusals = (source: object): string[] =>
  Object.values(source).flatMap((value) => (typeof value === 'string' ? [value] : refusals(value)));

test('2.9 2.10 who may do what with /cert: every verb as every role', async () => {
  const table: string[][] = [['', ...verbs.map((verb) => `/cert ${verb}`.trim())]];
  const found: Record<string, Record<string, string>> = {};
  for (const [role, { user, channel }] of Object.entries(expected)) {
    const row: Record<string, string> = {};
    for (const verb of verbs) row[verb] = await outcome(user, verb, channel && sharedChannel);
    found[role] = row;
    table.push([role, ...verbs.map((verb) => shortly(row[verb]!))]);
  }
  process.stdout.write(`\n${drawn(table)}\n\n`);
  expect(found).toEqual(Object.fromEntries(Object.entries(expected).map(([role, { may }]) => [role, may])));
}, 120_000);

test('2.9 only managers and owners are shown how others stand', async () => {
  await setTheScene('waive');
  const team = async (user: string) =>
    (await heard(user, () => house.slack.act.command({ user, command: '/cert', text: 'team' }))).words;
  expect(await team('U0MEL')).toContain('Ana Ruiz');
  for (const user of ['U0BEN', 'U0EVA', 'U0ANA', 'U0OLD']) expect(await team(user)).not.toContain('Ana Ruiz');
});

test('2.9 one person out of reach and nothing is done for any, and each is told whom to ask', async () => {
  await setTheScene('assign');
  const text = 'assign <@U0ANA|ana> <@U0KIM|kim> <@U0MAX|max> FIRST-AID by 30 nov';
  const before = await contents();
  const answer = await heard('U0MEL', () => house.slack.act.command({ user: 'U0MEL', command: '/cert', text }));
  expect(answer.text).toBe(
    'You can only do this for people who report to you. Not for Kim Lee (ask Eva Sol), Max Weber (ask Olga Owner). Nothing was done.',
  );
  expect(await contents()).toBe(before);
});

test('2.10 nothing can be asked of guests, bots, people of other companies and those who have left', async () => {
  await setTheScene('assign');
  const before = await contents();
  const asking = async (mention: string) => {
    const text = `assign <@U0ANA|ana> ${mention} FIRST-AID by 30 nov`;
    return (await heard('U0OWNER', () => house.slack.act.command({ user: 'U0OWNER', command: '/cert', text }))).text;
  };
  expect(await asking('<@U0GUEST|gia>')).toBe(
    'Nothing was done: @gia is a guest, and guests cannot be asked to earn a certification.',
  );
  expect(await asking('<@U0LEFT|lee>')).toBe('Nothing was done: @lee has left the company.');
  const unknown = 'is not in your company’s people file (bots and people of other companies never are).';
  expect(await asking('<@U0ROBOT|robot>')).toBe(`Nothing was done: @robot ${unknown}`);
  expect(await asking('<@U0ALIEN|al>')).toBe(`Nothing was done: @al ${unknown}`);
  expect(await asking('<@U0NOFILE|nora> <@U0LEFT|lee>')).toContain('@lee has left the company');
  expect(await contents()).toBe(before);
});

/** Refusals are many words: in the table their first ones. */
const shortly = (outcome: string) => (outcome.length > 12 ? 'refused' : outcome);

function drawn(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')).join('\n');
}
