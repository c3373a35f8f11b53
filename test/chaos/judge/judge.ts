import type { Complaint } from './complaint.js';
import { complain } from './complaint.js';
import type { Fate } from './fates.js';
import { fatesIn } from './fates.js';
import type { History, Post } from './history.js';
import { readFolder } from './read-folder.js';
import { acknowledged } from './rules/acknowledged.js';
import { afterDone } from './rules/after-done.js';
import { audited } from './rules/audited.js';
import { breaker } from './rules/breaker.js';
import { calendars } from './rules/calendars.js';
import { doubled } from './rules/doubled.js';
import { ledger } from './rules/ledger.js';
import { lost } from './rules/lost.js';
import { orphans } from './rules/orphans.js';
import { paced } from './rules/paced.js';
import { payroll } from './rules/payroll.js';
import { rewards } from './rules/rewards.js';
import { same } from './rules/same.js';
import { studyTime } from './rules/study-time.js';
import { metIn, unmet } from './rules/unmet.js';
import { createSettled } from './settled.js';
import type { CallLine } from './shapes.js';
import type { Counts, Verdict } from './verdict.js';
import { percentile } from './verdict.js';

/** Whether the house kept its promise in the run that has left this folder. */
export const judge = async (folder: string): Promise<Verdict> => verdictOn(await readFolder(folder));

/** A pure function of what is known of the run. */
function verdictOn(history: History): Verdict {
  const fates = fatesIn(history);
  const settledMs = createSettled(history);
  const silent = lost(history);
  const needless = afterDone(history, settledMs);
  const broken: Complaint[] = [
    ...silent.complaints,
    ...doubled(fates),
    ...needless.complaints,
    ...paced(history),
    ...breaker(history),
    ...orphans(history),
    ...same(history, fates),
    ...audited(history),
    ...acknowledged(history),
    ...rewards(history),
    ...ledger(history),
    ...payroll(history),
    ...studyTime(history),
    ...calendars(history),
    ...unmet(history),
    ...ended(history),
  ];
  const of = (rule: Complaint['rule']) => broken.filter((complaint) => complaint.rule === rule).length;
  const residual = new Set<Post>([...[...fates.values()].flatMap((fate) => fate.residual), ...needless.residual]);
  const counts: Counts = {
    kills: history.deeds.filter(({ kind }) => kind === 'killed').length,
    died: history.deeds.filter(({ kind }) => kind === 'died').length,
    deliveries: history.posts.length,
    underFire: history.posts.filter(({ wallMs }) => wallMs < fireEndsMs(history)).length,
    mails: history.mails.length,
    repliesLost: history.calls.filter(isReplyLost).length,
    lost: of('lost'),
    doubled: of('doubled'),
    copies: sum([...fates.values()], ({ copies }: Fate) => copies.length),
    residual: residual.size,
    afterDone: of('after-done'),
    tooEarly: history.calls.filter(isTooEarly).length,
    needsReview: silent.needsReview,
    skipped: silent.skipped,
    latenessMs: lateness(silent.latenessMs),
    recoveryMs: recovery(history),
    met: metIn(history),
  };
  return { broken, counts };
}

/** The run came to rest by itself. */
function ended({ deeds }: History): Complaint[] {
  const gaveUp = deeds.find(({ kind }) => kind === 'gave-up');
  if (gaveUp !== undefined)
    return [complain('ended', 'the house did not come to rest', [], { n: null, wallMs: gaveUp.atMs })];
  return deeds.some(({ kind }) => kind === 'at-rest') ? [] : [complain('ended', 'nobody says how the run ended', [])];
}

const isReplyLost = ({ method, came }: CallLine) =>
  method === 'chat.postMessage' && (came === 'lost' || came === 'failed');

const isTooEarly = ({ method, limitedBy }: CallLine) => method === 'chat.postMessage' && limitedBy === 'limits';

const sum = <Value>(values: readonly Value[], of: (value: Value) => number) =>
  values.reduce((total, value) => total + of(value), 0);

const lateness = (values: readonly number[]): Counts['latenessMs'] =>
  values.length === 0 ? null : { p50: percentile(values, 0.5), p99: percentile(values, 0.99) };

function recovery(history: History): number | null {
  const atRest = history.deeds.findLast(({ kind }) => kind === 'at-rest');
  const ms = (atRest?.atMs ?? Number.NaN) - fireEndsMs(history);
  return Number.isFinite(ms) ? Math.round(ms) : null;
}

const fireEndsMs = ({ deeds }: History) =>
  deeds.find(({ kind }) => kind === 'fire-ended')?.atMs ?? Number.POSITIVE_INFINITY;
