import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { surfaces } from '../../src/app/surfaces.js';
import type { Person } from '../../src/features/people/index.js';
import { bornSilently } from '../../src/platform/database/facts.js';
import type { FormPayload } from '../../src/platform/slack/forms.js';
import { formValues } from '../../src/platform/slack/forms.js';
import type { CalendarDate } from '../../src/shared/dates.js';
import type { CertificationId } from '../../src/shared/ids.js';
import { newCredentialId, newProposalId } from '../../src/shared/ids.js';
import { SlackUserId } from '../../src/shared/links.js';
import { writeSeen } from '../../src/shared/seen.js';
import { anAssignment } from '../builders/assignment.js';
import { aCertification } from '../builders/certification.js';
import { aCredential } from '../builders/credential.js';
import { aGrant } from '../builders/grant.js';
import { aPost } from '../builders/post.js';
import { aStudyPlan } from '../builders/study-plan.js';
import { aTrainingBlock } from '../builders/training-block.js';
import { startHouse } from '../harness/house.js';

/*
 * Everything that can be pressed or sent in, forged: by people whom it is not for, and with values that we never wrote.
 * Ana reports to Mel; Ben reports to Eva, and has nothing to do with Ana.
 */

const firstAid = 'FIRST-AID' as CertificationId;
const welding = 'WELDING' as CertificationId;
const date = (text: string) => text as CalendarDate;
const now = new Date('2026-10-01T07:00:00Z');

let house: Awaited<ReturnType<typeof startHouse>>;
let ana: Person;
/** The ids of all that is Ana's, each with the version that stands. */
let hers: { seen: string; id: string }[];

beforeAll(async () => {
  house = await startHouse({ now, recognitionChannel: 'C0PRAISE' });
  await house.certify(aCertification({ _id: firstAid }), aCertification({ _id: welding, approvals: 2 }));
  await house.hire({ slackId: 'U0OWNER', name: 'Olga Owner' });
  const mel = await house.hire({ slackId: 'U0MEL', name: 'Mel Ortiz' });
  ana = await house.hire({ slackId: 'U0ANA', name: 'Ana Ruiz', managerId: mel._id });
  const eva = await house.hire({ slackId: 'U0EVA', name: 'Eva Sol' });
  await house.hire({ slackId: 'U0BEN', name: 'Ben Ito', managerId: eva._id });
  await house.hire({ slackId: 'U0GUEST', name: 'Gia Guest', managerId: mel._id });
  await house.hire({ slackId: 'U0LEFT', name: 'Lee Left', managerId: mel._id });
  house.slack.setUser('U0GUEST', { isRestricted: true });
  house.slack.addUser({ id: 'U0NOFILE', realName: 'Nora Nofile' });
  await house.settleDown();
  const { model } = house.features.people.store;
  await model.updateOne({ slackId: 'U0LEFT' }, { $set: { state: 'left' } });
  await setTheScene(mel);
});
afterAll(() => house.stop());

/** Something of each kind, in the state in which it can be pressed. */
async function setTheScene(mel: Person): Promise<void> {
  const { store } = house.features.credentials;
  const assignment = anAssignment({ personId: ana._id, certificationId: firstAid, dueOn: date('2026-11-20') });
  const reviewed = anAssignment({ personId: ana._id, certificationId: welding, state: 'in-review' });
  const verified = aCredential({ personId: ana._id, certificationId: firstAid, earnedOn: date('2026-03-01') });
  const submitted = aCredential({
    personId: ana._id,
    certificationId: welding,
    state: 'submitted',
    handedIn: { by: ana._id, on: date('2026-10-01'), at: now },
    review: { stage: 'asked', asks: [{ to: mel._id, reason: 'asked', row: null }], cardAt: null, nextAt: null },
  });
  const block = aTrainingBlock({ personId: ana._id, assignmentId: assignment._id, certificationId: firstAid });
  const post = aPost({ personId: ana._id, credentialId: verified._id, certificationId: firstAid });
  const asks = [{ to: mel._id, reason: 'asked' as const, row: null }];
  const grant = aGrant({
    personId: ana._id,
    credentialId: verified._id,
    certificationId: firstAid,
    review: { stage: 'asked', asks, cardAt: null, nextAt: null },
  });
  const about = { personId: ana._id, certificationId: firstAid };
  // What its person can press, and what her manager can.
  const declined = aStudyPlan({
    ...about,
    assignmentId: assignment._id,
    state: 'declined',
    instead: aStudyPlan().series,
  });
  const asked = aStudyPlan({
    ...about,
    state: 'asked',
    assignmentId: reviewed._id,
    review: { stage: 'asked', asks, cardAt: null, nextAt: null },
  });
  const proposal = {
    _id: newProposalId(),
    verb: 'waive',
    by: mel._id,
    personIds: [ana._id],
    certificationId: firstAid,
    dueOn: null,
    because: 'she drives',
    state: 'shown',
    shownAt: now,
  };
  const insert = (name: string, ...documents: object[]) =>
    house.database.db.collection(name).insertMany(documents.map((one) => ({ ...one, ...bornSilently })));
  await insert('assignments', assignment, reviewed);
  await store.model.insertMany([verified, submitted].map((one) => ({ ...one, ...bornSilently })));
  await insert('trainingBlocks', block);
  await insert('posts', post);
  await insert('grants', grant);
  await insert('studyPlans', declined, asked);
  await insert('proposals', proposal);
  hers = [assignment, reviewed, verified, submitted, block, declined, asked, post, grant, proposal, ana].map(
    ({ _id }) => ({
      id: _id,
      seen: writeSeen(_id, 0),
    }),
  );
}

