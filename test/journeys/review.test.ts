import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { MessageEffect } from '../../sandbox/effects.js';
import type { Certification } from '../../src/features/catalog/index.js';
import type { Credential } from '../../src/features/credentials/index.js';
import { handInDialog } from '../../src/features/credentials/messages/hand-in.js';
import {
  approvePressed,
  declinePressed,
  reviewRefusals,
  samePressed,
} from '../../src/features/credentials/messages/review.js';
import type { Asker, Person } from '../../src/features/people/index.js';
import { bornSilently } from '../../src/platform/database/facts.js';
import type { FormValues } from '../../src/platform/slack/forms.js';
import type { CalendarDate } from '../../src/shared/dates.js';
import type { CredentialId } from '../../src/shared/ids.js';
import { newCredentialId } from '../../src/shared/ids.js';
import { SlackUserId } from '../../src/shared/links.js';
import { writeSeen } from '../../src/shared/seen.js';
import { aCertification } from '../builders/certification.js';
import { aCredential } from '../builders/credential.js';
import { startForger } from '../harness/forger.js';
import { startHouse } from '../harness/house.js';

/* Thursday 1 October 2026, 09:00 in Madrid, where everybody works from 09:00 to 17:00: halves meet at 13:00. */

type House = Awaited<ReturnType<typeof startHouse>>;
type Forger = Awaited<ReturnType<typeof startForger>>;
let house: House;
let forger: Forger;
let cleo: Person;
let ben: Person;
let ana: Person;
let owner: Person;

beforeEach(async () => {
  house = await startHouse();
  forger = await startForger(house);
  owner = await house.hire({ slackId: 'U0OWNER', name: 'Olga Owner' });
  cleo = await house.hire({ slackId: 'U0CLEO', name: 'Cleo Chief' });
  ben = await house.hire({ slackId: 'U0BEN', name: 'Ben Boss', managerId: cleo._id });
  ana = await house.hire({ slackId: 'U0ANA', name: 'Ana Ruiz', managerId: ben._id });
  // DMs are opened ahead.
  await house.settleDown();
});
afterEach(async () => {
  await forger.stop();
  await house.stop();
});

const date = (text: string) => text as CalendarDate;
const at = (text: string) => new Date(`2026-10-${text}:00Z`);

async function certified(fields: Partial<Certification> = {}): Promise<Certification> {
  const certification = aCertification({ name: 'First aid', ...fields });
  await house.certify(certification);
  return certification;
}

type HandIn = { by?: Person; values?: FormValues };

/** As the dialog sends it; what is handed in, as it is kept. */
async function handIn(person: Person, { _id }: Certification, { by = person, values = {} }: HandIn = {}) {
  const id = newCredentialId();
  const answer = await house.features.credentials.forms[handInDialog]?.({
    slackUserId: SlackUserId.parse(by.slackId),
    subject: ['new', id, person._id, _id].join(' '),
    values: { earned: '2026-09-28', number: 'A-17', link: 'https://example.com/badge', ...values },
  });
  const credential = await house.features.credentials.store.byId(id);
  if (credential === null) throw new Error(`Not handed in: ${JSON.stringify(answer)}`);
  return credential;
}

/** As the dialog that corrects sends it. */
async function correct({ _id, version }: Credential, values: FormValues): Promise<void> {
  await house.features.credentials.forms[handInDialog]?.({
    slackUserId: SlackUserId.parse('U0ANA'),
    subject: ['correct', _id, version].join(' '),
    values: { earned: '2026-09-28', link: 'https://example.com/badge', ...values },
  });
}

const current = async ({ _id }: Pick<Credential, '_id'>) =>
  (await house.features.credentials.store.byId(_id)) as Credential;

/** What somebody was told of reviews and their results; other features have their say, too. */
function heard(slackId: string): string[] {
  const others = /word from you|earned|team|Well done/;
  return house
    .told(slackId)
    .filter(({ text }) => !others.test(text))
    .map(({ at: when, text }) => `${when.slice(5, 16)} ${text}`);
}

/** The last card of a reviewer as it now stands. */
function lastCard(slackId: string) {
  const channel = house.slack.dmOf(slackId)!;
  const told = house.told(slackId).findLast(({ text }) => /please decide|waits? for your decision/.test(text));
  const message = house.slack.messages(channel).find(({ ts }) => ts === told?.ts)!;
  return { channel, ts: String(message.ts), words: JSON.stringify(message.blocks) };
}

/** The last message to somebody that says this. */
function lastTold(slackId: string, part: string) {
  const told = house.told(slackId).findLast(({ text }) => text.includes(part));
  const message = house.slack.messages(house.slack.dmOf(slackId)!).find(({ ts }) => ts === told?.ts);
  return { words: JSON.stringify(message?.blocks) };
}

/** Presses a button of the last message in the person's own client; what they alone were then shown. */
async function press(slackId: string, actionId: string): Promise<string> {
  const { channel, ts } = lastCard(slackId);
  const before = house.slack.effects().length;
  await house.slack.act.press({ user: slackId, actionId, channel, ts });
  const answer = await house.slack.waitFor(
    (effect) => effect.n > before && effect.kind === 'message.ephemeral' && effect.via === 'response_url',
  );
  await house.settleDown();
  return (answer as MessageEffect).text;
}

