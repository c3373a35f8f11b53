import type { Drawn } from '../../../shared/blocks.js';
import { daysBetween } from '../../../shared/dates.js';
import { httpUrl } from '../../../shared/links.js';
import type { Assignment } from '../../assignments/index.js';
import type { AboutItem } from '../item.js';
import type { ReminderItem } from '../messages.js';
import { MoreMenu, SnoozeSelect } from '../parts.js';
import type { SnoozeDays, WorkingDays } from '../rules.js';
import { pauseOf, snoozeDays, snoozeUntil } from '../rules.js';
import type { DateOrigin, Exam } from '../sentences.js';
import { dateReason, quietLines } from '../sentences.js';
import type { NudgesDeps } from './deps.js';

/** What the Home tab shows of an open assignment. */
export type HomeItem = Readonly<{
  /** In the order in which they are to be shown, *Snooze* last. */
  controls: readonly Drawn[];
  /** The menu behind three dots, for the accessory of its section. */
  more: Drawn;
  /** What is planned, booked or snoozed; may hold words of others. */
  lines: readonly string[];
  /** Why it is due on that date; may hold the name of a colleague. */
  dateReason: string;
}>;

/** An assignment as it stands at the moment of drawing, with what other features have to add. */
export function createItems(deps: NudgesDeps) {
  const { people, catalog, credentials } = deps;

  async function itemOf(about: AboutItem): Promise<ReminderItem> {
    const { assignment, certification, person, now, reason } = about;
    const days = people.workingDays(person, now);
    const { dueOn, renews, assignedBy } = assignment;
    const asker = reason === 'assigned' && assignedBy !== null ? await people.byId(assignedBy) : null;
    const standing = standingOf(assignment);
    return {
      seen: { id: assignment._id, version: assignment.version },
      name: certification.name,
      isRenewal: renews !== null,
      isNew: reason === 'assigned',
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
      controls: standing === 'open' ? await controlsOf(about) : [],
      lines: standing === 'open' || standing === 'in-review' ? await linesOf(about) : [],
    };
  }

  async function homeItem(home: Omit<AboutItem, 'reason'>): Promise<HomeItem> {
    const about: AboutItem = { ...home, reason: undefined };
    const days = people.workingDays(about.person, about.now);
    const { _id: id, version, nudge } = about.assignment;
    const exam = examOf(about, days);
    const isQuiet = nudge.snoozedUntil !== null || (exam?.is === 'ahead' && exam.asksOn !== null);
    const lengths = isQuiet ? [] : snoozesOf(about, days);
    const seen = { id, version };
    return {
      controls: [...(await controlsOf(about)), ...(lengths.length > 0 ? [SnoozeSelect({ seen, lengths })] : [])],
      more: MoreMenu({ seen, choices: ['why'] }),
      lines: [...(await linesOf(about)), ...quietLines({ exam, snoozedUntil: nudge.snoozedUntil })],
      dateReason: dateReason(await originOf(about, days)),
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

  const linesOf = async (about: AboutItem) =>
    (await Promise.all(deps.lines.map((slot) => slot(about)))).filter((line) => line !== undefined);

  return { itemOf, homeItem, originOf };
}

export type Items = ReturnType<typeof createItems>;

const standingOf = ({ state, closing }: Assignment): ReminderItem['standing'] =>
  state === 'closed' ? (closing ?? 'withdrawn') : state;

function examOf({ assignment, certification }: AboutItem, days: WorkingDays): Exam | null {
  const { examOn, dueOn } = assignment;
  if (examOn === null) return null;
  const asksOn = pauseOf({ dueOn, need: certification.need, examOn, days });
  return { on: examOn, is: examOn < days.today ? 'over' : 'ahead', asksOn };
}

const snoozesOf = ({ assignment, certification }: AboutItem, days: WorkingDays): SnoozeDays[] =>
  snoozeDays.filter(
    (length) => snoozeUntil({ dueOn: assignment.dueOn, need: certification.need, days }, length) !== undefined,
  );
