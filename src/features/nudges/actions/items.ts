import { daysBetween } from '../../../shared/dates.js';
import { httpUrl } from '../../../shared/links.js';
import type { Assignment } from '../../assignments/index.js';
import type { AboutItem, ReminderLine } from '../item.js';
import type { ReminderItem } from '../messages.js';
import type { SnoozeDays, WorkingDays } from '../rules.js';
import { assigned, snoozeDays, snoozeUntil } from '../rules.js';
import type { DateOrigin } from '../sentences.js';
import type { NudgesDeps } from './deps.js';
import { examOf } from './exam-of.js';

/** An assignment as it stands at the moment of drawing, with what other features have to add. */
export function createItems(deps: NudgesDeps) {
  const { people, catalog, credentials } = deps;

  async function itemOf(about: AboutItem): Promise<ReminderItem> {
    const { assignment, certification, person, now, reason } = about;
    const days = people.workingDays(person, now);
    const { dueOn, renews, assignedBy } = assignment;
    const asker = reason === assigned && assignedBy !== null ? await people.byId(assignedBy) : null;
    const standing = standingOf(assignment);
    const isUnsettled = standing === 'open' || standing === 'in-review';
    return {
      seen: { id: assignment._id, version: assignment.version },
      name: certification.name,
      need: certification.need,
      isRenewal: renews !== null,
      isNew: reason === assigned,
      askedBy: asker?.name,
      because: assignment.because,
      dueOn,
      daysLeft: daysBetween(days.today, dueOn),
      mayNotWorkWithout: certification.mayNotWorkWithout,
      graceDays: certification.graceDays,
      role: person.role,
      why: catalog.whyFor(certification, person.role),
      studyHours: certification.studyHours,
      studyLink: certification.studyLinks.map(httpUrl).find((link) => link !== undefined),
      standing,
      opensOn: assignment.opensOn,
      handedInOn: assignment.handedInOn,
      closingWhy: assignment.closingWhy,
      exam: examOf(about, days),
      snoozedUntil: assignment.nudge.snoozedUntil,
      snoozes: snoozesOf(about, days),
      controls: isUnsettled ? await controlsOf(about) : [],
      gains: isUnsettled ? await said(deps.gains, about) : [],
      lines: isUnsettled ? await said(deps.lines, about) : [],
    };
  }

  /** Where the due date comes from. */
  async function originOf({ assignment, certification }: AboutItem, days: WorkingDays): Promise<DateOrigin> {
    const { assignedBy, renews, dueOn, assignedOn } = assignment;
    const asker = assignedBy === null ? null : await people.byId(assignedBy);
    const held = renews === null ? null : await credentials.byId(renews);
    return {
      need: certification.need,
      dueOn,
      isRenewal: renews !== null,
      isOver: dueOn < days.today,
      heldUntil: held?.expiresOn ?? undefined,
      askedBy: asker?.name,
      assignedOn,
    };
  }

  const controlsOf = async (about: AboutItem) => (await Promise.all(deps.controls.map((slot) => slot(about)))).flat();

  const said = async (slots: readonly ReminderLine[], about: AboutItem) =>
    (await Promise.all(slots.map((slot) => slot(about)))).filter((line) => line !== undefined);

  return { itemOf, originOf };
}

export type Items = ReturnType<typeof createItems>;

const standingOf = ({ state, closing }: Assignment): ReminderItem['standing'] =>
  state === 'closed' ? (closing ?? 'withdrawn') : state;

const snoozesOf = ({ assignment, certification }: AboutItem, days: WorkingDays): SnoozeDays[] =>
  snoozeDays.filter(
    (length) => snoozeUntil({ dueOn: assignment.dueOn, need: certification.need, days }, length) !== undefined,
  );