/** Declines by the button and its dialog. */
async function decline(slackId: string, why: string) {
  const { channel, ts } = lastCard(slackId);
  const before = house.slack.effects().length;
  await house.slack.act.press({ user: slackId, actionId: declinePressed, channel, ts });
  await house.slack.waitFor((effect) => effect.n > before && effect.kind === 'view.opened');
  const submitted = await house.slack.act.submit({ user: slackId, values: { why } });
  await house.settleDown();
  return submitted;
}

/** A press with any value, as a copy of an old message would send it. */
const pressOld = async (slackId: string, actionId: string, id: CredentialId, version: number, choice = '') =>
  (await forger.press(actionId, slackId, { value: writeSeen(id, version, choice) })).text;

describe('who reviews', () => {
  test('3.1 the manager is asked where the certification names nobody else, and verifies it', async () => {
    const credential = await handIn(ana, await certified());
    await house.liveUntil(at('01T11:01'));
    expect(heard('U0BEN')).toEqual(['10-01T11:00 Ana Ruiz handed in First aid: please decide']);
    expect(heard('U0CLEO')).toEqual([]);
    expect(await press('U0BEN', approvePressed)).toBe('Approved: First aid of Ana Ruiz');
    expect(await current(credential)).toMatchObject({ state: 'verified', decision: { by: ben._id } });
  });

  test('3.1 named people are asked, or the owner, or who comes next when they are gone; never the person themselves', async () => {
    const [dora, emil] = [
      await house.hire({ slackId: 'U0DORA' }),
      await house.hire({ slackId: 'U0EMIL', state: 'left' }),
    ];
    const byPeople = (...people: Person[]) =>
      certified({ reviewer: { by: 'people', personIds: people.map(({ _id }) => _id) } });
    const asked = async (person: Person, certification: Certification, by = person) =>
      (await handIn(person, certification, { by })).review?.asks.map(({ to }) => to);
    expect(await asked(ana, await byPeople(dora, emil))).toEqual([dora._id]);
    expect(await asked(ana, await byPeople(emil))).toEqual([owner._id]);
    expect(await asked(dora, await byPeople(dora))).toEqual([owner._id]);
    expect(await asked(ana, await certified({ reviewer: { by: 'owner' } }))).toEqual([owner._id]);
    expect(await asked(cleo, await certified())).toEqual([owner._id]);
    const fritz = await house.features.people.store.byId(ana._id);
    await house.features.people.store.model.updateOne({ _id: ben._id }, { $set: { state: 'left' } });
    expect(await asked(fritz!, await certified())).toEqual([cleo._id]);
  });

  test('3.1 who handed it in for somebody does not decide on it: the next manager does', async () => {
    const gerd = { ...ana, _id: `${ana._id.slice(0, -3)}abc` as Person['_id'], slackId: null, employeeId: 'E-gerd' };
    await house.features.people.store.model.insertMany([{ ...gerd, name: 'Gerd', dmChannel: null, ...bornSilently }]);
    const credential = await handIn(gerd, await certified(), { by: ben });
    expect(credential.review?.asks.map(({ to }) => to)).toEqual([cleo._id]);
    expect(await pressOld('U0BEN', approvePressed, credential._id, 0)).toBe(reviewRefusals['handed-in-by-you']);
    await house.liveUntil(at('01T11:01'));
    expect(lastCard('U0CLEO').words).toContain('Compare the name on it');
    await press('U0CLEO', approvePressed);
    expect((await current(credential)).state).toBe('verified');
    // The result goes to whoever can tell them.
    expect(heard('U0BEN')).toEqual(['10-01T11:01 Gerd’s First aid is verified.']);
  });

  test('3.1 a forged press of the person, a colleague or a stranger changes nothing', async () => {
    const credential = await handIn(ana, await certified());
    await house.hire({ slackId: 'U0PEER', managerId: ben._id });
    for (const actionId of [approvePressed, samePressed, declinePressed]) {
      expect(await pressOld('U0ANA', actionId, credential._id, 0)).toBe(reviewRefusals.own);
      expect(await pressOld('U0PEER', actionId, credential._id, 0)).toBe(reviewRefusals['not-asked']);
      expect(await pressOld('U0NOBODY', actionId, credential._id, 0)).toBe(reviewRefusals['not-asked']);
    }
    expect(await current(credential)).toEqual(credential);
  });

  test('3.2 two different people must agree: one alone cannot, and the second is asked once the first has agreed', async () => {
    const credential = await handIn(ana, await certified({ approvals: 2 }));
    await house.liveUntil(at('01T11:01'));
    expect(lastCard('U0BEN').words).toContain('Two different people must agree');
    expect(await press('U0BEN', approvePressed)).toBe('You have agreed. A second person must agree, too.');
    expect(lastCard('U0BEN').words).toContain('It is verified once a second person agrees, too.'.slice(3));
    expect((await current(credential)).state).toBe('submitted');
    // The same press, and one that carries the new version, are still one person’s.
    for (const version of [0, 1])
      expect(await pressOld('U0BEN', approvePressed, credential._id, version)).toContain('You have agreed');
    expect(heard('U0ANA')).toEqual([]);
    await house.liveUntil(at('02T07:01'));
    expect(heard('U0CLEO')).toEqual(['10-02T07:00 Ana Ruiz handed in First aid: please decide']);
    expect(lastCard('U0CLEO').words).toContain('has agreed. A second person must agree, too.');
    await press('U0CLEO', approvePressed);
    expect(await current(credential)).toMatchObject({
      state: 'verified',
      approvals: [{ by: ben._id }, { by: cleo._id }],
    });
    expect(lastCard('U0BEN').words).toContain('approved it at 09:01');
  });

  test('3.2 what one has agreed to is not counted among what waits for them', async () => {
    const seven = Array.from({ length: 7 }, (_, n) => `Course ${n}`);
    for (const name of seven) await handIn(ana, await certified({ name, approvals: 2 }), { values: { number: name } });
    await house.liveUntil(at('01T11:01'));
    const { waitingFor } = house.features.credentials.review;
    const waiting = async () => {
      const { cards, more } = await waitingFor(ben, house.clock.now());
      return cards.length + more;
    };
    expect(await waiting()).toBe(7);
    // Of those that are not shown: all were handed in at one instant, so their ids say which is last.
    const last = (await house.features.credentials.store.submittedOf([ana._id]))
      .map(({ _id }) => _id)
      .toSorted()
      .at(-1)!;
    await pressOld('U0BEN', approvePressed, last, 0);
    expect(await waiting()).toBe(6);
  });
});

