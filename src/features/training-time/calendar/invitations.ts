import type { Clock } from '../../../platform/clock.js';
import type { Stored } from '../../../platform/database/facts.js';
import type { MailAddress } from '../../../platform/mail/address.js';
import type { Mailer, MailOutcome } from '../../../platform/mail/mail.js';
import { senderName } from '../../../platform/mail/mail.js';
import type { Sweep } from '../../../platform/sweeps.js';
import type { PersonId, StudyPlanId, TrainingBlockId } from '../../../shared/ids.js';
import type { PersonFact } from '../../people/index.js';
import type { Claimed, InvitationStore } from '../invitation-store.js';
import type { StudyPlanFact } from '../plans/study-plan.js';
import type { TrainingTimeStore } from '../store.js';
import type { TrainingBlockFact } from '../training-block.js';
import { after, movesCalendars, movesPlan } from './invitation-rules.js';
import { calendarText } from './series.js';
import type { CalendarSubject, CalendarSubjects } from './subject.js';
import { mailWords } from './words.js';

type BlockChanged = Stored<
  Extract<TrainingBlockFact, { type: 'training-block.planned' | 'training-block.moved' | 'training-block.dropped' }>
>;
type PlanChanged = Stored<Extract<StudyPlanFact, { type: 'study-plan.agreed' | 'study-plan.ended' }>>;
type PersonMoved = Stored<Extract<PersonFact, { type: 'person.changed' | 'person.left' | 'person.returned' }>>;

const mostRefusals = 20;
const nothingToSend: MailOutcome = { kind: 'sent' };

/**
 * Puts study time into people's calendars by mail, and keeps it there as it is. Facts say that a calendar is owed
 * something; the sweep reads what is so when it sends. A mail whose reply was lost is sent again with the same Message-ID, UID
 * and SEQUENCE, which a calendar takes for the one it has.
 */
export function createInvitations({
  store,
  blocks,
  subjects,
  clock,
  mailer,
}: {
  store: InvitationStore;
  blocks: Pick<TrainingTimeStore, 'byId'>;
  subjects: Pick<CalendarSubjects, 'calendarOf'>;
  clock: Clock;
  /** Undefined: nothing is sent; what is owed waits until there is a mail server. */
  mailer: Mailer | undefined;
}) {
  const sweepOf = (mail: Mailer): Sweep => ({
    name: 'training-time.invite',
    nextDueAt: store.firstDueAt,
    async run(keepsGoing) {
      for (let told = 0; ; told += 1) {
        const invitation = keepsGoing() ? await store.claim(clock.now()) : null;
        if (invitation === null) return told;
        const settle = (outcome: MailOutcome) => store.settle(invitation, after(invitation, outcome, clock.now()));
        const outcome = await bringInStep(invitation, mail).catch(async (error) => {
          // A bug: it must not stand before all others for ever.
          await settle({ kind: 'later', why: 'bug' });
          throw error;
        });
        await settle(outcome);
        // The others would wait in vain for the same server.
        if (outcome.kind === 'unreachable') return told;
      }
    },
  });

  /** Takes the entry out of a calendar in which it is not to be any more, and puts it into the one in which it is. */
  async function bringInStep(invitation: Claimed, mail: Mailer): Promise<MailOutcome> {
    const subject = await subjects.calendarOf(invitation._id, clock.now());
    if (subject === undefined || subject.state === 'over') return nothingToSend;
    const { invited } = invitation;
    const address = addressFor(subject, invited);
    if (invited !== null && invited !== address) {
      const outcome = await mail.send(mailOf('CANCEL', invited, invitation, subject, mail.from));
      // An address that is refused is gone, and its calendar with it.
      if (outcome.kind === 'later' || outcome.kind === 'unreachable') return outcome;
      if (!(await store.setInvited(invitation, null))) return nothingToSend;
    }
    // Before it is sent: were this process to stop in between, nobody would know whose calendar has it.
    if (address === null || !(await store.setInvited(invitation, address))) return nothingToSend;
    return mail.send(mailOf('REQUEST', address, invitation, subject, mail.from));
  }

  return {
    sweeps: mailer === undefined ? [] : [sweepOf(mailer)],

    reactions: {
      /** Study time was planned, moved or dropped: one for itself, or one of a plan. */
      async invite(fact: BlockChanged): Promise<void> {
        const { id, personId, at } = fact;
        const block = await blocks.byId(fact.about as TrainingBlockId);
        if (block === null || (block.planId !== null && !movesPlan(fact))) return;
        await store.raise(id, block.planId ?? block._id, personId, at);
      },

      /** All times of a plan at once. */
      invitePlan: ({ id, about, personId, at }: PlanChanged) => store.raise(id, about as StudyPlanId, personId, at),

      /** Whoever has left, has come back or has another address: all of their calendar. */
      async followPerson(fact: PersonMoved): Promise<void> {
        if (!movesCalendars(fact)) return;
        const personId = fact.about as PersonId;
        for (const id of await store.idsOf(personId)) await store.raise(fact.id, id, personId, fact.at);
      },
    },

    /** What an owner should know. */
    doctor: () => store.figures(mostRefusals),
  };
}

/** In whose calendar it is to be; null: in nobody's. What is over is not entered anew. */
function addressFor({ state, address }: CalendarSubject, invited: MailAddress | null): MailAddress | null {
  if (state === 'ended') return invited === address ? invited : null;
  return state === 'planned' ? address : null;
}

function mailOf(
  method: 'REQUEST' | 'CANCEL',
  to: MailAddress,
  { _id, sequence, changedAt }: Claimed,
  { state, entry, named, person }: CalendarSubject,
  from: MailAddress,
) {
  const organizer = { name: senderName, address: from };
  const attendee = { name: person.name, address: to };
  return {
    key: `${_id}|${sequence}|${method}|${to}`,
    to,
    ...mailWords(method === 'REQUEST' && state === 'ended' ? 'ended' : method, named),
    calendar: {
      method,
      text: calendarText([{ ...entry, sequence, changedAt }], { method, organizer, attendee }),
    },
  };
}