/** All that is stored; what only asks for a message to be drawn anew changes nothing. */
async function contents(): Promise<string> {
  const { db } = house.database;
  const names = (await db.listCollections().toArray()).map(({ name }) => name).toSorted();
  const bookkeeping = { stale: 0, redrawAt: 0 };
  const all = names
    .filter((name) => !name.startsWith('system.'))
    .map(async (name) => [
      name,
      await db.collection(name).find({}, { projection: bookkeeping }).sort({ _id: 1 }).toArray(),
    ]);
  return JSON.stringify(await Promise.all(all));
}

const presses = () => Object.entries(surfaces(house.features).presses);
const forms = () => Object.entries(surfaces(house.features).forms);
/** Chosen on one's own Home tab: they carry no id, and what is no choice is passed over without a word. */
const ownChoices = ['people.reminders', 'people.end-leave', 'recognition.choose', 'training-time.end-calendar-address'];

const choices = ['', '3', 'why', 'other', 'every-week', '20261002T0800Z', welding];
const garbage = () => [
  ...['', ' ', '0', 'null', '{}', '__proto__', 'asg_ 0', 'new', 'correct', '☃'.repeat(150), 'a'.repeat(3_000)],
  ...hers.flatMap(({ id }) => [`${id} -1`, `${id} 1e3`, `${id} 999999999`, `${id} 0 0 0`, `${id}\n0`]),
  ...['asg', 'cre', 'per', 'blk', 'pln', 'pst', 'grt', 'pro'].map((prefix) => `${prefix}_${'0'.repeat(32)} 0 3`),
];
/** Whom nothing of Ana's is for. */
const others = ['U0BEN', 'U0GUEST', 'U0LEFT', 'U0NOFILE'].map((id) => SlackUserId.parse(id));
const ben = SlackUserId.parse('U0BEN');
const anaHerself = SlackUserId.parse('U0ANA');

test('8.1 a press with a value that was never written is answered in words and changes nothing', async () => {
  const before = await contents();
  for (const [actionId, press] of presses()) {
    for (const slackUserId of [ben, anaHerself]) {
      for (const value of [undefined, ...garbage()]) {
        const answer = await press({ slackUserId, value, place: 'message' });
        if (!ownChoices.includes(actionId)) expect(answer, `${actionId} ${slackUserId} ${value}`).toBeDefined();
      }
    }
    expect(await contents(), actionId).toBe(before);
  }
}, 120_000);

test('2.10 a press on what is somebody else’s is answered in words, tells nothing and changes nothing', async () => {
  const before = await contents();
  for (const [actionId, press] of presses()) {
    for (const slackUserId of others) {
      for (const { id, seen } of hers) {
        for (const value of [id, ...choices.map((choice) => `${seen} ${choice}`.trim())]) {
          const answer = await press({ slackUserId, value, place: 'message' });
          if (!ownChoices.includes(actionId)) expect(answer, `${actionId} ${slackUserId} ${value}`).toBeDefined();
          expect(JSON.stringify(answer) ?? '', `${actionId} ${slackUserId} ${value}`).not.toMatch(hersInWords);
        }
      }
    }
    expect(await contents(), actionId).toBe(before);
  }
}, 120_000);

const hersInWords = /Ana|Certification \d|drives/;

