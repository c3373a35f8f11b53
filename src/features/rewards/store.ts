import type { Connection } from 'mongoose';
import type { StatefulWrite } from '../../platform/database/bulk.js';
import { saveAll } from '../../platform/database/bulk.js';
import type { Cause, Stateful } from '../../platform/database/facts.js';
import { pendingFactsIndex, statefulPaths } from '../../platform/database/facts.js';
import type { IndexFact } from '../../platform/database/indexes.js';
import { save } from '../../platform/database/save.js';
import { defineSchema } from '../../platform/database/schema.js';
import type { AssignmentId, CertificationId } from '../../shared/ids.js';
import type { RewardPromise, RewardRule, SkillValue, TableFact } from './reward.js';
import type { Tables } from './rules.js';

type StoredRule = RewardRule & Stateful;
type StoredSkillValue = SkillValue & Stateful;
type StoredPromise = RewardPromise & Stateful;

/** A union: whatever is stored here was parsed before. */
const anyOf = {} as never;

const rules = defineSchema<StoredRule>({
  ...statefulPaths,
  certificationId: String,
  grade: String,
  occasion: String,
  from: String,
  terms: anyOf,
});

const skillValues = defineSchema<StoredSkillValue>({
  ...statefulPaths,
  certificationId: String,
  from: String,
  valueHundredths: Number,
  demandHundredths: Number,
});

const promises = defineSchema<StoredPromise>({
  ...statefulPaths,
  assignmentId: String,
  personId: String,
  certificationId: String,
  grade: String,
  occasion: String,
  reward: anyOf,
  foundBy: { rule: String, skillValue: String },
  promisedOn: String,
});

/** What is kept under a key is found by its id, which is made of the key. */
export const rewardIndexes: readonly IndexFact[] = [
  { collection: 'rewardRules', name: 'ofCertification', key: { certificationId: 1 } },
  { collection: 'skillValues', name: 'ofCertification', key: { certificationId: 1 } },
  pendingFactsIndex('rewardRules'),
  pendingFactsIndex('skillValues'),
  pendingFactsIndex('rewardPromises'),
];

const asNoun = { pendingFacts: 0, appliedFacts: 0 } as const;

export const ruleId = ({ certificationId, grade, occasion, from }: Omit<RewardRule, '_id' | 'version' | 'terms'>) =>
  `reward-rule:${certificationId}|${grade}|${occasion}|${from}` as const;

export const skillValueId = ({ certificationId, from }: Pick<SkillValue, 'certificationId' | 'from'>) =>
  `skill-value:${certificationId}|${from}` as const;

/** Not the assignment's own id: facts are named by the id of their document, and each must be another one. */
export const promiseId = (assignmentId: AssignmentId) => `promise:${assignmentId}` as const;

export function createRewardsStore(connection: Connection) {
  const rulesModel = connection.model<StoredRule>('RewardRule', rules, 'rewardRules');
  const skillValuesModel = connection.model<StoredSkillValue>('SkillValue', skillValues, 'skillValues');
  const promisesModel = connection.model<StoredPromise>('RewardPromise', promises, 'rewardPromises');

  const promiseOf = (assignmentId: AssignmentId) =>
    promisesModel.findById(promiseId(assignmentId), asNoun).lean<RewardPromise>().exec();

  return {
    /** Whether any row was ever loaded for it: rows stay, so without one nothing is promised either. */
    hasRules: async (certificationId: CertificationId): Promise<boolean> =>
      (await rulesModel.exists({ certificationId })) !== null,

    /** All rows of these certifications, past and to come: some dozens for each. */
    async tablesOf(certificationIds: readonly CertificationId[]): Promise<Tables> {
      const theirs = { certificationId: { $in: [...certificationIds] } };
      const found = await rulesModel.find(theirs, asNoun).lean<RewardRule[]>().exec();
      const values = await skillValuesModel.find(theirs, asNoun).lean<SkillValue[]>().exec();
      return { rules: found, skillValues: values };
    },

    /** Writes many, each in one update with its fact; answers how many had changed meanwhile. */
    saveRules: (writes: readonly StatefulWrite<RewardRule, TableFact>[], cause: Cause) =>
      saveAll(rulesModel.collection, writes, cause),
    saveSkillValues: (writes: readonly StatefulWrite<SkillValue, TableFact>[], cause: Cause) =>
      saveAll(skillValuesModel.collection, writes, cause),

    promiseOf,

    /** Promises this, unless something is promised for the assignment already; answers what is. */
    async promise(wanted: Omit<RewardPromise, '_id' | 'version'>, cause: Cause): Promise<RewardPromise> {
      const { assignmentId, personId, certificationId } = wanted;
      const _id = promiseId(assignmentId);
      const fact = { type: 'reward.promised', assignmentId, personId, certificationId } as const;
      const noun = { ...wanted, _id };
      if (await save<RewardPromise, typeof fact>(promisesModel, { kind: 'born', noun, fact }, cause))
        return { ...noun, version: 0 };
      const standing = await promiseOf(assignmentId);
      if (standing === null) throw new Error('What is promised already is there');
      return standing;
    },
  };
}

export type RewardsStore = ReturnType<typeof createRewardsStore>;
