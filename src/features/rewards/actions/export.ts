import { createHash } from 'node:crypto';
import { stringify } from 'csv-stringify/sync';
import type { CalendarDate } from '../../../shared/dates.js';
import { addMinutes, dateIn, latestDateOnEarth } from '../../../shared/dates.js';
import type { CertificationId, PersonId } from '../../../shared/ids.js';
import type { Certification } from '../../catalog/index.js';
import type { Credential } from '../../credentials/index.js';
import type { Person } from '../../people/index.js';
import type { Grant } from '../grant.js';
import { grantFact } from '../grant.js';
import type { BatchId, Column, EntryKey, PayMonth, PayrollBatch } from '../payroll.js';
import { exporting, grantOf, hasBegun, lastDayHeld, rowOf } from '../payroll-rules.js';
import type { PayrollStore } from '../payroll-store.js';
import { firstDayOfMonth, lastDayOfMonth } from '../periods.js';
import type { GrantDeps } from './deps.js';

export type ExportDeps = Pick<GrantDeps, 'grants' | 'clock' | 'catalog' | 'credentials'> & {
  people: Pick<GrantDeps['people'], 'byIds'>;
  batches: PayrollStore;
};

type Sealed = PayrollBatch & { file: NonNullable<PayrollBatch['file']> };

/** The batch whose file is to be written, or why there is none. */
export type Exported =
  | Readonly<{ kind: 'batch'; batch: Sealed; more: number }>
  | Readonly<{ kind: 'nothing' }>
  | Readonly<{ kind: 'refused'; why: 'not-begun' }>
  /** A batch of another month was begun and its file never written. */
  | Readonly<{ kind: 'refused'; why: 'other-unfinished'; month: PayMonth }>;

const writesAtOnce = 500;
/** A batch is one document, which holds its file; the rest goes into the next one. */
const mostEntries = 10_000;
/** Payroll answers with the next run of pay. */
const answerDays = 45;
const shown = 10;
/** A command that writes its file takes seconds: what is older was left. */
const writingMinutes = 10;

/**
 * Files for payroll. A batch names what it is to hold before anything moves; each grant goes into it by one update that expects
 * it as it was named; then the batch is sealed with what its file says. Whoever dies on the way is followed by the same
 * command, and two at once do the same work: the last batch is ended before another one begins.
 */