describe('the card', () => {
  test('3.3 shows whose it is, the evidence, whether it was in time, and what was checked', async () => {
    const certification = await certified();
    await house.assign({ personId: ana._id, certificationId: certification._id, dueOn: date('2026-12-01') });
    await handIn(ana, certification);
    await house.liveUntil(at('01T11:01'));
    const { words } = lastCard('U0BEN');
    for (const part of [
      'Ana Ruiz',
      '*First aid*',
      'Earned on Monday 28 September 2026.',
      'It counts until Friday 28 September 2029, as the catalogue says.',
      'Number: A-17',
      '<https://example.com/badge|Open the evidence>',
      'Handed in on Thursday 1 October 2026, in time.',
      '✓ Ana Ruiz handed it in from their own Slack account.',
      '✓ The day it was earned is not in the future.',
      '✓ How long it counts fits the catalogue.',
      '✓ Nobody else has handed in this number.',
    ])
      expect(words).toContain(part);
    expect(words).not.toContain('⚠');
    expect(words).not.toContain('Approve it all the same?');
  });

  test('3.3 shows as much on Home, of each that waits', async () => {
    const [certification, other] = [await certified(), await certified({ name: 'Forklift' })];
    await handIn(ana, certification);
    await handIn(ana, other, { values: { number: 'FL-2' } });
    await house.liveUntil(at('01T11:01'));
    const before = house.slack.effects().length;
    await house.slack.act.openHome({ user: 'U0BEN' });
    await house.slack.waitFor((effect) => effect.n > before && effect.kind === 'home.published');
    const words = JSON.stringify(house.slack.home('U0BEN')?.blocks);
    for (const number of ['Number: A-17', 'Number: FL-2']) expect(words).toContain(number);
    expect(words.match(/Nobody else has handed in this number/g)).toHaveLength(2);
  });

  test('3.3 warns of a number that somebody else has handed in and of a date that is too late, and asks once more', async () => {
    const certification = await certified();
    const dora = await house.hire({ slackId: 'U0DORA', managerId: ben._id });
    const known = aCredential({ personId: dora._id, certificationId: certification._id, number: 'A-17' });
    await house.features.credentials.store.model.insertMany([{ ...known, ...bornSilently }]);
    await house.assign({ personId: ana._id, certificationId: certification._id, dueOn: date('2026-09-28') });
    await handIn(ana, certification, { values: { until: '2031-12-31' } });
    await house.liveUntil(at('01T11:01'));
    const { words } = lastCard('U0BEN');
    expect(words).toContain('⚠ Somebody else has handed in the same number');
    expect(words).toContain('⚠ It would count longer than the catalogue says.');
    expect(words).toContain('It counts until Wednesday 31 December 2031, as handed in.');
    expect(words).toContain('3 days after it was due');
    expect(words).toContain('Approve it all the same?');
    // Whose number it is, is nobody’s business here.
    expect(words).not.toContain(dora.name);
  });

  test('3.4 one earned within 14 days is offered as the same; pressing it says so and counts nothing twice', async () => {
    const certification = await certified();
    const known = aCredential({
      personId: ana._id,
      certificationId: certification._id,
      earnedOn: date('2026-09-20'),
      expiresOn: date('2029-09-20'),
    });
    await house.features.credentials.store.model.insertMany([{ ...known, ...bornSilently }]);
    const credential = await handIn(ana, certification);
    await house.liveUntil(at('01T11:01'));
    expect(lastCard('U0BEN').words).toContain('One that was earned on Sunday 20 September 2026 is on record already.');
    expect(await press('U0BEN', samePressed)).toBe('Noted: it is the same one as on record.');
    expect(await current(credential)).toMatchObject({ state: 'merged', decision: { by: ben._id } });
    expect((await current(known)).state).toBe('verified');
    expect(lastCard('U0BEN').words).toContain('it is the same one as on record');
    expect(heard('U0ANA')).toEqual(['10-01T11:01 Your First aid is already on record.']);
  });

  test('3.4 one earned 15 days apart is not offered, and cannot be forged into the same', async () => {
    const certification = await certified();
    const known = aCredential({
      personId: ana._id,
      certificationId: certification._id,
      earnedOn: date('2026-09-13'),
    });
    await house.features.credentials.store.model.insertMany([{ ...known, ...bornSilently }]);
    const credential = await handIn(ana, certification);
    await house.liveUntil(at('01T11:01'));
    expect(lastCard('U0BEN').words).not.toContain(samePressed);
    for (const choice of [known._id, credential._id, 'nonsense', ''])
      expect(await pressOld('U0BEN', samePressed, credential._id, 0, choice)).toContain('has changed meanwhile');
    expect((await current(credential)).state).toBe('submitted');
  });

  test('3.4 what turns out to be on record for the very same day is not verified twice', async () => {
    const certification = await certified();
    const credential = await handIn(ana, certification);
    const known = aCredential({ personId: ana._id, certificationId: certification._id, earnedOn: date('2026-09-28') });
    await house.features.credentials.store.model.insertMany([{ ...known, ...bornSilently }]);
    await house.liveUntil(at('01T11:01'));
    expect(await press('U0BEN', approvePressed)).toContain('is on record already, so nothing was done');
    expect((await current(credential)).state).toBe('submitted');
    await press('U0BEN', samePressed);
    expect((await current(credential)).state).toBe('merged');
  });
});

