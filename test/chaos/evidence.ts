/**
 * What a run under fire leaves in its folder. The judge reads these files and nothing else; it imports nothing of the
 * app. Every `…Ms` that is an instant is real milliseconds since 1970 by a monotonic clock, as `wallMs` of the effect log.
 *
 *   plan.json       what was due, written before anything starts
 *   deeds.jsonl     what the nemesis and the people did, one line each, as it ended
 *   effects.jsonl   what Slack saw: the effect log of the sandbox, with its calls
 *   database.json   every collection as it was in the end, by name, as extended JSON (relaxed)
 *   mails.json      what the mail server took for calendars, in its order
 *   payroll/        the files for payroll, as the commands wrote them
 */

/** Lengths in real milliseconds, already divided by the time scale. */
export type PlannedLengths = Readonly<{
  slackSecondMs: number;
  deliveryLeaseMs: number;
  deliveryTimeoutMs: number;
  lookAfterMs: number;
}>;

export type Plan = Readonly<{
  seed: number;
  commit: string;
  timeScale: number;
  workers: number;
  lengths: PlannedLengths;
  people: readonly PlannedPerson[];
  /** What reminders are owed, and from when until when. */
  dues: readonly Due[];
  /** What is to be said of study time. */
  words: readonly WordDue[];
  /** From what cost on a reward needs two who approve it, in minor units. */
  twoApproversAbove: number;
  /** Kinds of facts, a row for each flow. Where none of a row happened, that flow was not under fire at all. */
  meets: readonly (readonly string[])[];
}>;

/** A mail to a calendar: to whom, and the iCalendar text in it. */
export type CalendarMail = Readonly<{ to: string; text: string }>;

/** One word of study time that is to be said to one person: shortly before it, or the question after it. */
export type WordDue = Readonly<{
  blockId: string;
  slackId: string;
  topic: 'training-time.recall' | 'training-time.ask';
  dueMs: number;
  untilMs: number;
}>;

export type PlannedPerson = Readonly<{
  personId: string;
  slackId: string;
  managerSlackId: string | null;
}>;

/** One reminder that is to be shown to one person. The name of its certification is in no other due of theirs. */
export type Due = Readonly<{
  assignmentId: string;
  slackId: string;
  certification: string;
  dueMs: number;
  untilMs: number;
}>;

/** Which process: its place (0, 1, …) and its id; a place is filled again after a kill. */
type OfProcess = Readonly<{ worker: number; pid: number }>;

/** What happened from `atMs` to `untilMs`; both the same when it took no time. */
type Span = Readonly<{ atMs: number; untilMs: number }>;

export type Deed = Span &
  (
    | Readonly<{ kind: 'started' } & OfProcess>
    /** SIGKILL; `failpoint` when the process reached it, otherwise at random. */
    | Readonly<{ kind: 'killed'; failpoint: string | null } & OfProcess>
    /** SIGSTOP until SIGCONT (or a kill). `deliveryId` when it stood between the deadline check and the socket. */
    | Readonly<{ kind: 'stopped'; failpoint: string | null; deliveryId: string | null } & OfProcess>
    | Readonly<{ kind: 'terminated' } & OfProcess>
    /** A process ended that nobody had ended. */
    | Readonly<{ kind: 'died'; how: string } & OfProcess>
    | Readonly<{ kind: 'engine-killed' | 'engine-stopped' }>
    | Readonly<{ kind: 'network'; to: 'engine' | 'slack'; what: 'reset' | 'stall' | 'half-open' | 'refuse' }>
    | Readonly<{ kind: 'clock-set'; offsetMs: number } & OfProcess>
    | Readonly<{ kind: 'sockets-dropped' | 'sockets-refreshed' }>
    | Act
    /** A command of the owner's; `killed` when it killed itself before or after one of its writes. */
    | Readonly<{ kind: 'command'; what: 'export' | 'answer' | 'budgets'; how: 'done' | 'failed' | 'killed' }>
    /** From here on nothing is done to the house any more. */
    | Readonly<{ kind: 'fire-ended' }>
    /** Everything is terminal; or the patience of four minutes ended before. */
    | Readonly<{ kind: 'at-rest' | 'gave-up' }>
  );

/** What somebody did in Slack. `acked`: the app acknowledged it, so that it may not be lost. */
export type Act = Readonly<{
  kind: 'act';
  what: 'snooze' | 'hand-in' | 'approve' | 'assign' | 'waive' | 'less-often' | 'leave' | RewardAct | StudyAct;
  user: string;
  assignmentId: string | null;
  /** The grant, the study time or the plan that it was about. */
  about?: string;
  acked: boolean;
}>;

type RewardAct = 'approve-reward' | 'decline-reward' | 'revoke';
type StudyAct =
  | 'plan-time'
  | 'keep-time'
  | 'keep-part'
  | 'lose-time'
  | 'move-time'
  | 'ask-weekly'
  | 'agree-weekly'
  | 'offer-weekly'
  | 'take-weekly'
  | 'stop-weekly'
  | 'give-time';
