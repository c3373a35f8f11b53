import { letNemesisAct } from '../nemesis.js';
import { intentionsOf, letPeopleAct } from '../people.js';
import type { Scenario, Stage } from '../scenario.js';
import { sleepUntil } from '../time.js';
import { timetableOf } from '../timetable.js';

const dayMs = 86_400_000;

/** Everything at once, by the seed: the same seed makes the same timetable. */
export const random: Scenario = {
  name: 'random',
  says: 'Everything at once: kills, stops, restarts, broken networks, wrong clocks, faults of Slack, and people who act.',
  freeShare: 0.05,
  openDmShare: 0.95,
  clockOffsets: ({ workers }) => Array.from({ length: workers }, (_, place) => [dayMs, -dayMs, 0][place % 3]!),

  async fire(stage: Stage): Promise<void> {
    const { settings, slack, fromMs, untilMs, signal } = stage;
    await slack.faults.random({ seed: settings.seed, scale: settings.timeScale, methods: shareOfFaults });
    await slack.faults.randomEvents({ seed: settings.seed, scale: settings.timeScale, methods: { '*': 0.2 } });
    await sleepUntil(fromMs, signal);
    await Promise.all([
      letNemesisAct(stage, timetableOf(settings)),
      letPeopleAct(stage, intentionsOf(stage, stage.random('intentions'))),
      sleepUntil(untilMs, signal),
    ]);
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