describe('what follows', () => {
  test('3.5 approving tells the person until when it counts and when they hear of it again, and shows every reviewer', async () => {
    const dora = await house.hire({ slackId: 'U0DORA', name: 'Dora' });
    const reviewer = { by: 'people' as const, personIds: [ben._id, dora._id] };
    const credential = await handIn(ana, await certified({ reviewer }));
    await house.liveUntil(at('01T11:01'));
    await press('U0DORA', approvePressed);
    expect(heard('U0ANA')).toEqual(['10-01T11:01 Your First aid is verified.']);
    const { words } = lastTold('U0ANA', 'is verified');
    expect(words).toContain('counts until Friday 28 September 2029');
    expect(words).toContain('There is nothing to do until Saturday 30 June 2029');
    expect(await current(credential)).toMatchObject({
      state: 'verified',
      expiresOn: '2029-09-28',
      review: { nextAt: null, cardAt: null },
    });
    expect(lastCard('U0BEN').words).toContain('Dora approved it at 13:01.');
    expect(lastCard('U0BEN').words).not.toContain(approvePressed);
    expect(lastCard('U0DORA').words).toContain('you approved it at 13:01.');
  });

  test('3.6 declining asks for a reason, tells the person what is missing and how long is left, and reopens the assignment', async () => {
    const certification = await certified();
    const assigned = await house.assign({
      personId: ana._id,
      certificationId: certification._id,
      dueOn: date('2026-12-01'),
    });
    const credential = await handIn(ana, certification);
    await house.liveUntil(at('01T11:01'));
    expect((await house.assignment(assigned._id))?.state).toBe('in-review');
    const submitted = await decline('U0BEN', 'The second page is missing.');
    expect(submitted.formProblem).toBeNull();
    expect((await house.assignment(assigned._id))?.state).toBe('open');
    expect(await current(credential)).toMatchObject({
      state: 'declined',
      decision: { by: ben._id, why: 'The second page is missing.' },
    });
    const { words } = lastTold('U0ANA', 'could not be verified yet');
    expect(words).toContain('Ben Boss says what is missing: The second page is missing.');
    expect(words).toContain('There are 61 days left: it is due on Tuesday 1 December 2026.');
    expect(words).toContain('"I passed"');
    expect(lastCard('U0BEN').words).toContain('Reason given: The second page is missing.');
  });

  test('3.6 without a reason nothing is declined, and a reason that is too long is refused at its field', async () => {
    const credential = await handIn(ana, await certified());
    const send = (why: string) =>
      house.features.credentials.forms[declinePressed]?.({
        slackUserId: SlackUserId.parse('U0BEN'),
        subject: writeSeen(credential._id, 0),
        values: { why },
      });
    expect(await send('\u200b ')).toEqual({ errors: { why: expect.stringContaining('what is missing') } });
    expect(await send('x'.repeat(301))).toEqual({ errors: { why: expect.stringContaining('At most 300') } });
    expect(await current(credential)).toEqual(credential);
  });
});

