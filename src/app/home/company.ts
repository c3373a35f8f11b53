import type { Catalog } from '../../features/catalog/index.js';
import type { Import } from '../../features/loading/index.js';
import type { People } from '../../features/people/index.js';
import type { CompanyHours, TrainingTime } from '../../features/training-time/index.js';
import type { Clock } from '../../platform/clock.js';
import type { Zone } from '../../shared/dates.js';
import { addDays, dateIn } from '../../shared/dates.js';
import type { Attention, LoadAttention } from '../attention.js';
import { oursOf } from '../attention.js';
import type { HomeStore } from './store.js';

const soonDays = 30;
const mostImports = 5;
/** Counting reads an index of everything: once a minute is enough for whoever opens their Home tab. */
const believedMs = 60_000;

/** The company's figures at a moment; days are days in UTC. */
export type Figures = Readonly<{
  at: Date;
  inReach: number;
  withoutSlack: number;
  held: number;
  dueSoon: number;
  overdue: number;
  inReview: number;
  mayNotWork: number;
  /** Of the last seven days; undefined when there was no study time. */
  studyTime: CompanyHours | undefined;
}>;

/** What only an owner can put right. */
export type Needs = Readonly<{
  /** People whom Slack's directory would let leave at once; 0 unless a sync waits for an answer. */
  asksToLetLeave: number;
  deadReactions: number;
  /** Messages of which nobody knows whether they arrived. */
  unknownMessages: number;
  /** Messages that were not sent in the last week because of us. */
  notSentByUs: number;
  /** Why nothing is being sent; undefined while all is well. */
  notSending: string | undefined;
  payroll: Attention['payroll'];
  shortBudgets: Attention['shortBudgets'];
}>;

export type Company = Readonly<{ figures: Figures; needs: Needs; imports: readonly Import[] }>;

export function createCompany({
  store,
  people,
  catalog,
  hoursOfCompany,
  attention,
  clock,
}: {
  store: Pick<HomeStore, 'countDue' | 'countOverdue' | 'countLateOf' | 'countInReview' | 'countHeld' | 'latestImports'>;
  people: Pick<People, 'figures'>;
  catalog: Pick<Catalog['store'], 'all'>;
  hoursOfCompany: TrainingTime['hoursOfCompany'];
  attention: LoadAttention;
  clock: Clock;
}) {
  let known: { until: Date; figures: Promise<Figures> } | undefined;

  async function count(at: Date): Promise<Figures> {
    const today = dateIn(at, 'UTC' as Zone);
    const [{ inReach, withoutSlack }, held, dueSoon, overdue, inReview, mayNotWork, studyTime] = await Promise.all([
      people.figures(),
      store.countHeld(today),
      store.countDue(today, addDays(today, soonDays)),
      store.countOverdue(today),
      store.countInReview(),
      countStopped(),
      hoursOfCompany(at),
    ]);
    return { at, inReach, withoutSlack, held, dueSoon, overdue, inReview, mayNotWork, studyTime };

    /** Certifications with the same days of grace are late on the same day. */
    async function countStopped(): Promise<number> {
      const stopping = [...(await catalog.all()).values()].filter(({ mayNotWorkWithout }) => mayNotWorkWithout);
      const graces = [...new Set(stopping.map(({ graceDays }) => graceDays))];
      const counts = graces.map((grace) => {
        const codes = stopping.filter(({ graceDays }) => graceDays === grace).map(({ _id }) => _id);
        return store.countLateOf(codes, addDays(today, -grace));
      });
      return (await Promise.all(counts)).reduce((sum, late) => sum + late, 0);
    }
  }

  /** The figures of the last minute, counted once however many ask. */
  function figures(): Promise<Figures> {
    const now = clock.now();
    if (known === undefined || now >= known.until) {
      const counting = count(now);
      known = { until: new Date(now.getTime() + believedMs), figures: counting };
      counting.catch(() => {
        known = undefined;
      });
    }
    return known.figures;
  }

  async function needs(): Promise<Needs> {
    const found = await attention();
    return {
      asksToLetLeave: found.asksToLetLeave,
      deadReactions: found.deadReactions,
      unknownMessages: found.unknownMessages.length,
      notSentByUs: oursOf(found).reduce((sum, { count: refused }) => sum + refused, 0),
      notSending: found.notSending,
      payroll: found.payroll,
      shortBudgets: found.shortBudgets,
    };
  }

  return async (): Promise<Company> => {
    const [counted, needed, imports] = await Promise.all([figures(), needs(), store.latestImports(mostImports)]);
    return { figures: counted, needs: needed, imports };
  };
}

export type LoadCompany = ReturnType<typeof createCompany>;
