import { MailAddress } from '../../../platform/mail/address.js';
import { httpUrl } from '../../../shared/links.js';
import type { Certification } from '../../catalog/index.js';
import type { Person } from '../../people/index.js';
import type { TrainingTimeDeps } from '../deps.js';
import type { TrainingBlock } from '../training-block.js';
import type { InvitationId } from './invitation.js';
import type { CalendarSeries } from './series.js';
import type { Named } from './words.js';
import { descriptionOf, summaryOf } from './words.js';

/** What one invitation is about, as things are now. */
export type CalendarSubject = Readonly<{
  id: InvitationId;
  /** `planned`: it is to stand in the calendar. `cancelled`: it is not. `over`: it is past, and stays as it is. */
  state: 'planned' | 'cancelled' | 'over';
  person: Person;
  /** Where mail reaches this person; null when nowhere. */
  address: MailAddress | null;
  named: Named;
  entry: Omit<CalendarSeries, 'sequence' | 'changedAt'>;
}>;

/** Reads what calendars are told: the one place that knows what can stand in them. */
export function createCalendarSubjects({
  store,
  people,
  catalog,
}: Pick<TrainingTimeDeps, 'store' | 'people' | 'catalog'>) {
  return {
    /** Undefined for what is not known. */
    async calendarOf(id: InvitationId, now: Date): Promise<CalendarSubject | undefined> {
      const block = await store.byId(id);
      if (block === null) return undefined;
      const [person, certification] = await Promise.all([
        people.byId(block.personId),
        catalog.byId(block.certificationId),
      ]);
      return person === null || certification === null ? undefined : subjectOf(block, person, certification, now);
    },

    /** All that is planned for one person and not over, soonest first. */
    async planned(person: Person, now: Date): Promise<CalendarSubject[]> {
      const subjects: CalendarSubject[] = [];
      for (const block of await store.plannedOf(person._id)) {
        const certification = await catalog.byId(block.certificationId);
        if (certification !== null) subjects.push(subjectOf(block, person, certification, now));
      }
      return subjects.filter(({ state }) => state === 'planned');
    },
  };
}

function subjectOf(block: TrainingBlock, person: Person, certification: Certification, now: Date): CalendarSubject {
  const { startsAt, endsAt } = block;
  const link = certification.studyLinks.map(httpUrl).find((one) => one !== undefined);
  const named = { name: certification.name, span: { startsAt, endsAt }, zone: person.zone, link };
  return {
    id: block._id,
    state: stateOf(block, person, now),
    person,
    address: mailAddressOf(person),
    named,
    entry: {
      uid: `${block._id}@laurel`,
      when: named.span,
      summary: summaryOf(named),
      description: descriptionOf(named),
      ...(link !== undefined && { url: link }),
    },
  };
}

/** What the people file has may be no address at all. */
export const mailAddressOf = ({ email }: Pick<Person, 'email'>): MailAddress | null =>
  MailAddress.safeParse(email).data ?? null;

/** What is over stays in calendars as what was planned, whether or not it was kept. */
function stateOf(block: TrainingBlock, person: Person, now: Date): CalendarSubject['state'] {
  if (block.endsAt <= now) return 'over';
  if (person.state !== 'active' || block.state === 'dropped') return 'cancelled';
  return block.state === 'planned' ? 'planned' : 'over';
}

export type CalendarSubjects = ReturnType<typeof createCalendarSubjects>;