describe('when cards come', () => {
  test('3.7 what comes in during a half-day comes as one message at the next, and only once', async () => {
    const [first, second] = [await certified(), await certified({ name: 'Fire warden' })];
    await handIn(ana, first);
    await house.liveUntil(at('01T09:30'));
    await handIn(ana, second);
    await house.liveUntil(at('01T12:00'));
    expect(heard('U0BEN')).toEqual([
      '10-01T11:00 2 hand-ins wait for your decision, first of all First aid of Ana Ruiz',
    ]);
    await handIn(ana, await certified({ name: 'Forklift' }));
    await house.liveUntil(at('02T12:00'));
    expect(heard('U0BEN').slice(1)).toEqual(['10-02T07:00 Ana Ruiz handed in Forklift: please decide']);
  });

  test('3.7 more than five are shown five at a time, the oldest first', async () => {
    for (let n = 1; n <= 7; n += 1) await handIn(ana, await certified({ name: `Course ${n}` }));
    await house.liveUntil(at('01T11:01'));
    expect(lastCard('U0BEN').words).toContain('2 more hand-ins will come with your next message.');
    await house.liveUntil(at('02T07:01'));
    expect(heard('U0BEN')).toHaveLength(2);
    expect(heard('U0BEN')[1]).toContain('10-02T07:00 2 hand-ins wait');
  });

  test('3.7 what is nearly due, or keeps somebody from work, comes at once', async () => {
    const due = await certified({ name: 'Due tomorrow' });
    await house.assign({ personId: ana._id, certificationId: due._id, dueOn: date('2026-10-02') });
    await handIn(ana, due);
    await handIn(ana, await certified({ name: 'Shaft access', mayNotWorkWithout: true }));
    await handIn(ana, await certified({ name: 'Can wait' }));
    await house.liveUntil(at('01T07:05'));
    expect(
      heard('U0BEN')
        .map((line) => line.slice(6))
        .toSorted(),
    ).toEqual([
      '07:00 Ana Ruiz handed in Due tomorrow: please decide',
      '07:00 Ana Ruiz handed in Shaft access: please decide',
    ]);
    await house.liveUntil(at('01T12:00'));
    expect(heard('U0BEN').slice(2)).toEqual(['10-01T11:00 Ana Ruiz handed in Can wait: please decide']);
  });

  test('3.8 the reviewer is reminded after two working days, then one level up is asked, then the owner; then it rests', async () => {
    const credential = await handIn(ana, await certified());
    await house.liveUntil(at('20T12:00'));
    const all = (slackId: string) => heard(slackId).map((line) => line.slice(0, 11));
    // Friday, the weekend, Monday: two working days after each card.
    expect(all('U0BEN')).toEqual(['10-01T11:00', '10-05T07:00']);
    expect(heard('U0BEN')[1]).toContain('Ana Ruiz’s First aid still waits for your decision');
    expect(all('U0CLEO')).toEqual(['10-07T07:00']);
    expect(all('U0OWNER')).toEqual(['10-09T07:00']);
    expect(await current(credential)).toMatchObject({
      version: 0,
      review: { stage: 'owner', nextAt: null, cardAt: null },
    });
    expect(lastCard('U0OWNER').words).toContain('Nobody has decided for some days');
    await press('U0OWNER', approvePressed);
    for (const slackId of ['U0BEN', 'U0CLEO'])
      expect(lastCard(slackId).words).toContain('Olga Owner approved it at 14:00');
  });

  test('3.8 who decides in the reviewer’s place on these days is asked at once, and may decide only then', async () => {
    const dora = await house.hire({ slackId: 'U0DORA', name: 'Dora' });
    const delegate = { personId: dora._id, from: date('2026-10-01'), until: date('2026-10-02') };
    await house.features.people.store.model.updateOne({ _id: ben._id }, { $set: { delegate } });
    const [first, second] = [await certified(), await certified({ name: 'Fire warden' })];
    await handIn(ana, first);
    const later = await handIn(ana, second);
    await house.liveUntil(at('01T11:01'));
    expect(heard('U0DORA')).toHaveLength(1);
    expect(lastCard('U0DORA').words).toContain('in the place of somebody');
    await press('U0DORA', approvePressed);
    house.setTime(at('05T07:00'));
    expect(await pressOld('U0DORA', approvePressed, later._id, 0)).toBe(reviewRefusals['not-asked']);
  });

  test('3.8 what waits does not wait for the return of whoever is on leave: it goes further as ever', async () => {
    const leave = [{ from: date('2026-10-01'), until: date('2026-10-30') }];
    await house.features.people.store.model.updateOne({ _id: ben._id }, { $set: { leave } });
    await handIn(ana, await certified());
    await house.liveUntil(at('30T20:00'));
    expect(heard('U0BEN')).toEqual([]);
    expect(heard('U0CLEO').map((line) => line.slice(0, 11))).toEqual(['10-07T07:00']);
    await house.liveUntil(new Date('2026-11-02T12:00:00Z'));
    expect(heard('U0BEN')).toHaveLength(1);
  });

  test('3.8 a reviewer who leaves is replaced, and whoever is asked instead hears of it first', async () => {
    await handIn(ana, await certified());
    await house.liveUntil(at('01T11:01'));
    await house.features.people.store.model.updateOne({ _id: ben._id }, { $set: { state: 'left' } });
    await house.liveUntil(at('07T12:00'));
    expect(heard('U0CLEO').map((line) => line.slice(0, 11))).toEqual(['10-05T07:00', '10-07T07:00']);
  });
});

