import type { Item } from '../../platform/slack/outbox.js';
import { CertificationId } from '../../shared/ids.js';

/** What a team's channel is told: so many of those whom it is asked of hold it. */
export type Goal = Readonly<{ team: string; certificationId: CertificationId; held: number; of: number }>;

/** A certification's code holds no bar. */
export const goalId = ({ certificationId, team }: Pick<Goal, 'certificationId' | 'team'>) =>
  `goal:${certificationId}|${team}`;

/** The figures are kept as they were said: what is drawn anew later must not show that they fell. */
export const itemOfGoal = (goal: Goal): Item => ({ id: goalId(goal), reason: `${goal.held}/${goal.of}`, version: 0 });

/** Undefined for an item that is no goal. */
export function goalOfItem({ id, reason }: Item): Goal | undefined {
  const [, code, team] = /^goal:([^|]+)\|(.+)$/s.exec(id) ?? [];
  const certificationId = CertificationId.safeParse(code).data;
  if (certificationId === undefined || team === undefined) return undefined;
  const [held = 0, of = 0] = reason.split('/').map(Number);
  return { team, certificationId, held, of };
}
