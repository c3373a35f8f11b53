import type { Stored } from '../../../platform/database/facts.js';
import type { Sweep } from '../../../platform/sweeps.js';
import type { TimeOfDay } from '../../../shared/dates.js';
import { addMinutes, dateIn, instantAt } from '../../../shared/dates.js';
import type { GrantId } from '../../../shared/ids.js';
import { accountOf, transfer } from '../accounts.js';
import type { BudgetLoaded } from '../budget.js';
import type { Grant, GrantRequested, GrantSettled } from '../grant.js';
import { grantFact } from '../grant.js';
import { movementOf, releasing, reserving } from '../grant-rules.js';
import { dayAfter, quarterOf } from '../periods.js';
import type { Approving } from './asking.js';
import type { GrantDeps } from './deps.js';
import type { Requesting } from './request.js';

const midnight = '00:00' as TimeOfDay;
const batch = 1_000;
/** As long as one look for money may take. Whoever dies on the way is followed by another after that. */
const lookMinutes = 1;

/**
 * Grants and the ledger. Each posting follows from a fact, and its key names the fact: repeated, it finds itself. A grant
 * says by which fact it is reserved; what another fact has set aside for it is given back.
 */
export function createReserving(
  { grants, budgets, ledger, people, clock }: GrantDeps,
  { requesting, asking }: { requesting: Requesting; asking: Approving },
) {
  /** Asks the budget, and then whoever must approve it. */
  async function reserve({ id, about, at, charge }: Stored<GrantRequested>): Promise<void> {
    const cause = { at, by: id };
    const answer = charge && (await ledger.post(transfer(id, charge, reserving, cause)));
    const grant = await grants.byId(about as GrantId);
    if (grant === null) throw new Error('A fact about a grant needs the grant');
    const isCurrent = `${grant._id}:${grant.version}` === id && grant.state === 'requested';
    if (answer?.kind === 'refused') {
      // Looked for at once: money may have come since the budget was asked.
      const fields = { state: 'over-budget', tryAt: clock.now() } as const;
      if (isCurrent) await grants.change(grant, fields, grantFact(grant, 'grant.over-budget'), cause);
      return;
    }
    if (isCurrent) {
      const review = await asking.begin(grant, clock.now());
      const fields = { state: 'reserved', reservedBy: id, review } as const;
      if (await grants.change(grant, fields, grantFact(grant, 'grant.reserved'), cause)) return;
    }
    if (charge === null || (await grants.byId(grant._id))?.reservedBy === id) return;
    await ledger.post(transfer(`release|${id}`, charge, releasing, cause));
    await grants.tryAll(charge.book, clock.now());
  }

  /** Moves what a decision moves. Throws, to be tried again, when what was decided before is not posted yet. */
  async function settle(fact: Stored<GrantSettled>): Promise<void> {
    const { id, at, charge } = fact;
    const movement = movementOf(fact);
    if (charge === null || movement === undefined) return;
    const answer = await ledger.post(transfer(id, charge, movement, { at, by: id }));
    if (answer.kind === 'refused') throw new Error(`${answer.account} does not hold it yet; this is tried again`);
    if (movement.to === 'budget') await grants.tryAll(charge.book, clock.now());
  }

  /** Puts into a budget what it was raised by, or takes what it was lowered by; what is spoken for is not taken. */
  async function fund(fact: Stored<BudgetLoaded>): Promise<void> {
    const { id, at, book, period, amount, was } = fact;
    if (amount === was) return;
    const charge = { book, period, amount: amount - was };
    const answer = await ledger.post(transfer(id, charge, { from: 'source', to: 'budget' }, { at, by: id }));
    if (answer.kind === 'refused') await budgets.takeBack(fact);
    else await grants.tryAll(book, clock.now());
  }

  /** Requests anew what was over budget and for which there is money now, by what it costs now. */
  async function takeUp(keepsGoing: () => boolean): Promise<number> {
    for (let looked = 0; ; ) {
      const now = clock.now();
      const due = await grants.overBudgetDue(now, batch);
      if (due.length === 0 || !keepsGoing()) return looked;
      for (const grant of due) await lookFor(grant, now);
      looked += due.length;
    }
  }

  async function lookFor(grant: Grant, now: Date): Promise<void> {
    const person = await people.byId(grant.personId);
    if (person === null) throw new Error('A grant needs a person');
    // Taken before the look, so that money that comes after it is not missed.
    const tryAt = addMinutes(now, lookMinutes);
    if (!(await grants.moveTry(grant, tryAt))) return;
    const today = dateIn(now, person.zone);
    const charge = await requesting.chargeFor(grant.reward, today);
    const left = charge && (await ledger.balanceOf(charge.book, accountOf('budget', charge.period)));
    if (charge !== null && (left ?? 0) >= charge.amount) {
      const fact = grantFact({ ...grant, charge }, 'grant.requested');
      await grants.change(grant, { state: 'requested', charge, tryAt: null }, fact, { at: now, by: sweepName });
      return;
    }
    await grants.moveTry({ _id: grant._id, tryAt }, instantAt(dayAfter(quarterOf(today)), midnight, person.zone));
  }

  const sweep: Sweep = { name: sweepName, run: takeUp, nextDueAt: grants.firstTryAt };
  return { reserve, settle, fund, sweep };
}

const sweepName = 'rewards.takeUp';
