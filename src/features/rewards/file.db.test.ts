import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aRewardPromise, aRewardRule, aSkillValue, euros } from '../../../test/builders/reward.js';
import type { Files } from '../../../test/harness/files.js';
import { startFiles } from '../../../test/harness/files.js';
import type { CalendarDate } from '../../shared/dates.js';
import type { CertificationId } from '../../shared/ids.js';
import { RewardPromise, RewardRule, SkillValue } from './reward.js';
import { parseRewardRow, rewardColumns } from './reward-row.js';
import { parseSkillValueRow, skillValueColumns } from './skill-value-row.js';

/* 1 October 2026, 06:00 in UTC. The company pays rewards in euros, of which one may cost €20,000 a year. */

let files: Files;
beforeEach(async () => {
  files = await startFiles();
  await files.load('people', ['employee_id,name,grade', 'E1,Ana,G4', 'E2,Ben,G5']);
  await files.load('certifications', [
    'code,name,issuer,kind,need,valid_months',
    'AWS-SAA,Solutions Architect,AWS,external,required,36',
    'FIRST-AID,First aid,LF,internal,required,24',
  ]);
});
afterEach(() => files.stop());

const header = rewardColumns.map(({ name }) => name).join(',');
const skillHeader = skillValueColumns.map(({ name }) => name).join(',');
const tables = () => files.stores.rewards.tablesOf(['AWS-SAA', 'FIRST-AID'] as CertificationId[]);
const reasonsOf = (rows: Awaited<ReturnType<Files['load']>>['rows']) =>
  rows.flatMap((row) =>
    row.kind === 'bad' ? row.problems.map(({ column, reason }) => `${row.line} ${column} ${reason}`) : [],
  );

describe('a good table', () => {
  const lines = [
    header,
    'AWS-SAA,*,first,2026-01-01,bonus,"1,250.50",EUR,,,',
    'AWS-SAA,G4,first,2026-01-01,raise,60,EUR,,,permanent',
    'AWS-SAA,G5,first,2026-01-01,raise,,EUR,2.5,4000,while-held',
    'AWS-SAA,*,renewal,2026-01-01,points,200,,,,',
    'FIRST-AID,*,first,2026-01-01,time-off,1.5,,,,',
    'FIRST-AID,*,first,2027-01-01,none,,,,,',
  ];

  test('is kept row by row, each with its own day, and loading it again changes nothing', async () => {
    expect((await files.load('rewards', lines)).report).toMatchObject({ outcome: 'applied', counts: { create: 6 } });
    const { rules } = await tables();
    for (const rule of rules) expect(RewardRule.parse(rule)).toEqual(rule);
    expect(rules.map(({ _id, terms }) => [_id, terms])).toEqual([
      ['reward-rule:AWS-SAA|*|first|2026-01-01', { kind: 'bonus', amount: euros(125_050) }],
      ['reward-rule:AWS-SAA|G4|first|2026-01-01', { kind: 'raise', baseMonthly: euros(6_000), lasts: 'permanent' }],
      [
        'reward-rule:AWS-SAA|G5|first|2026-01-01',
        { kind: 'percentage-raise', baseBasisPoints: 250, referenceMonthly: euros(400_000), lasts: 'while-held' },
      ],
      ['reward-rule:AWS-SAA|*|renewal|2026-01-01', { kind: 'points', points: 200 }],
      ['reward-rule:FIRST-AID|*|first|2026-01-01', { kind: 'time-off', halfDays: 3 }],
      ['reward-rule:FIRST-AID|*|first|2027-01-01', { kind: 'none' }],
    ]);
    const stored = await files.everything();
    expect((await files.load('rewards', lines)).report).toMatchObject({ outcome: 'already-so' });
    expect(await files.everything()).toEqual(stored);
  });

  test('of skill values is kept the same way', async () => {
    await files.load('skill-values', [skillHeader, 'AWS-SAA,2026-01-01,1.2,1', 'AWS-SAA,2026-07-01,1.2,1.25']);
    const { skillValues } = await tables();
    for (const value of skillValues) expect(SkillValue.parse(value)).toEqual(value);
    expect(skillValues).toMatchObject([
      { from: '2026-01-01', valueHundredths: 120, demandHundredths: 100 },
      { from: '2026-07-01', valueHundredths: 120, demandHundredths: 125 },
    ]);
    expect(await files.factsOf('skillValues')).toMatchObject([
      { type: 'skill-value.added' },
      { type: 'skill-value.added' },
    ]);
  });

  test('may still change what is yet to begin, by one fact', async () => {
    await files.load('rewards', lines);
    const { rows, report } = await files.load('rewards', [header, 'FIRST-AID,*,first,2027-01-01,bonus,50,EUR,,,']);
    expect(report).toMatchObject({ outcome: 'applied', counts: { change: 1 } });
    expect(rows).toMatchObject([
      {
        changes: [
          { column: 'kind', from: 'none', to: 'bonus' },
          { column: 'amount', from: '', to: '50.00' },
          { column: 'currency', from: '', to: 'EUR' },
        ],
      },
    ]);
    expect(await files.factsOf('rewardRules')).toContainEqual(
      expect.objectContaining({ type: 'reward-rule.changed', id: 'reward-rule:FIRST-AID|*|first|2027-01-01:1' }),
    );
  });

  test('is loaded again although nobody is left in a grade and the company pays no euros any more', async () => {
    await files.load('rewards', lines);
    await files.load('people', ['employee_id,name,grade', 'E1,Ana,G6', 'E2,Ben,G6']);
    expect((await files.load('rewards', lines)).report).toMatchObject({ outcome: 'already-so' });
  });
});

