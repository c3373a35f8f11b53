import type { Complaint } from '../complaint.js';
import { complain } from '../complaint.js';
import type { History, Mail } from '../history.js';
import { groupBy } from '../history.js';

/**
 * Calendars believe the highest number of an entry, and have one entry for each plan. So numbers never fall, the last mail says
 * what the app believes that a calendar has, and no time of a plan is an entry of its own.
 */
export const calendars = (history: History): Complaint[] => [
  ...falling(history),
  ...unlikeInvitations(history),
  ...ofTheirOwn(history),
];

/** Excused: a process that stood still with a mail in hand for longer than its lease, so that others sent a newer one. */
function falling({ mails, deeds, plan: { lengths } }: History): Complaint[] {
  const isLong = deeds.some(({ kind, atMs, untilMs }) => kind === 'stopped' && untilMs - atMs >= mailLease(lengths));
  if (isLong) return [];
  return [...groupBy(mails, ({ to, uid }) => `${uid} to ${to}`)].flatMap(([name, own]) =>
    own
      .slice(1)
      .flatMap(({ sequence }, index) =>
        sequence >= own[index]!.sequence
          ? []
          : [complain('calendars', `${name} was sent as ${sequence} after ${own[index]!.sequence}`, [name])],
      ),
  );
}

/** Twice as long as that of a message. */
const mailLease = ({ deliveryLeaseMs }: History['plan']['lengths']) => 2 * deliveryLeaseMs;

function unlikeInvitations({ invitations, mails }: History): Complaint[] {
  const byUid = groupBy(mails, ({ uid }) => uid);
  return invitations.flatMap(({ _id, sequence, state, invited }) => {
    const own = byUid.get(`${_id}@laurel`) ?? [];
    const problem =
      state === 'owed' ? 'is still owed' : state === 'refused' ? undefined : unlike(own, { sequence, invited });
    return problem === undefined ? [] : [complain('calendars', `${_id} ${problem}`, [_id])];
  });
}

function unlike(
  own: readonly Mail[],
  { sequence, invited }: Readonly<{ sequence: number; invited: string | null }>,
): string | undefined {
  const last = own.at(-1);
  if (invited === null) return last === undefined || last.method === 'CANCEL' ? undefined : 'was never taken out';
  if (last === undefined) return `is in the calendar of ${invited}, to which no mail went`;
  if (last.to !== invited || last.method !== 'REQUEST')
    return `is in the calendar of ${invited}, and the last mail was ${last.method} to ${last.to}`;
  return last.sequence === sequence ? undefined : `has number ${sequence}, and the last mail had ${last.sequence}`;
}

function ofTheirOwn({ blocks, mails }: History): Complaint[] {
  const sent = new Set(mails.map(({ uid }) => uid));
  return [...blocks.values()]
    .filter(({ _id, planId }) => planId !== null && sent.has(`${_id}@laurel`))
    .map(({ _id, planId }) => complain('calendars', `${_id} is an entry beside its plan ${planId}`, [_id]));
}