describe('when other people are to decide', () => {
  const notYours = 'somebody else decides on it now.';
  const asked = async (credential: Credential) =>
    (await current(credential)).review?.asks.map(({ to, reason }) => [to, reason]);

  test('3.8 a person who reports to somebody else is theirs to review at once: the old card says so, the new one comes', async () => {
    const dora = await house.hire({ slackId: 'U0DORA', name: 'Dora' });
    const credential = await handIn(ana, await certified());
    await house.liveUntil(at('01T11:01'));
    expect(lastCard('U0BEN').words).toContain(approvePressed);
    await reportsTo(ana, dora);
    expect(lastCard('U0BEN').words).toContain(notYours);
    expect(lastCard('U0BEN').words).not.toContain(approvePressed);
    expect(await pressOld('U0BEN', approvePressed, credential._id, 0)).toBe(reviewRefusals['not-asked']);
    await house.liveUntil(at('05T12:00'));
    // With the next half-day, as ever; Ben, whose two working days have passed, hears no more of it.
    expect(heard('U0DORA')).toEqual(['10-02T07:00 Ana Ruiz handed in First aid: please decide']);
    expect(heard('U0BEN')).toHaveLength(1);
    expect(heard('U0CLEO')).toEqual([]);
    await house.liveUntil(at('06T12:00'));
    expect(heard('U0DORA').slice(1)).toEqual(['10-06T07:00 Ana Ruiz’s First aid still waits for your decision']);
    expect(await press('U0DORA', approvePressed)).toBe('Approved: First aid of Ana Ruiz');
  });

  test('3.8 whoever was to be told and is not to decide any more never hears of it, and a bundle has one more', async () => {
    const dora = await house.hire({ slackId: 'U0DORA', name: 'Dora' });
    const kim = await house.hire({ slackId: 'U0KIM', name: 'Kim Lee', managerId: dora._id });
    const certification = await certified();
    await handIn(kim, certification);
    const credential = await handIn(ana, certification);
    house.setTime(at('01T09:30'));
    await reportsTo(ana, dora);
    expect(await asked(credential)).toEqual([[dora._id, 'asked']]);
    await house.liveUntil(at('02T12:00'));
    expect(heard('U0BEN')).toEqual([]);
    expect(heard('U0DORA')).toEqual([expect.stringContaining('10-01T11:00 2 hand-ins wait for your decision')]);
  });

  test('3.8 what is urgent goes to the new reviewer at once', async () => {
    const dora = await house.hire({ slackId: 'U0DORA', name: 'Dora' });
    await handIn(ana, await certified({ mayNotWorkWithout: true }));
    await house.liveUntil(at('01T07:05'));
    expect(heard('U0BEN')).toHaveLength(1);
    await reportsTo(ana, dora);
    expect(heard('U0DORA')).toEqual(['10-01T07:05 Ana Ruiz handed in First aid: please decide']);
  });

  test('3.8 when a manager leaves, the next one up is asked without waiting for a stage; when they come back, their card does', async () => {
    const credential = await handIn(ana, await certified());
    await house.liveUntil(at('01T11:01'));
    await slackSays('U0BEN', { deleted: true }, ({ kind }) => kind === 'left');
    expect(await asked(credential)).toEqual([
      [ben._id, 'asked'],
      [cleo._id, 'asked'],
    ]);
    await house.liveUntil(at('02T07:01'));
    expect(heard('U0CLEO')).toEqual(['10-02T07:00 Ana Ruiz handed in First aid: please decide']);
    await slackSays('U0BEN', { deleted: false }, ({ kind }) => kind === 'person');
    expect(lastCard('U0BEN').words).toContain(approvePressed);
    expect(await press('U0BEN', approvePressed)).toBe('Approved: First aid of Ana Ruiz');
  });

  test('3.8 of the people who report to somebody without Slack, the reviewer changes with whom that one reports to', async () => {
    const dora = await house.hire({ slackId: 'U0DORA', name: 'Dora' });
    await house.features.people.store.model.updateOne({ _id: ben._id }, { $set: { slackId: null } });
    const credential = await handIn(ana, await certified());
    expect(await asked(credential)).toEqual([[cleo._id, 'asked']]);
    await reportsTo(ben, dora);
    expect(await asked(credential)).toEqual([[dora._id, 'asked']]);
  });

  test('3.8 a reviewer whom the catalogue no longer names hands over to whom it names', async () => {
    const dora = await house.hire({ slackId: 'U0DORA', name: 'Dora' });
    const certification = await certified({ reviewer: { by: 'people', personIds: [ben._id] } });
    const credential = await handIn(ana, certification);
    await house.liveUntil(at('01T11:01'));
    await inCatalogue(certification, { reviewer: dora.employeeId });
    expect(lastCard('U0BEN').words).toContain(notYours);
    await house.liveUntil(at('02T07:01'));
    expect(heard('U0DORA')).toEqual(['10-02T07:00 Ana Ruiz handed in First aid: please decide']);
    expect(await asked(credential)).toHaveLength(2);
  });

  test('3.2 what one has agreed to is verified without another press when the catalogue asks for one instead of two', async () => {
    const certification = await certified({ approvals: 2 });
    const credential = await handIn(ana, certification);
    const untouched = await handIn(cleo, certification);
    await house.liveUntil(at('01T11:01'));
    await press('U0BEN', approvePressed);
    await house.liveUntil(at('02T07:01'));
    expect(lastCard('U0CLEO').words).toContain('A second person must agree, too.');
    await inCatalogue(certification, { approvals: '1' });
    expect(await current(credential)).toMatchObject({
      state: 'verified',
      decision: { by: ben._id, at: at('01T11:01') },
    });
    expect(heard('U0ANA')).toEqual(['10-02T07:01 Your First aid is verified.']);
    expect(lastCard('U0CLEO').words).toContain('Ben Boss approved it on Thursday 1 October, 13:01.');
    // What nobody has agreed to still waits for its one.
    expect((await current(untouched)).state).toBe('submitted');
    expect(lastCard('U0OWNER').words).not.toContain('Two different people');
  });

  test('3.1 a guest who manages is not asked, because guests may not decide: the next one up is', async () => {
    await slackSays('U0BEN', { isRestricted: true }, ({ kind }) => kind === 'guest');
    const credential = await handIn(ana, await certified());
    expect(await asked(credential)).toEqual([[cleo._id, 'asked']]);
    await house.liveUntil(at('01T11:01'));
    expect(heard('U0BEN')).toEqual([]);
    expect(await press('U0CLEO', approvePressed)).toBe('Approved: First aid of Ana Ruiz');
  });

  test('3.1 a guest stands in for nobody, and a reviewer who becomes one is replaced with the next stage', async () => {
    const dora = await house.hire({ slackId: 'U0DORA', name: 'Dora' });
    const delegate = { personId: dora._id, from: date('2026-10-01'), until: date('2026-10-31') };
    await house.features.people.store.model.updateOne({ _id: ben._id }, { $set: { delegate } });
    await handIn(ana, await certified());
    await house.liveUntil(at('01T11:01'));
    expect(heard('U0DORA')).toHaveLength(1);
    for (const slackId of ['U0BEN', 'U0DORA'])
      await slackSays(slackId, { isRestricted: true }, ({ kind }) => kind === 'guest');
    await house.liveUntil(at('05T12:00'));
    expect(heard('U0CLEO')).toHaveLength(1);
    for (const slackId of ['U0BEN', 'U0DORA']) expect(lastCard(slackId).words).toContain(notYours);
  });

  test('a change of people or catalogue that moves no review leaves no reaction that would have nothing to do', async () => {
    const certification = await certified();
    await load('people', `employee_id,name,grade\n${ana.employeeId},Ana Ruiz,G9`);
    await inCatalogue(certification, { grace_days: '3' });
    const reactions = await house.database.db.collection('reactions').distinct('reaction');
    expect(reactions.toSorted()).toEqual(['nudges.planAgain', 'nudges.planCertificationAgain']);
  });
});