describe('what is refused changes nothing, and says the line and why', () => {
  test('what has begun cannot be rewritten: neither today nor where it is tomorrow already', async () => {
    await files.load('rewards', [
      header,
      'AWS-SAA,*,first,2026-10-01,points,100,,,,',
      'AWS-SAA,*,first,2026-10-03,none,,,,,',
    ]);
    await files.load('skill-values', [skillHeader, 'AWS-SAA,2026-10-01,1,1']);
    const stored = await files.everything();
    const reason = 'from_on has come, and what holds from it was loaded otherwise: give what is new a later day';
    const again = await files.load('rewards', [header, 'AWS-SAA,*,first,2026-10-01,points,50,,,,']);
    expect([again.report, reasonsOf(again.rows)]).toMatchObject([{ outcome: 'refused' }, [`2 ${reason}`]]);
    files.clock.set(new Date('2026-10-02T10:00:00Z'));
    expect(reasonsOf((await files.load('rewards', [header, 'AWS-SAA,*,first,2026-10-03,points,9,,,,'])).rows)).toEqual([
      `2 ${reason}`,
    ]);
    expect(reasonsOf((await files.load('skill-values', [skillHeader, 'AWS-SAA,2026-10-01,1,2'])).rows)).toEqual([
      `2 ${reason}`,
    ]);
    expect(await files.everything()).toEqual(stored);
  });

  test('an unknown certification or grade, another currency, and what costs too much', async () => {
    const { report, rows } = await files.load('rewards', [
      header,
      'NOBODY,*,first,2026-01-01,points,200,,,,',
      'AWS-SAA,G9,first,2026-01-01,points,200,,,,',
      'AWS-SAA,G4,first,2026-01-01,bonus,500,USD,,,',
      'AWS-SAA,*,first,2026-01-01,bonus,20000.01,EUR,,,',
      'AWS-SAA,*,first,2026-01-02,raise,1666.67,EUR,,,permanent',
      'AWS-SAA,G5,first,2026-01-01,raise,,EUR,50,4000,permanent',
    ]);
    expect(report).toMatchObject({ outcome: 'refused' });
    expect(reasonsOf(rows)).toEqual([
      '2 code is not in the catalogue',
      '3 grade is nobody’s grade so far; * stands for every grade',
      '4 currency is not one in which you pay rewards: these are EUR',
      '5 amount makes a reward of €20,000.01 a year, and €20,000 is the most that one may cost',
      '6 amount makes a reward of €20,000.04 a year, and €20,000 is the most that one may cost',
      '7 percent makes a reward of €24,000 a year, and €20,000 is the most that one may cost',
    ]);
    expect(await tables()).toEqual({ rules: [], skillValues: [] });
  });

  test('a skill value that makes a raise cost too much, whichever file comes first', async () => {
    await files.load('rewards', [header, 'AWS-SAA,*,first,2026-01-01,raise,1000,EUR,,,permanent']);
    expect(reasonsOf((await files.load('skill-values', [skillHeader, 'AWS-SAA,2027-01-01,1.5,1.2'])).rows)).toEqual([
      '2 value makes a reward of €21,600 a year, and €20,000 is the most that one may cost',
    ]);
    await files.load('skill-values', [skillHeader, 'FIRST-AID,2027-01-01,1.5,1.2']);
    expect(
      reasonsOf(
        (await files.load('rewards', [header, 'FIRST-AID,*,first,2026-01-01,raise,1000,EUR,,,permanent'])).rows,
      ),
    ).toEqual(['2 amount makes a reward of €21,600 a year, and €20,000 is the most that one may cost']);
  });

  test('two rows for the same certification, grade, occasion and day', async () => {
    const { rows } = await files.load('rewards', [
      header,
      'AWS-SAA,*,first,2026-01-01,points,100,,,,',
      'AWS-SAA,*,first,2026-01-01,points,200,,,,',
      'AWS-SAA,*,renewal,2026-01-01,points,200,,,,',
    ]);
    expect(reasonsOf(rows)).toEqual([
      '2 code row 3 has the same code, grade, occasion and from_on',
      '3 code row 2 has the same code, grade, occasion and from_on',
    ]);
  });

  const good = { code: 'AWS-SAA', grade: 'G4', occasion: 'first', from_on: '2026-01-01' };
  const bonus = { ...good, kind: 'bonus', amount: '500', currency: 'EUR' };
  const raise = { ...good, kind: 'raise', amount: '90', currency: 'EUR', lasts: 'permanent' };
  const percentage = { ...raise, amount: '', percent: '3', reference: '4000' };

  test.each<[Record<string, string>, string]>([
    [{ ...bonus, code: 'aws-saa' }, 'code must be 2 to 40 capital letters'],
    [{ ...bonus, grade: '' }, 'grade is blank'],
    [{ ...bonus, occasion: '' }, 'occasion must be first or renewal'],
    [{ ...bonus, from_on: '1.1.2026' }, 'from_on must be a real date like 2026-12-31'],
    [{ ...bonus, kind: 'cash' }, 'kind must be points or bonus or raise or time-off or none'],
    [{ ...bonus, amount: '' }, 'amount is blank'],
    [{ ...bonus, amount: '-500' }, 'amount must be an amount such as 1,250.00 or 1250'],
    [{ ...bonus, amount: '0' }, 'amount must be at least 1 EUR'],
    [{ ...bonus, amount: '500.123' }, 'amount has more than 2 decimals'],
    [{ ...bonus, amount: '99999999999999999999' }, 'amount is too large'],
    [{ ...bonus, currency: '' }, 'currency is blank'],
    [{ ...bonus, currency: 'EURO' }, 'currency is not a currency such as EUR'],
    [{ ...bonus, lasts: 'permanent' }, 'lasts must be blank for bonus'],
    [{ ...good, kind: 'points', amount: '-1' }, 'amount must be a whole number from 1 to 100000'],
    [{ ...good, kind: 'points', amount: '2.5' }, 'amount must be a whole number from 1 to 100000'],
    [{ ...good, kind: 'points', amount: '5', currency: 'EUR' }, 'currency must be blank for points'],
    [{ ...good, kind: 'time-off', amount: '0' }, 'amount must be half a day to 30 days'],
    [{ ...good, kind: 'time-off', amount: '31' }, 'amount must be half a day to 30 days'],
    [{ ...good, kind: 'time-off', amount: '1.25' }, 'amount must be a number of days such as 1 or 2.5'],
    [{ ...good, kind: 'none', amount: '5' }, 'amount must be blank for none'],
    [{ ...raise, lasts: '' }, 'lasts is blank'],
    [{ ...raise, lasts: 'forever' }, 'lasts must be permanent or while-held'],
    [{ ...raise, occasion: 'renewal' }, 'kind must not be a raise: it is given once, and a renewal keeps it'],
    [{ ...raise, percent: '3', reference: '4000' }, 'amount must be blank for a raise by percent'],
    [{ ...percentage, reference: '' }, 'reference is blank'],
    [{ ...percentage, percent: '51' }, 'percent must be a number from 0.01 to 50 with at most two decimals'],
    [{ ...percentage, percent: '-3' }, 'percent must be a number from 0.01 to 50 with at most two decimals'],
    [{ ...percentage, grade: '*' }, 'grade must be one grade, as a percentage is reckoned with the pay of a grade'],
  ])('%o: %s', (cells, problem) => {
    const parsed = parseRewardRow(cells);
    const problems = 'problems' in parsed ? parsed.problems.map(({ column, reason }) => `${column} ${reason}`) : [];
    expect(problems).toEqual([expect.stringContaining(problem)]);
  });

  test.each<[Record<string, string>, string]>([
    [{ value: '0' }, 'value must be a number from 0.1 to 10 with at most two decimals'],
    [{ value: '-1' }, 'value must be a number from 0.1 to 10 with at most two decimals'],
    [{ demand: '10.01' }, 'demand must be a number from 0.1 to 10 with at most two decimals'],
    [{ demand: '1,5' }, 'demand must be a number from 0.1 to 10 with at most two decimals'],
    [{ from_on: '' }, 'from_on must be a real date like 2026-12-31'],
  ])('a skill value with %o: %s', (cells, problem) => {
    const parsed = parseSkillValueRow({ code: 'AWS-SAA', from_on: '2026-01-01', value: '1', demand: '1', ...cells });
    const problems = 'problems' in parsed ? parsed.problems.map(({ column, reason }) => `${column} ${reason}`) : [];
    expect(problems).toEqual([problem]);
  });

  test('any cells are read or refused', () => {
    const cell = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom('raise', '5', 'EUR', '*', ''));
    const cells = fc.record(Object.fromEntries(rewardColumns.map(({ name }) => [name, cell])));
    fc.assert(
      fc.property(cells, (given) => void parseRewardRow(given)),
      { numRuns: 300 },
    );
  });
});

