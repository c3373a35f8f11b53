import { MailAddress } from '../../../platform/mail/address.js';
import type { TrainingBlockId } from '../../../shared/ids.js';
import { StudyPlanId } from '../../../shared/ids.js';
import { httpUrl } from '../../../shared/links.js';
import type { Certification } from '../../catalog/index.js';
import type { Person } from '../../people/index.js';
import type { TrainingTimeDeps } from '../deps.js';
import type { StudyPlan } from '../plans/study-plan.js';
import { isAhead } from '../rules.js';
import type { TrainingBlock } from '../training-block.js';
import { blockIdOn } from '../training-block.js';
import type { InvitationId } from './invitation.js';
import type { CalendarSeries } from './series.js';
import type { Standing } from './standing.js';
import { blockStanding, planStanding } from './standing.js';
import type { Named } from './words.js';
import { descriptionOf, summaryOf } from './words.js';

/** What one invitation is about, as things are now. */
export type CalendarSubject = Readonly<{
  id: InvitationId;
  state: Standing['state'];
  person: Person;
  /** Where mail reaches this person; null when nowhere. */
  address: MailAddress | null;
  named: Named;
  entry: Omit<CalendarSeries, 'sequence' | 'changedAt'>;
}>;

/** Reads what calendars are told: the one place that knows what can stand in them. */
export function createCalendarSubjects({
  store,
  plans,
  people,
  catalog,
}: Pick<TrainingTimeDeps, 'store' | 'plans' | 'people' | 'catalog'>) {
  async function planOf(id: StudyPlanId, now: Date) {
    const plan = await plans.byId(id);
    if (plan === null) return undefined;
    const blocks = await store.byIds(plan.dates.map((date) => blockIdOn(date, id)));
    return { ...ownerOf(plan), ...planStanding(plan, blocks, now) };
  }

  async function blockOf(id: TrainingBlockId, now: Date) {
    const block = await store.byId(id);
    return block === null ? undefined : { ...ownerOf(block), ...blockStanding(block, now) };
  }

  /** Undefined for what is not known. */
  async function calendarOf(id: InvitationId, now: Date): Promise<CalendarSubject | undefined> {
    const planId = StudyPlanId.safeParse(id).data;
    const found = await (planId === undefined ? blockOf(id as TrainingBlockId, now) : planOf(planId, now));
    const [person, certification] = await Promise.all([
      found && people.byId(found.personId),
      found && catalog.byId(found.certificationId),
    ]);
    return found && person && certification ? subjectOf(id, found, person, certification) : undefined;
  }

  return {
    calendarOf,

    /** All of one person of which something is still to come, soonest first: plans, and blocks that are of none. */
    async planned({ _id }: Person, now: Date): Promise<CalendarSubject[]> {
      const ahead = (await store.plannedOf(_id)).filter((block) => isAhead(block, now));
      const ids = new Set(ahead.map((block) => block.planId ?? block._id));
      const subjects = await Promise.all([...ids].map((id) => calendarOf(id, now)));
      return subjects.flatMap((subject) => (subject?.state === 'planned' ? [subject] : []));
    },
  };
}

const ownerOf = ({ personId, certificationId }: StudyPlan | TrainingBlock) => ({ personId, certificationId });

function subjectOf(
  id: InvitationId,
  { state, when }: Standing,
  person: Person,
  certification: Certification,
): CalendarSubject {
  const link = certification.studyLinks.map(httpUrl).find((one) => one !== undefined);
  const named = { name: certification.name, when, zone: 'series' in when ? when.series.zone : person.zone, link };
  return {
    id,
    state: person.state === 'active' || state === 'over' ? state : 'cancelled',
    person,
    address: mailAddressOf(person),
    named,
    entry: {
      uid: `${id}@laurel`,
      when,
      summary: summaryOf(named),
      description: descriptionOf(named),
      ...(link !== undefined && { url: link }),
    },
  };
}

/** What the people file has may be no address at all. */
export const mailAddressOf = ({ email }: Pick<Person, 'email'>): MailAddress | null =>
  MailAddress.safeParse(email).data ?? null;

export type CalendarSubjects = ReturnType<typeof createCalendarSubjects>;