export function createExporting({ grants, batches, people, catalog, credentials, clock }: ExportDeps) {
  /** `by` is an owner's Slack id. A batch that was begun keeps the columns that it was begun with. */
  async function exportMonth(
    { month, columns, by }: { month: PayMonth; columns: readonly Column[]; by: string },
    most = mostEntries,
  ): Promise<Exported> {
    for (;;) {
      const now = clock.now();
      const last = await batches.last();
      if (last !== null && last.state !== 'written') {
        if (last.month !== month) return { kind: 'refused', why: 'other-unfinished', month: last.month };
        const batch = await sealed(last);
        if (batch.file.keys.length > 0)
          return { kind: 'batch', batch, more: (await grants.owedToPayroll(lastDayOfMonth(month), most)).length };
        // All that it named had changed before its turn came.
        await batches.written(batch._id);
        continue;
      }
      if (!hasBegun(month, latestDateOnEarth(now))) return { kind: 'refused', why: 'not-begun' };
      await endRaises(lastDayOfMonth(month), now);
      const owed = await grants.owedToPayroll(lastDayOfMonth(month), most);
      if (owed.length === 0) return { kind: 'nothing' };
      await batches.begin({
        _id: `batch:${month}:${(await batches.countOf(month)) + 1}` as BatchId,
        seq: (last?.seq ?? 0) + 1,
        month,
        columns: [...columns],
        by,
        at: now,
        state: 'collecting',
        candidates: owed.map(({ _id, version }) => ({ id: _id, version })),
        file: null,
      });
    }
  }

  /** Takes up what a batch has named, and settles what its file says: whoever is first, for all. */
  async function sealed(batch: PayrollBatch): Promise<Sealed> {
    if (batch.state === 'collecting') {
      for (let start = 0; start < batch.candidates.length; start += writesAtOnce)
        await takeUp(batch, batch.candidates.slice(start, start + writesAtOnce));
      await batches.seal(batch._id, await fileOf(batch));
    }
    const found = await batches.byId(batch._id);
    if (found === null || found.file === null) throw new Error('A sealed batch has its file');
    return { ...found, file: found.file };
  }

  /**
   * By the version that was named: once all were tried, whatever is not in the batch can never come into it, so that another
   * one at the same work adds nothing to what is sealed.
   */
  async function takeUp(batch: PayrollBatch, candidates: PayrollBatch['candidates']): Promise<void> {
    const named = new Map(candidates.map(({ id, version }) => [id, version]));
    const asNamed = (await grants.byIds([...named.keys()])).filter(({ _id, version }) => named.get(_id) === version);
    const writes = asNamed.flatMap((was) => {
      const change = exporting(was, batch);
      return change === undefined ? [] : [{ kind: 'changed' as const, was, ...change }];
    });
    await grants.saveAll(writes, { at: batch.at, by: batch._id });
  }

  async function fileOf(batch: PayrollBatch): Promise<Sealed['file']> {
    const all = await grants.byIds(batch.candidates.map(({ id }) => id));
    const taken = all.flatMap((grant) =>
      grant.payroll.filter(({ batchId }) => batchId === batch._id).map((entry) => ({ grant, entry })),
    );
    const [everybody, certifications] = await Promise.all([
      people.byIds([...new Set(taken.flatMap(({ grant }) => [grant.personId, ...approverOf(grant)]))]),
      certificationsOf(taken.map(({ grant }) => grant)),
    ]);
    const rows = taken
      .toSorted((a, b) => (a.entry.key < b.entry.key ? -1 : 1))
      .map(({ grant, entry }) => {
        const person = everybody.get(grant.personId);
        const certification = certifications.get(grant.certificationId);
        if (!person || !certification) throw new Error('A grant needs a person and a certification');
        const [by] = approverOf(grant);
        return rowOf(grant, entry, { person, certification, approver: (by && everybody.get(by)?.name) ?? '' });
      });
    const cells = rows.map((row) => batch.columns.map(({ field }) => row[field]));
    const text = stringify([batch.columns.map(({ name }) => name), ...cells], { escape_formulas: true });
    const sha256 = createHash('sha256').update(text).digest('hex');
    return { keys: taken.map(({ entry }) => entry.key).toSorted(), text, sha256 };
  }

  async function certificationsOf(all: readonly Grant[]): Promise<Map<CertificationId, Certification>> {
    const codes = [...new Set(all.map(({ certificationId }) => certificationId))];
    const found = await Promise.all(codes.map((code) => catalog.byId(code)));
    return new Map(found.flatMap((one) => (one === null ? [] : [[one._id, one]])));
  }

  /** Ends what was for as long as a certification is held, where it is held no more; looked at whenever a file is made. */
  async function endRaises(until: CalendarDate, now: Date): Promise<void> {
    for await (const raises of grants.raisesGoingOn(writesAtOnce)) {
      const ids = [...new Set(raises.map(({ personId }) => personId))];
      const [all, everybody, certifications] = await Promise.all([
        credentials.earnedBy(ids),
        people.byIds(ids),
        certificationsOf(raises),
      ]);
      const known = { everybody, certifications, until, now };
      for (const raise of raises) {
        if (lastDay(raise, all, known) === undefined) continue;
        // To end hundreds takes a while: whoever has earned it again meanwhile keeps theirs.
        const on = lastDay(raise, await credentials.earnedBy([raise.personId]), known);
        if (on !== undefined) await end(raise, on, now);
      }
    }
  }

  function lastDay(
    { personId, certificationId }: Grant,
    all: readonly Credential[],
    known: Readonly<{
      everybody: Map<PersonId, Person>;
      certifications: Map<CertificationId, Certification>;
      until: CalendarDate;
      now: Date;
    }>,
  ): CalendarDate | undefined {
    const person = known.everybody.get(personId);
    const certification = known.certifications.get(certificationId);
    if (!person || !certification) throw new Error('A grant needs a person and a certification');
    const today = dateIn(known.now, person.zone);
    const theirs = all.filter((one) => one.personId === personId && one.certificationId === certificationId);
    return lastDayHeld(theirs, certification.graceDays, today < known.until ? today : known.until);
  }

  /** What payroll has not heard of yet says in its own row until when it is. Another one may have ended it: then it is. */
  async function end(raise: Grant, on: CalendarDate, now: Date): Promise<void> {
    const end = { kind: 'ends', on } as const;
    const fields = raise.state === 'granted' ? { end } : { end, due: end };
    await grants.change(raise, fields, grantFact(raise, 'grant.ended'), { at: now, by: 'rewards.export' });
  }

  return {
    exportMonth,

    /** The file of a batch as it was; null when there is none, or it is not sealed. */
    async again(id: BatchId): Promise<Sealed | null> {
      const batch = await batches.byId(id);
      return batch === null || batch.file === null ? null : { ...batch, file: batch.file };
    },

    /** Somebody has the file. */
    written: (id: BatchId) => batches.written(id),

    /** Puts what payroll rejected into the next file, under a new key. `by` is an owner's Slack id. */
    async resend(key: EntryKey, by: string): Promise<'resent' | 'not-rejected'> {
      for (;;) {
        const grant = (await grants.byIds([grantOf(key)]))[0];
        const entry = grant?.payroll.find((one) => one.key === key);
        if (grant === undefined || entry === undefined || grant.toMend !== key) return 'not-rejected';
        const now = clock.now();
        const fields = { toMend: null, due: { kind: entry.kind, on: firstDayOfMonth(entry.month) } };
        if (await grants.change(grant, fields, grantFact(grant, 'grant.resent'), { at: now, by })) return 'resent';
      }
    },

    /** What of payroll an owner should know. */
    async figures() {
      const now = clock.now();
      const [owed, unanswered, rejected, last] = await Promise.all([
        grants.sumsOwedToPayroll(),
        grants.countUnanswered(addMinutes(now, -answerDays * 24 * 60)),
        grants.toMend(shown + 1),
        batches.lastBegun(),
      ]);
      const wasLeft = last !== null && last.state !== 'written' && last.at < addMinutes(now, -writingMinutes);
      return {
        /** The month of a file that was begun and that nobody has: its people read already that it is on its way. */
        unwritten: wasLeft ? last.month : undefined,
        /** How many entries wait for the next file, and what the rewards among them take of the budgets. */
        waiting: owed.reduce((sum, { count }) => sum + count, 0),
        takes: owed.flatMap(({ _id: book, amount }) => (book === null || amount === 0 ? [] : [{ book, amount }])),
        unanswered,
        /** Their keys; one more than are shown where there are more. */
        rejected: rejected.flatMap(({ toMend }) => toMend ?? []),
      };
    },
  };
}

const approverOf = ({ decision }: Grant) => (decision === null ? [] : [decision.by]);