/** As Slack sends it, once `edge.ts` has seen that it has this form at all. */
type State = z.infer<typeof FormPayload>['view']['state']['values'];

/** What an input holds when it was filled in well, badly, or as another kind of input would be. */
function fillings(): State[] {
  const input = (name: string, element: object) => [name, { [name]: { type: 'x', ...element } }] as const;
  const all = (element: object): State => Object.fromEntries(inputNames.map((name) => input(name, element)));
  const dates = ['earned', 'until', 'on', 'next', 'date', 'from', 'due'];
  const well: State = Object.fromEntries([
    ...dates.map((name) => input(name, { selected_date: name === 'earned' ? '2026-09-01' : '2026-12-01' })),
    input('until', { selected_date: '2028-12-01' }),
    ...['number', 'why', 'line', 'because'].map((name) => input(name, { value: 'words' })),
    input('link', { value: 'https://example.com' }),
    input('time', { selected_time: '10:00' }),
    input('minutes', { selected_option: { value: '60' } }),
    input('certification', { value: welding }),
    input('people', { selected_users: ['U0ANA'] }),
    input('tell', { selected_options: [{ value: 'manager' }] }),
  ]);
  const weekly: State = Object.fromEntries([
    input('weekdays', { selected_options: [{ value: '3' }] }),
    input('from', { selected_time: '10:00' }),
    input('minutes', { selected_option: { value: '60' } }),
  ]);
  return [
    {},
    well,
    weekly,
    all({}),
    all({ value: 'x'.repeat(3_000) }),
    all({ value: '\u202e\u0000<!channel> *_~' }),
    all({ selected_date: '2026-02-30' }),
    all({ selected_time: '25:61' }),
    all({ selected_option: { value: '__proto__' } }),
    all({ selected_options: [{ value: 'x' }, { value: 'y' }] }),
    all({ selected_user: 'U0ANA' }),
    all({ files: [{ id: 'F0FORGED', name: '../../etc', size: 2 ** 40 }] }),
    { __proto__: {}, constructor: { constructor: { type: 'x', value: 'x' } } },
  ];
}
const inputNames = [
  ...[
    'certification',
    'earned',
    'until',
    'number',
    'link',
    'files',
    'on',
    'taken-back',
    'next',
    'tell',
    'date',
    'time',
  ],
  ...['minutes', 'weekdays', 'line', 'why', 'delegate', 'from', 'people', 'due', 'because'],
];

test('8.1 a dialog that is forged is answered in words and changes nothing', async () => {
  const before = await contents();
  const fresh = newCredentialId();
  const subjects = hers.flatMap(({ id, seen }) => [
    seen,
    `correct ${seen}`,
    `new ${fresh} ${id} ${welding}`,
    `new ${fresh} ${id} -`,
  ]);
  for (const [callbackId, send] of forms()) {
    for (const slackUserId of others) {
      for (const values of fillings().slice(0, 3).map(formValues)) {
        for (const subject of slackUserId === ben ? [...subjects, ...garbage()] : subjects) {
          const answer = await send({ slackUserId, subject, values });
          expect(answer, `${callbackId} ${slackUserId} ${subject}`).toBeDefined();
          expect(JSON.stringify(answer), `${callbackId} ${slackUserId} ${subject}`).not.toMatch(
            /Certification \d|drives/,
          );
        }
      }
    }
    expect(await contents(), callbackId).toBe(before);
  }
}, 120_000);

/** All that they ask for may be left out, or is any text; what is of another kind counts as left out. */
const sentEmpty = ['assignments.failed', 'assignments.confirm-form', 'recognition.add-line'];

test('8.1 a dialog of one’s own that is filled in wrongly says what is wrong and changes nothing', async () => {
  const before = await contents();
  const subjects = hers.flatMap(({ id, seen }) => [
    seen,
    `correct ${seen}`,
    `new ${newCredentialId()} ${id} ${firstAid}`,
    `new ${newCredentialId()} ${ana._id} -`,
  ]);
  const [, , , ...badly] = fillings().map(formValues);
  for (const [callbackId, send] of forms().filter(([id]) => !sentEmpty.includes(id))) {
    for (const values of badly) {
      for (const subject of subjects) {
        const answer = await send({ slackUserId: anaHerself, subject, values });
        expect(answer, `${callbackId} ${subject} ${JSON.stringify(values).slice(0, 200)}`).toBeDefined();
      }
    }
    expect(await contents(), callbackId).toBe(before);
  }
}, 120_000);
