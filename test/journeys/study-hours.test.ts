import { afterEach, describe, expect, test } from 'vitest';
import type { Person } from '../../src/features/people/index.js';
import type { TrainingBlock } from '../../src/features/training-time/index.js';
import { bornSilently } from '../../src/platform/database/facts.js';
import { addMinutes } from '../../src/shared/dates.js';
import { aTrainingBlock } from '../builders/training-block.js';
import { startHouse } from '../harness/house.js';

/* Monday 28 September 2026 begins the week that is told of on Monday 5 October, when Lena begins at 09:00 in Madrid (UTC+2). */

let house: Awaited<ReturnType<typeof startHouse>>;
afterEach(() => house.stop());

const monday = new Date('2026-10-05T07:00:00Z');

/** Lena leads some people; the owner is somebody else. */
async function team(names: readonly string[], options: Parameters<typeof startHouse>[0] = {}) {
  house = await startHouse(options);
  await house.switchOn();
  await house.hire({ slackId: 'U0OWNER', name: 'Olga Carver' });
  const lena = await house.hire({ slackId: 'U0LENA', name: 'Lena Carver' });
  const people: Person[] = [];
  for (const [n, name] of names.entries())
    people.push(await house.hire({ slackId: `U0TEAM${n}`, name, managerId: lena._id }));
  return { lena, people };
}

/** Study time of last week, one block on each day from Tuesday on. */
async function studied(person: Person, ...blocks: (Partial<TrainingBlock> & { hours: number })[]): Promise<void> {
  const rows = blocks.map(({ hours, ...fields }, n) => {
    const startsAt = new Date(`2026-09-${29 + (n % 2)}T0${7 + 2 * Math.floor(n / 2)}:00:00Z`);
    const went = { personId: person._id, startsAt, endsAt: addMinutes(startsAt, hours * 60), nextAt: null };
    return { ...aTrainingBlock({ ...went, ...fields }), ...bornSilently };
  });
  await house.features.trainingTime.store.model.insertMany(rows);
}

const kept = (hours: number) => ({ hours, state: 'kept' as const });
const lost = (hours: number, to: NonNullable<TrainingBlock['lostTo']>) =>
  ({ hours, state: 'lost', lostTo: to }) as const;

async function wordsOf(slackId: string): Promise<string | undefined> {
  const dm = house.slack.dmOf(slackId);
  return dm === undefined ? undefined : JSON.stringify(house.slack.messages(dm).at(-1)?.blocks);
}

async function homeOf(slackId: string): Promise<string> {
  await house.slack.act.openHome({ user: slackId });
  await house.slack.waitFor((effect) => effect.kind === 'home.published' && effect.user === slackId);
  return JSON.stringify(house.slack.home(slackId));
}

