import { letApproversDecide, revokeSome } from '../approving.js';
import { letNemesisAct } from '../nemesis.js';
import { letOwnerPay } from '../paying.js';
import { intentionsOf, letPeopleAct } from '../people.js';
import type { Scenario, Stage } from '../scenario.js';
import { letPeopleStudy, wishesOf } from '../studying.js';
import { nowMs, sleepUntil } from '../time.js';
import { timetableOf } from '../timetable.js';
import { daysLeftOf } from './directed.js';

const dayMs = 86_400_000;
/** After the fire: who was asked late, where all was slow, still answers, and others answer them. */
const othersGoOnMs = 100_000;
const revokedAtMost = 2;

/** Everything at once, by the seed: the same seed makes the same timetable. */
export const random: Scenario = {
  name: 'random',
  says: 'Everything at once: kills, stops, restarts, broken networks, wrong clocks, faults of Slack, and people who act.',
  freeShare: 0.05,
  studentShare: 0.18,
  earnerShare: 0.18,
  meets: [
    ['training-block.planned'],
    ['training-block.kept', 'training-block.partly-kept', 'training-block.lost', 'training-block.moved'],
    ['study-plan.asked'],
    ['study-plan.agreed', 'study-plan.declined', 'study-plan.ended'],
    ['grant.requested'],
    ['grant.reserved'],
    ['grant.over-budget', 'budget.changed'],
    ['grant.approved', 'grant.granted', 'grant.declined'],
    ['grant.exported'],
    ['grant.paid', 'grant.rejected'],
    ['credential.revoked'],
  ],
  openDmShare: 0.95,
  clockOffsets: ({ workers }) => Array.from({ length: workers }, (_, place) => [dayMs, -dayMs, 0][place % 3]!),

  async fire(stage: Stage): Promise<void> {
    const { settings, slack, assigned, fromMs, untilMs, signal, goesOn } = stage;
    await slack.faults.random({ seed: settings.seed, scale: settings.timeScale, methods: shareOfFaults });
    await slack.faults.randomEvents({ seed: settings.seed, scale: settings.timeScale, methods: { '*': 0.2 } });
    await sleepUntil(fromMs, signal);
    const intentions = intentionsOf(stage, stage.random('intentions'));
    const busy = new Set(intentions.own.map(({ assigned: { person } }) => person._id));
    let endedMs: number | undefined;
    const isOver = () => signal.aborted || (endedMs !== undefined && nowMs() > endedMs + othersGoOnMs);
    const decided = Promise.all([
      letApproversDecide(stage, isOver),
      revokeSome(stage, { atMs: fromMs + (untilMs - fromMs) * 0.8, most: revokedAtMost, isOver }),
    ]);
    goesOn(decided);
    goesOn(letOwnerPay(stage, decided, isOver));
    goesOn(letPeopleStudy(stage, wishesOf(assigned, busy, daysLeftOf), isOver));
    await Promise.all([
      letNemesisAct(stage, timetableOf(settings)),
      letPeopleAct(stage, intentions),
      sleepUntil(untilMs, signal),
    ]);
    endedMs = nowMs();
  },
};

const shareOfFaults = {
  'chat.postMessage': 0.15,
  'chat.update': 0.1,
  'conversations.history': 0.1,
  'conversations.open': 0.15,
  'users.list': 0.15,
  'views.open': 0.05,
  'auth.test': 0.02,
  '*': 0.05,
};
