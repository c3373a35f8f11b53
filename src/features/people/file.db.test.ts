import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aPerson } from '../../../test/builders/person.js';
import type { Files } from '../../../test/harness/files.js';
import { startFiles } from '../../../test/harness/files.js';
import type { Zone } from '../../shared/dates.js';
import { Person } from './person.js';
import { parsePersonRow } from './person-row.js';

let files: Files;
beforeAll(async () => {
  files = await startFiles();
});
afterAll(() => files.stop());

const problemsOf = (cells: Record<string, string>) => {
  const parsed = parsePersonRow({ employee_id: 'E1', name: 'Ana', ...cells });
  return 'problems' in parsed ? parsed.problems.map(({ column, reason }) => `${column} ${reason}`) : [];
};

test('a person who says nothing of themselves works Monday to Friday, 9 to 5, until Slack tells where', async () => {
  await files.load('people', ['employee_id,name', 'P1,Ana']);
  const ana = await files.stores.people.byEmployeeId('P1');
  expect(Person.parse(ana)).toEqual(ana);
  expect(ana).toMatchObject({ zone: 'UTC', zoneFrom: 'default', managerId: null, slackId: null, state: 'active' });
  expect(ana?.hours.map(({ day, from, to }) => `${day} ${from} ${to}`)).toEqual(
    [1, 2, 3, 4, 5].map((d) => `${d} 09:00 17:00`),
  );
});

test('blank cells keep the zone and the account that Slack told, and clear the rest', async () => {
  const header = 'employee_id,name,email,slack_id,zone,team,hours,country';
  await files.load('people', [header, 'P2,Ben,ben@example.com,,,Field,Sat 10:00-14:00,ES']);
  const { people } = files.stores;
  await people.model.updateOne(
    { employeeId: 'P2' },
    { $set: { zone: 'Asia/Kolkata' as Zone, zoneFrom: 'slack', slackId: 'U0BEN' } },
  );
  await files.load('people', [header, 'P2,Ben,,,,,,']);
  const ben = await people.byEmployeeId('P2');
  expect(ben).toMatchObject({ zone: 'Asia/Kolkata', zoneFrom: 'slack', slackId: 'U0BEN' });
  expect(ben).toMatchObject({ email: null, team: '', country: '', hours: { length: 5 } });
});

test('the zone of the file wins over that of Slack', async () => {
  await files.load('people', ['employee_id,name', 'P3,Cai']);
  await files.load('people', ['employee_id,name,zone', 'P3,Cai,Europe/Berlin']);
  expect(await files.stores.people.byEmployeeId('P3')).toMatchObject({ zone: 'Europe/Berlin', zoneFrom: 'file' });
  const facts = (await files.factsOf('people')).filter(({ type }) => type === 'person.changed');
  expect(facts.at(-1)).toMatchObject({ fields: ['zone'] });
});

test('what the file says is read: letters of addresses, countries with regions, invisible marks', () => {
  expect(
    parsePersonRow({
      employee_id: 'E1',
      name: '\u202eAna\u0000 María ',
      email: 'Ana@Example.COM',
      country: 'de-by',
      zone: '',
    }),
  ).toMatchObject({ row: { name: 'Ana María', email: 'ana@example.com', country: 'DE-BY', zone: undefined } });
});

test.each<[Record<string, string>, string]>([
  [{ employee_id: '' }, 'employee_id is blank'],
  [{ employee_id: 'E 1' }, 'employee_id must be up to 64 letters'],
  [{ name: '\u200b' }, 'name is blank'],
  [{ name: 'x'.repeat(201) }, 'name is longer than 200 characters'],
  [{ email: 'ana' }, 'email is not an e-mail address'],
  [{ slack_id: '@ana' }, 'slack_id must be a Slack user id such as U024BE7LH'],
  [{ manager: 'E1' }, 'manager is the person themselves'],
  [{ zone: 'Europe/Nowhere' }, 'zone is not a time zone such as Europe/Madrid'],
  [{ country: 'Spain' }, 'country must be a country such as ES'],
  [{ country: 'ZZ' }, 'country must be a country such as ES'],
  [{ hours: '9 to 5' }, 'hours must be hours such as'],
  [{ start_on: '2026-02-30' }, 'start_on must be a real date like 2026-12-31'],
  [{ start_on: '0026-02-01' }, 'start_on must be a date between 1900 and 2199'],
  [{ grade: 'x'.repeat(41) }, 'grade is longer than 40 characters'],
])('%o is refused: %s', (cells, problem) => {
  expect(problemsOf(cells)).toEqual([expect.stringContaining(problem)]);
});

test('any cells are read or refused', () => {
  const columns = [
    'employee_id',
    'name',
    'email',
    'slack_id',
    'manager',
    'zone',
    'country',
    'hours',
    'start_on',
    'role',
  ];
  const cell = fc.string({ unit: 'binary', maxLength: 300 });
  const cells = fc.record(Object.fromEntries(columns.map((column) => [column, cell])), { requiredKeys: [] });
  fc.assert(
    fc.property(cells, (given) => {
      const parsed = parsePersonRow(given);
      if ('problems' in parsed) expect(parsed.problems.length).toBeGreaterThan(0);
    }),
    { numRuns: 300 },
  );
});

test('a person is read back from the database as it was saved', async () => {
  const { version: _, ...noun } = aPerson({ email: 'x@example.com', slackId: 'U0X', startOn: null, country: 'DE-BY' });
  const writes = [{ kind: 'born', noun, fact: { type: 'person.joined' } }] as const;
  expect(await files.stores.people.saveAll(writes, { at: files.clock.now(), by: 'test' })).toBe(0);
  expect(await files.stores.people.byId(noun._id)).toEqual({ ...noun, version: 0 });
  expect(await files.stores.people.saveAll(writes, { at: files.clock.now(), by: 'test' })).toBe(1);
});
