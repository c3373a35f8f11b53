import { Reward, RewardPromise, RewardRule, SkillValue } from '../../../src/features/rewards/reward.js';
import { parseRewardRow } from '../../../src/features/rewards/reward-row.js';
import { parseSkillValueRow } from '../../../src/features/rewards/skill-value-row.js';
import { aRewardPromise, aRewardRule, aSkillValue, euros } from '../../builders/reward.js';
import type { Parser } from '../entries.js';
import { rowParser, schema } from '../entries.js';

export const parsers: Readonly<Record<string, Parser>> = {
  'src/features/rewards/reward.ts#Reward': schema(
    Reward,
    { kind: 'points', points: 200 },
    { kind: 'bonus', amount: euros(50_000) },
    { kind: 'time-off', halfDays: 2 },
    { kind: 'raise', monthly: euros(9_000), lasts: 'permanent' },
    { kind: 'percentage-raise', basisPoints: 300, aboutMonthly: euros(12_000), lasts: 'while-held' },
  ),
  'src/features/rewards/reward.ts#RewardPromise': schema(RewardPromise, aRewardPromise()),
  'src/features/rewards/reward.ts#RewardRule': schema(RewardRule, aRewardRule()),
  'src/features/rewards/reward.ts#SkillValue': schema(SkillValue, aSkillValue()),
  'src/features/rewards/reward-row.ts#parseRewardRow': rowParser(parseRewardRow, parseRewardRow, {
    code: 'AWS-SAA',
    grade: 'G4',
    occasion: 'first',
    from_on: '2026-01-01',
    kind: 'raise',
    amount: '',
    currency: 'EUR',
    percent: '2.5',
    reference: '4,000.00',
    lasts: 'while-held',
  }),
  'src/features/rewards/skill-value-row.ts#parseSkillValueRow': rowParser(parseSkillValueRow, parseSkillValueRow, {
    code: 'AWS-SAA',
    from_on: '2026-01-01',
    value: '1.2',
    demand: '1.25',
  }),
};
