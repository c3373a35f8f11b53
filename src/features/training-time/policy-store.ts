import type { Connection } from 'mongoose';
import type { StatefulWrite } from '../../platform/database/bulk.js';
import { saveAll } from '../../platform/database/bulk.js';
import type { Cause, Stateful } from '../../platform/database/facts.js';
import { pendingFactsIndex, statefulPaths } from '../../platform/database/facts.js';
import type { IndexFact } from '../../platform/database/indexes.js';
import { defineSchema } from '../../platform/database/schema.js';
import type { Terms, TrainingPolicy, TrainingPolicyFact } from './training-policy.js';
import { anyone, termsFor } from './training-policy.js';

type StoredPolicy = TrainingPolicy & Stateful;

/** Two times or null: whatever is stored here was parsed before. */
const orNull = {} as never;

const policies = defineSchema<StoredPolicy>({
  ...statefulPaths,
  team: String,
  role: String,
  weeklyMinutes: Number,
  weekdays: [Number],
  between: orNull,
  longestMinutes: Number,
  noticeDays: Number,
  blackouts: [{ _id: false, from: String, until: String }],
  meetings: [{ _id: false, weekday: Number, from: String, to: String }],
  agreedBy: String,
});

/** What is kept for a team and role is found by its id, which is made of both. */
export const policyIndexes: readonly IndexFact[] = [pendingFactsIndex('trainingPolicies')];

const asPolicy = { pendingFacts: 0, appliedFacts: 0 } as const;

export const policyId = ({ team, role }: Pick<TrainingPolicy, 'team' | 'role'>) =>
  `training-policy:${team}|${role}` as const;

export function createPolicyStore(connection: Connection) {
  const model = connection.model<StoredPolicy>('TrainingPolicy', policies, 'trainingPolicies');

  const byIds = (ids: readonly string[]) =>
    model
      .find({ _id: { $in: [...ids] } }, asPolicy)
      .lean<TrainingPolicy[]>()
      .exec();

  return {
    byIds,

    /** What holds for this person; as usual where nobody has set anything. */
    async termsOf(person: Readonly<{ team: string; role: string }>): Promise<Terms> {
      const { team, role } = person;
      const ids = [team, anyone].flatMap((ofTeam) =>
        [role, anyone].map((ofRole) => policyId({ team: ofTeam, role: ofRole })),
      );
      return termsFor(await byIds([...new Set(ids)]), person);
    },

    /** Writes many, each in one update with its fact; answers how many had changed meanwhile. */
    saveAll: (writes: readonly StatefulWrite<TrainingPolicy, TrainingPolicyFact>[], cause: Cause) =>
      saveAll(model.collection, writes, cause),
  };
}

export type PolicyStore = ReturnType<typeof createPolicyStore>;
