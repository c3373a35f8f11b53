import type { Row } from '../../../platform/slack/outbox.js';
import type { Goal } from '../goal.js';
import { goalId, goalOfItem } from '../goal.js';
import type { GoalLine } from '../round-up-messages.js';
import { mostGoals } from '../round-up-messages.js';
import { isGoalToTell } from '../rules.js';
import type { RecognitionDeps } from './deps.js';

/** How far a team is, for the round-up in its own channel and nowhere else. */
export function createGoals({
  store,
  clock,
  people,
  catalog,
  teams,
}: Pick<RecognitionDeps, 'store' | 'clock' | 'people' | 'catalog' | 'teams'>) {
  return {
    /** What has grown, those that are complete first. Nothing of a pilot: its figures would tell of those whom nobody asks yet. */
    async goalsToTell(channel: string, held: ReadonlySet<string>, now: Date): Promise<Goal[]> {
      const row = await store.channelById(channel);
      if (row === null || !row.tellsGoals || !(await people.isEverybodyReached())) return [];
      const { team } = row;
      const progress = await teams.progressOf(team);
      const told = await store.toldGoals(progress.map(({ certificationId }) => goalId({ certificationId, team })));
      return progress
        .map((one) => ({ team, ...one }))
        .filter((one) => !held.has(goalId(one)) && isGoalToTell(one, told.get(goalId(one)), now))
        .toSorted((a, b) => a.of - a.held - (b.of - b.held) || a.certificationId.localeCompare(b.certificationId))
        .slice(0, mostGoals);
    },

    async drawnGoals(goals: readonly Goal[]): Promise<GoalLine[]> {
      const lines: GoalLine[] = [];
      for (const { certificationId, ...figures } of goals) {
        const certification = await catalog.byId(certificationId);
        if (certification !== null) lines.push({ ...figures, certification: certification.name });
      }
      return lines;
    },

    async goalsWereTold({ items, endedAt }: Row): Promise<void> {
      for (const item of items) {
        const goal = goalOfItem(item);
        if (goal !== undefined) await store.goalWasTold(item.id, { held: goal.held, at: endedAt ?? clock.now() });
      }
    },
  };
}