describe('read back from the database as they were saved:', () => {
  const at = { at: new Date('2026-10-01T06:00:00Z'), by: 'test' };

  test('a rule and a skill value', async () => {
    const certificationId = 'AWS-SAA' as CertificationId;
    const rule = aRewardRule({ certificationId });
    const value = aSkillValue({ certificationId, from: '2026-02-01' as CalendarDate, demandHundredths: 125 });
    const { rewards } = files.stores;
    await rewards.saveRules([{ kind: 'born', noun: rule, fact: { type: 'reward-rule.added' } }], at);
    await rewards.saveSkillValues([{ kind: 'born', noun: value, fact: { type: 'skill-value.added' } }], at);
    expect(await tables()).toEqual({ rules: [rule], skillValues: [value] });
  });

  test('a promise, of which the first one stands', async () => {
    const { rewards } = files.stores;
    const { _id, version, ...wanted } = aRewardPromise();
    expect(await rewards.promise(wanted, at)).toEqual({ _id, version, ...wanted });
    const other = { ...wanted, reward: { kind: 'points' as const, points: 1 } };
    const standing = await rewards.promise(other, at);
    expect(standing).toEqual({ _id, version, ...wanted });
    expect(RewardPromise.parse(standing)).toEqual(standing);
    expect(await files.factsOf('rewardPromises')).toMatchObject([{ type: 'reward.promised', id: `${_id}:0` }]);
  });
});
