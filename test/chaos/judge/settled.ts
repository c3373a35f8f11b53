import type { Acted, History } from './history.js';
import { groupBy } from './history.js';
import type { Fact } from './shapes.js';

/**
 * The instant by which a fact certainly stood in the database. Its own `at` says only when somebody decided: a process may
 * have been stopped before the write, and what follows from a fact by a reaction carries the instant of its cause. What
 * proves it is that a reaction to it was done, or that Slack was told that the press which made it was heard.
 */
export function createSettled({ reactions, acts, people }: Pick<History, 'reactions' | 'acts' | 'people'>) {
  const followed = groupBy(reactions, ({ fact }) => fact.id);
  const actsBy = groupBy(
    acts.filter(({ acked }) => acked),
    ({ user }) => user,
  );

  const actOf = (fact: Fact): Acted | undefined => {
    const what = actMaking[fact.type];
    const slackId = people.get(fact.by)?.slackId;
    if (what === undefined || slackId === undefined || slackId === null) return undefined;
    return actsBy
      .get(slackId)
      ?.find(
        (act) =>
          act.what === what &&
          (act.assignmentId ?? fact.about) === fact.about &&
          fact.at >= act.atMs - clocksApartMs &&
          fact.at <= act.untilMs + clocksApartMs,
      );
  };

  /** `Infinity` where nothing proves it. */
  return function settledMs(fact: Fact): number {
    const done = followed.get(fact._id)?.flatMap(({ doneAt }) => doneAt ?? []) ?? [];
    return Math.min(...done, actOf(fact)?.untilMs ?? Number.POSITIVE_INFINITY);
  };
}

export type SettledMs = ReturnType<typeof createSettled>;

const actMaking: Readonly<Record<string, Acted['what']>> = {
  'assignment.snoozed': 'snooze',
  'person.reminders-chosen': 'less-often',
};

/**
 * Database time, as a process knows it, and the clock of the sandbox are of one machine; a measurement that took long
 * (through a connection that stood still) may be off by half of that.
 */
export const clocksApartMs = 1_000;