/** As an owner loads a file. */
async function load(kind: 'people' | 'certifications', content: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'laurel-'));
  const path = join(folder, `${kind}.csv`);
  await writeFile(path, `${content}\n`);
  const options = { mode: 'apply', badRows: 'refuse', onRow: () => {} } as const;
  const report = await house.features.loading.load(kind, path, options);
  await rm(folder, { recursive: true });
  expect(report.outcome).toBe('applied');
  await house.settleDown();
}

const reportsTo = ({ employeeId, name }: Person, manager: Person) =>
  load('people', `employee_id,name,manager\n${employeeId},${name},${manager.employeeId}`);

function inCatalogue(certification: Certification, says: Readonly<Record<string, string>>) {
  const { _id, name, issuer, kind, need, validMonths } = certification;
  const row = { code: _id, name, issuer, kind, need, valid_months: String(validMonths), ...says };
  return load('certifications', `${Object.keys(row).join()}\n${Object.values(row).join()}`);
}

/** Slack tells of a change of an account, until it is known. */
async function slackSays(
  slackId: string,
  change: Parameters<House['slack']['act']['change']>[1],
  known: (asker: Asker) => boolean,
): Promise<void> {
  await house.slack.act.change(slackId, change);
  await vi.waitFor(async () => expect(known(await house.features.people.authority.asker(slackId))).toBe(true));
  await house.settleDown();
}