describe('12.1 what became of study time', () => {
  test('12.1 is told to the manager on Monday morning, once, with what it was lost to and one thing to do', async () => {
    const { people } = await team(['Ana Rope', 'Ben Rope', 'Cleo Rope']);
    const [ana, ben, cleo] = people as [Person, Person, Person];
    await studied(ana, kept(2), lost(2, 'meeting'));
    await studied(ben, { hours: 2, state: 'partly' }, lost(1, 'customer'));
    await studied(cleo, { hours: 1, nextAt: null }, { hours: 3, state: 'dropped' }, lost(1, 'customer'));
    await house.liveUntil(addMinutes(monday, -1));
    expect(house.told('U0LENA')).toEqual([]);
    await house.liveUntil(addMinutes(monday, 24 * 60));
    expect(house.told('U0LENA').map(({ text }) => text)).toEqual([
      'Study time, week of 28 Sept 2026: your team kept 3 of 9 hours',
    ]);
    const words = await wordsOf('U0LENA');
    expect(words).toContain('*Study time last week: your team kept 3 of 9 hours.*');
    expect(words).toContain(
      'Lost: 2 hours to meetings, 2 hours to customers. Nobody has said so far how 1 hour went. Is there a meeting that could move?',
    );
    expect(words).toContain('Ana Rope: 2 of 4 hours');
    expect(words).toContain('Ben Rope: 1 of 3 hours');
    expect(words).toContain('Cleo Rope: 0 of 2 hours');
    for (const [n] of people.entries()) expect(house.told(`U0TEAM${n}`)).toEqual([]);
    expect(house.told('U0OWNER')).toEqual([]);
  });

  test('12.1 is thanked for when all of it was kept', async () => {
    const { people } = await team(['Ana Rope']);
    await studied(people[0]!, kept(2));
    await house.liveUntil(addMinutes(monday, 60));
    expect(await wordsOf('U0LENA')).toContain('your team kept 2 of 2 hours.*\\nThank you for keeping it free.');
  });

  test('12.1 is told without what it was lost to where fewer than three lost any, as that would say who lost it', async () => {
    const { people } = await team(['Ana Rope', 'Ben Rope', 'Cleo Rope']);
    for (const n of [0, 2]) await studied(people[n]!, kept(2));
    await studied(people[1]!, lost(2, 'overload'));
    await house.liveUntil(addMinutes(monday, 60));
    const words = await wordsOf('U0LENA');
    expect(words).toContain('Lost: 2 hours.');
    expect(words).not.toContain('too much work');
  });

  test('12.1 names nobody where single people are not told of, and says nothing of fewer than three', async () => {
    const { people } = await team(['Ana Rope', 'Ben Rope', 'Cleo Rope'], { studyHoursShown: 'team-only' });
    for (const person of people) await studied(person, kept(2));
    await house.liveUntil(addMinutes(monday, 60));
    const words = await wordsOf('U0LENA');
    expect(words).toContain('your team kept 6 of 6 hours');
    for (const { name } of people) expect(words).not.toContain(name);
    expect(await homeOf('U0LENA')).not.toContain('Ana Rope:');
    await house.stop();

    const small = await team(['Ana Rope', 'Ben Rope'], { studyHoursShown: 'team-only' });
    for (const person of small.people) await studied(person, kept(2));
    await house.liveUntil(addMinutes(monday, 60));
    expect(house.told('U0LENA')).toEqual([]);
    expect(await homeOf('U0LENA')).not.toContain('Study time');
  });

  test('12.1 is not told when there was none, nor when reminders are switched off', async () => {
    const { people } = await team(['Ana Rope']);
    await studied(people[0]!, { hours: 2, state: 'dropped' });
    await house.liveUntil(addMinutes(monday, 60));
    expect(house.told('U0LENA')).toEqual([]);
    await house.stop();

    house = await startHouse();
    const lena = await house.hire({ slackId: 'U0LENA' });
    await studied(await house.hire({ slackId: 'U0ANA', managerId: lena._id }), kept(2));
    await house.liveUntil(addMinutes(monday, 60));
    expect(house.told('U0LENA')).toEqual([]);
  });

  test('12.1 stands on the manager’s Home, and on an owner’s with the teams that are given little time', async () => {
    const { people } = await team(['Ana Rope', 'Ben Rope', 'Cleo Rope']);
    for (const person of people) await studied(person, kept(1), lost(3, 'customer'));
    const ofLena = await homeOf('U0LENA');
    expect(ofLena).toContain('*Study time of the last 7 days: 3 of 12 hours kept.*');
    expect(ofLena).toContain('Lost: 9 hours to customers.');
    expect(ofLena).toContain('Ana Rope: 1 of 4 hours');
    const ofOwner = await homeOf('U0OWNER');
    expect(ofOwner).toContain('*Study time of the last 7 days: 3 of 12 hours kept.*');
    expect(ofOwner).toContain('Little under *Lena Carver*: 3 of 12 hours.');
    expect(ofOwner).not.toContain('Ana Rope');
    expect(await homeOf('U0TEAM0')).not.toContain('Study time of the last');
  });
});
