import { dateIn } from '../../shared/dates.js';
import type { AssignmentId, TrainingBlockId } from '../../shared/ids.js';
import type { AboutItem, ReminderControls, ReminderLine } from '../nudges/index.js';
import type { Person } from '../people/index.js';
import type { Subject, TrainingTimeDeps } from './deps.js';
import { forecastOf, forecastWords } from './forecast.js';
import type { Offer } from './parts.js';
import { MoveStudyTime, PlanStudyTime } from './parts.js';
import { minutesOf, studiedMinutes } from './plans/planning.js';
import type { Offering } from './rules.js';
import { atHand, blockMinutes, isAhead, slots } from './rules.js';
import { spanWords } from './times.js';
import type { Span, TrainingBlock } from './training-block.js';

/** What is planned already, and when the team meets. */
type Taken = Readonly<{ planned: readonly TrainingBlock[]; meetings: Offering['meetings'] }>;

/** Which times somebody can choose from, as things stand now. */
export function createOffers({ store, policies, people }: Pick<TrainingTimeDeps, 'store' | 'policies' | 'people'>) {
  /** What is moved stays as long as it is. */
  function offering(
    { assignment, certification, person }: Subject,
    now: Date,
    moved?: Span,
  ): Omit<Offering, keyof Taken> {
    return {
      now,
      zone: person.zone,
      shiftsOn: (date) => people.shiftsOn(person, date),
      dueOn: assignment.dueOn,
      minutes: moved === undefined ? blockMinutes(certification.studyHours) : minutesOf([moved]),
    };
  }

  function offerOf<Id>(of: { _id: Id; version: number }, asked: Offering): Offer<Id> {
    return { id: of._id, version: of.version, slots: slots(asked), zone: asked.zone, now: asked.now };
  }

  const offerToPlan = (about: Subject, now: Date, taken: Taken): Offer<AssignmentId> =>
    offerOf(about.assignment, { ...offering(about, now), ...taken });

  const offerToMove = (block: TrainingBlock, about: Subject, now: Date, taken: Taken) =>
    offerOf(block, { ...offering(about, now, block), ...taken });

  async function toPlan(about: Subject, now: Date): Promise<Offer<AssignmentId>> {
    return offerToPlan(about, now, await takenOf(about.person));
  }

  async function toMove(block: TrainingBlock, about: Subject, now: Date): Promise<Offer<TrainingBlockId>> {
    return offerToMove(block, about, now, await takenOf(about.person));
  }

  /** What stands in the way of study time: what is planned already, and when the team meets. */
  async function takenOf(person: Person): Promise<Taken> {
    const [planned, { meetings }] = await Promise.all([store.plannedOf(person._id), policies.termsOf(person)]);
    return { planned, meetings };
  }

  /** All items of one message are drawn of the same answer; whoever draws has read the person anew. */
  const asked = new WeakMap<Person, Promise<Taken>>();

  function takenBeside({ person }: AboutItem): Promise<Taken> {
    const answer = asked.get(person) ?? takenOf(person);
    asked.set(person, answer);
    return answer;
  }

  /** One menu: plan, for once or weekly, or move what is planned. Nothing while nothing is to be studied for. */
  const controls: ReminderControls = async (item) => {
    const { now, ...about } = item;
    const { assignment, person } = about;
    if (assignment.state !== 'open') return [];
    const taken = await takenBeside(item);
    const { planned } = taken;
    const own = atHand(ofAssignment(planned, assignment._id), now);
    // After an exam there is one question: how it went. Whoever must try again is offered time then.
    const isExamOver = assignment.examOn !== null && assignment.examOn < dateIn(now, person.zone);
    if (own === undefined && isExamOver) return [];
    const weekly = weeklyFor(item, planned);
    if (own === undefined) return [PlanStudyTime({ ...offerToPlan(about, now, taken), weekly })];
    const why = isAhead(own, now) ? 'to-come' : 'unanswered';
    return [MoveStudyTime({ offer: { ...offerToMove(own, about, now, taken), weekly }, why })];
  };

  const line: ReminderLine = async (item) => {
    const { assignment, person, now } = item;
    if (assignment.state !== 'open') return undefined;
    const planned = ofAssignment((await takenBeside(item)).planned, assignment._id);
    const own = atHand(planned, now);
    if (own === undefined || !isAhead(own, now)) return undefined;
    const forecast = own.planId === null ? '' : ` ${forecastWords(await forecastFor(item, planned))}`;
    return `Study time planned: ${spanWords(own, person.zone)}.${forecast}`;
  };

  async function forecastFor({ assignment, certification, person, now }: AboutItem, planned: Taken['planned']) {
    const ahead = planned.filter(
      (block) => isAhead(block, now) && dateIn(block.startsAt, person.zone) <= assignment.dueOn,
    );
    return forecastOf({
      needed: certification.studyHours * 60,
      studied: studiedMinutes(await store.studiedFor(assignment._id)),
      ahead: minutesOf(ahead),
    });
  }

  return { offering, takenOf, toPlan, toMove, controls, line };
}

/** Where one sitting is enough, nobody needs a series. */
function weeklyFor({ assignment, certification, now }: AboutItem, planned: readonly TrainingBlock[]) {
  if (certification.studyHours * 60 <= blockMinutes(certification.studyHours)) return undefined;
  const isOfPlan = (block: TrainingBlock) => block.planId !== null && isAhead(block, now);
  return ofAssignment(planned, assignment._id).some(isOfPlan) ? 'some' : 'none';
}

const ofAssignment = (planned: readonly TrainingBlock[], id: AssignmentId) =>
  planned.filter(({ assignmentId }) => assignmentId === id);

export type Offers = ReturnType<typeof createOffers>;
