import type { Db } from 'mongodb';
import type { Credential } from '../../src/features/credentials/index.js';
import type { Person } from '../../src/features/people/index.js';
import { transfer } from '../../src/features/rewards/accounts.js';
import type { Grant } from '../../src/features/rewards/grant.js';
import { grantFact } from '../../src/features/rewards/grant.js';
import { reserving } from '../../src/features/rewards/grant-rules.js';
import { limitedAccounts } from '../../src/features/rewards/index.js';
import { quarterOf } from '../../src/features/rewards/periods.js';
import type { RewardRule } from '../../src/features/rewards/reward.js';
import { bornWith } from '../../src/platform/database/facts.js';
import { createLedger } from '../../src/platform/database/ledger.js';
import { addDays, dateIn } from '../../src/shared/dates.js';
import type { CredentialId } from '../../src/shared/ids.js';
import type { Book } from '../../src/shared/money.js';
import { aCredential } from '../builders/credential.js';
import { aBudget, aGrant } from '../builders/grant.js';
import { aRewardRule, euros } from '../builders/reward.js';
import type { Company } from './company.js';
import { insert } from './company.js';

/** A reward that somebody has earned already, and what its approver does with it. */
export type Earned = Readonly<{
  person: Person;
  credential: Credential;
  grant: Grant;
  /** `asked`: its card comes at an instant of the run. `new`: it has yet to ask the budget, and may find it empty. */
  stage: 'asked' | 'new';
  does: 'approve' | 'decline' | 'approve-twice';
}>;

/** What one reward may cost before two must approve it: in euros as the app is told, and in minor units. */
export const twoApproversAbove = { euros: 1_000, minor: 100_000 };

const usual = 50_000;
/** Needs two who approve it. */
const large = 150_000;
/** For how many rewards there is money besides those that wait already; the next ones are over budget. */
const moneyFor = 2;

/** In turn, so that each of them is met whatever the seed. */
const kinds: readonly Readonly<{ stage: Earned['stage']; does: Earned['does']; cents: number }>[] = [
  { stage: 'asked', does: 'approve', cents: usual },
  { stage: 'asked', does: 'decline', cents: usual },
  { stage: 'new', does: 'approve', cents: usual },
  { stage: 'asked', does: 'approve', cents: large },
  { stage: 'asked', does: 'approve-twice', cents: usual },
  { stage: 'new', does: 'approve', cents: usual },
];

/** Their cards come spread over the time given; each manager hears of those of all their people at one instant. */
export function planEarned(
  { earners, managers, certifications, owner }: Company,
  { fromMs, untilMs }: Readonly<{ fromMs: number; untilMs: number }>,
): Earned[] {
  const today = dateIn(new Date(fromMs), owner.zone);
  return earners.map((person, index) => {
    const { stage, does, cents } = kinds[index % kinds.length]!;
    const certification = certifications[index % certifications.length]!;
    const credential = aCredential({
      _id: `cre_${String(index).padStart(12, '0')}` as CredentialId,
      personId: person._id,
      certificationId: certification._id,
      earnedOn: today,
      expiresOn: null,
    });
    const place = managers.findIndex(({ _id }) => _id === person.managerId);
    const cardAt = new Date(fromMs + ((place + 0.5) / managers.length) * (untilMs - fromMs));
    const planted = aGrant({
      credentialId: credential._id,
      personId: person._id,
      certificationId: certification._id,
      assignmentId: null,
      reward: { kind: 'bonus', amount: euros(cents) },
      charge: { book: euros(0).currency, period: quarterOf(today), amount: cents },
      requestedOn: today,
      promisedOn: today,
    });
    const review: Grant['review'] = {
      stage: 'asked',
      // Nobody is chased during a run.
      nextAt: new Date(cardAt.getTime() + 7 * 86_400_000),
      cardAt,
      asks: [{ to: person.managerId!, reason: 'asked', row: null }],
    };
    const grant: Grant =
      stage === 'asked' ? { ...planted, reservedBy: `${planted._id}:0`, review } : { ...planted, state: 'requested' };
    return { person, credential, grant, stage, does };
  });
}

/** What earning brings from long before the run on: money, points, time off, a raise. */
export async function keepTables(db: Db, { certifications, owner }: Company, now: Date): Promise<void> {
  const from = addDays(dateIn(now, owner.zone), -365);
  await insert(
    db,
    'rewardRules',
    certifications.map(({ _id: certificationId }, index) =>
      aRewardRule({ certificationId, from, terms: terms[index % terms.length]! }),
    ),
  );
}

const terms: readonly RewardRule['terms'][] = [
  { kind: 'bonus', amount: euros(usual) },
  { kind: 'points', points: 200 },
  { kind: 'raise', baseMonthly: euros(6_000), lasts: 'while-held' },
  { kind: 'bonus', amount: euros(large) },
  { kind: 'time-off', halfDays: 2 },
];

/** Money for what waits already and a little more; points for all. With it stands what is set aside. */
export async function fillBudgets(db: Db, { owner }: Company, earned: readonly Earned[], now: Date): Promise<void> {
  const today = dateIn(now, owner.zone);
  const period = quarterOf(today);
  const asked = earned.filter(({ stage }) => stage === 'asked');
  const setAside = asked.reduce((sum, { grant }) => sum + grant.charge!.amount, 0);
  const budgets = [
    aBudget({ period, amount: setAside + moneyFor * usual }),
    aBudget({ period, book: 'points' as Book, amount: 1_000_000 }),
  ];
  await insert(db, 'budgets', budgets);
  const ledger = createLedger({ db: db as never, limitedKinds: limitedAccounts });
  const cause = { at: now, by: 'test/chaos' };
  for (const { _id, book, amount } of budgets)
    await ledger.post(transfer(`${_id}:0`, { book, period, amount }, { from: 'source', to: 'budget' }, cause));
  for (const { grant } of asked) await ledger.post(transfer(grant.reservedBy!, grant.charge!, reserving, cause));
}

/** What is new asks the budget by its own fact. */
export async function award(db: Db, earned: readonly Earned[], now: Date): Promise<void> {
  const grantsOf = (stage: Earned['stage']) => earned.filter((one) => one.stage === stage).map(({ grant }) => grant);
  await insert(
    db,
    'credentials',
    earned.map(({ credential }) => credential),
  );
  await insert(db, 'grants', grantsOf('asked'));
  const births = grantsOf('new').map((grant) => ({
    ...grant,
    ...bornWith(grant._id, grantFact(grant, 'grant.requested'), { at: now, by: grant.credentialId }),
  }));
  if (births.length > 0) await db.collection<{ _id: string }>('grants').insertMany(births);
}

/** The next budgets file of the owner: money for everybody. */
export function raisedBudget({ owner }: Company, now: Date): string {
  const period = quarterOf(dateIn(now, owner.zone));
  return `period,currency,amount\n${period},EUR,1000000\n`;
}
