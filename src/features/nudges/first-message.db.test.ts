import { afterEach, beforeEach, expect, test } from 'vitest';
import { aCertification } from '../../../test/builders/certification.js';
import { startHouse } from '../../../test/harness/house.js';
import type { CalendarDate } from '../../shared/dates.js';
import type { Person } from '../people/index.js';

/* Thursday 1 October 2026, 20:00 in Madrid, where everybody works from 09:00 to 17:00. */

let house: Awaited<ReturnType<typeof startHouse>>;
let ben: Person;
let ana: Person;
const firstAid = aCertification({ name: 'First aid', ladder: [31, 30, 7] });

beforeEach(async () => {
  house = await startHouse({ now: new Date('2026-10-01T18:00:00Z') });
  ben = await house.hire({ slackId: 'U0BEN', name: 'Ben Boss' });
  ana = await house.hire({ slackId: 'U0ANA', name: 'Ana Ruiz', managerId: ben._id });
  await house.certify(firstAid);
  await house.switchOn();
  // 30 days before is the very next working day.
  await house.assign({
    personId: ana._id,
    certificationId: firstAid._id,
    dueOn: '2026-11-01' as CalendarDate,
    assignedBy: ben._id,
    because: 'You lead the new site.',
  });
});
afterEach(() => house.stop());

const reminders = () =>
  house.slack
    .effects()
    .flatMap((effect) =>
      effect.kind === 'message.posted' && effect.user === 'U0ANA'
        ? [{ at: effect.at.slice(0, 16), words: JSON.stringify(effect.blocks) }]
        : [],
    );

test('the first message says who asks and why, though a step falls on its day; the step does not come again', async () => {
  await house.liveUntil(new Date('2026-10-24T00:00:00Z'));
  const [notice, ...later] = reminders();
  expect(notice).toMatchObject({ at: '2026-10-02T07:00' });
  expect(notice?.words).toContain('Ben Boss asks you to earn');
  expect(notice?.words).toContain('You lead the new site.');
  expect(later.map(({ at }) => at)).toEqual(['2026-10-23T07:00']);
});

test('a step on the day after a notice that may be on its way is told for itself', async () => {
  const assignment = (await house.features.assignments.store.unfinishedOf(ana._id, firstAid._id))!;
  const item = { id: assignment._id, reason: 'assigned', version: 0 };
  const held = { topic: 'nudges.reminder', to: ana._id, state: 'unknown', holding: true, items: [item] };
  await house.database.db.collection<{ _id: string }>('outbox').insertOne({ _id: 'yesterday', ...held });
  house.setTime(new Date('2026-10-02T07:00:00Z'));
  for (const sweep of house.features.nudges.sweeps.slice(0, 1)) await sweep.run(() => true);
  expect((await house.assignment(assignment._id))?.nudge.owed).toMatchObject({ reason: 'due-30' });
});

test('the preview names the notice, too', async () => {
  const told = house.features.nudges.preview('2026-10-02' as CalendarDate, { state: 'on' });
  const { value } = await told.next();
  expect(value).toMatchObject({ items: [{ name: 'First aid', reason: 'assigned' }] });
});