describe('races', () => {
  test('3.9 a double press gets the same answer twice, and a late one by somebody else is told who was first', async () => {
    const credential = await handIn(ana, await certified());
    const approve = (slackId: string) => pressOld(slackId, approvePressed, credential._id, 0);
    const answers = await Promise.all([approve('U0BEN'), approve('U0BEN'), approve('U0BEN')]);
    expect(new Set(answers)).toEqual(new Set(['Approved: First aid of Ana Ruiz']));
    expect(await approve('U0BEN')).toBe('Approved: First aid of Ana Ruiz');
    expect(await approve('U0CLEO')).toBe('Ben Boss approved this at 09:00.');
    house.setTime(at('02T07:00'));
    expect(await pressOld('U0CLEO', declinePressed, credential._id, 0)).toBe(
      'Ben Boss approved this on Thursday 1 October, 09:00.',
    );
    await house.settleDown();
    const audit = house.database.db.collection('audit');
    expect(await audit.countDocuments({ about: credential._id as never, type: 'credential.verified' })).toBe(1);
  });

  test('3.9 new evidence that came meanwhile is told and shown, and nobody approves what they have not seen', async () => {
    const credential = await handIn(ana, await certified());
    await house.liveUntil(at('01T11:01'));
    await correct(credential, { number: 'B-99' });
    // The card has not been drawn anew yet: the old button is still there to be pressed.
    expect(await press('U0BEN', approvePressed)).toBe(
      'Ana Ruiz has handed in new evidence meanwhile, so nothing was done.',
    );
    expect((await current(credential)).state).toBe('submitted');
    expect(lastCard('U0BEN').words).toContain('Number: B-99');
    expect(await press('U0BEN', approvePressed)).toBe('Approved: First aid of Ana Ruiz');
  });

  test('3.9 new evidence takes back what the first of two had agreed to', async () => {
    const credential = await handIn(ana, await certified({ approvals: 2 }));
    await pressOld('U0BEN', approvePressed, credential._id, 0);
    await correct(await current(credential), { number: 'B-99' });
    expect(await current(credential)).toMatchObject({ approvals: [], version: 2 });
    expect(await pressOld('U0CLEO', approvePressed, credential._id, 1)).toContain('has handed in new evidence');
    expect(await pressOld('U0CLEO', approvePressed, credential._id, 2)).toContain('You have agreed.');
    expect((await current(credential)).state).toBe('submitted');
  });

  test('3.9 what was taken back cannot be decided any more, and the card says so', async () => {
    const credential = await handIn(ana, await certified());
    await house.liveUntil(at('01T11:01'));
    const { personId, certificationId, _id: credentialId } = credential;
    await house.features.credentials.store.amend(
      credential,
      { state: 'withdrawn' },
      { type: 'credential.withdrawn', personId, certificationId, credentialId },
      { at: house.clock.now(), by: ana._id },
    );
    expect(await press('U0BEN', approvePressed)).toBe(reviewRefusals.withdrawn);
    expect(lastCard('U0BEN').words).toContain('it was taken back, so there is nothing to decide.');
  });

  test('8.6 an approval and a decline at once, in two processes, leave one result and each is told the truth', async () => {
    const other = await house.startProcess();
    for (const round of [1, 2, 3]) {
      const credential = await handIn(ana, await certified({ name: `Round ${round}` }));
      const value = writeSeen(credential._id, 0);
      const slack = (id: string) => ({ slackUserId: SlackUserId.parse(id), place: 'message' as const });
      const [approved, declined] = await Promise.all([
        house.features.credentials.presses[approvePressed]?.({ ...slack('U0BEN'), value }),
        other.features.credentials.forms[declinePressed]?.({
          slackUserId: SlackUserId.parse('U0CLEO'),
          subject: value,
          values: { why: 'Not this one' },
        }),
      ]);
      const { state, decision } = await current(credential);
      const said = [approved, declined].map((answer) => (answer && 'text' in answer ? answer.text : ''));
      expect(said).toEqual(
        state === 'verified'
          ? [`Approved: Round ${round} of Ana Ruiz`, 'Ben Boss approved this at 09:00.']
          : ['Cleo Chief declined this at 09:00.', `Declined: Round ${round} of Ana Ruiz`],
      );
      expect(decision?.by).toBe(state === 'verified' ? ben._id : cleo._id);
    }
  });

  test('8.6 both of two who must agree press at once: both count', async () => {
    const credential = await handIn(ana, await certified({ approvals: 2 }));
    const answers = await Promise.all(
      ['U0BEN', 'U0CLEO'].map((slackId) => pressOld(slackId, approvePressed, credential._id, 0)),
    );
    expect(answers.toSorted()).toEqual([
      'Approved: First aid of Ana Ruiz',
      'You have agreed. A second person must agree, too.',
    ]);
    expect(await current(credential)).toMatchObject({ state: 'verified', version: 2 });
  });

  test('8.6 two processes that put the same cards at once tell each reviewer once', async () => {
    const other = await house.startProcess();
    for (let n = 1; n <= 3; n += 1) await handIn(ana, await certified({ name: `Course ${n}` }));
    await handIn(ana, await certified({ name: 'Shaft access', mayNotWorkWithout: true }));
    for (const time of ['01T07:01', '01T11:00', '01T11:01', '02T07:01']) {
      house.setTime(at(time));
      await Promise.all([house.settleDown(), other.settleDown()]);
    }
    expect(heard('U0BEN').map((line) => line.slice(12, 40))).toEqual([
      'Ana Ruiz handed in Shaft acc',
      '3 hand-ins wait for your dec',
    ]);
  });
});
