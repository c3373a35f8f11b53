import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aStudyPlan } from '../../../../test/builders/study-plan.js';
import { aTrainingBlock } from '../../../../test/builders/training-block.js';
import { readByDefinition, spanText } from '../../../../test/harness/calendar-readers.js';
import type { CalendarDate } from '../../../shared/dates.js';
import { addDays, addMinutes } from '../../../shared/dates.js';
import { spansOn } from '../plans/rules.js';
import type { StudyPlan } from '../plans/study-plan.js';
import { isAhead } from '../rules.js';
import type { TrainingBlock } from '../training-block.js';
import { blockIdOn } from '../training-block.js';
import { calendarText } from './series.js';
import { planStanding } from './standing.js';

/** Fridays of two months, some of which are left out, and whatever became of the block of each. */
const aPlan = fc
  .record({
    state: fc.constantFrom('agreed' as const, 'ended' as const),
    fridays: fc.subarray([0, 1, 2, 3, 4, 5, 6, 7, 8], { minLength: 1 }),
    blocks: fc.array(
      fc.option(
        fc.record({
          state: fc.constantFrom<TrainingBlock['state']>('planned', 'kept', 'partly', 'lost', 'dropped'),
          movedBy: fc.constantFrom(0, 0, 0, -60, 240, 1440),
        }),
      ),
      { minLength: 9, maxLength: 9 },
    ),
    now: fc.integer({ min: -3, max: 70 }).map((days) => addMinutes(new Date('2026-12-04T10:00:00Z'), days * 1440)),
  })
  .map(({ state, fridays, blocks, now }) => {
    const dates = fridays.map((n) => addDays('2026-12-04' as CalendarDate, 7 * n));
    const base = aStudyPlan({ state, dates });
    const series = { ...base.series, firstOn: dates[0]!, untilOn: dates.at(-1)! };
    const plan: StudyPlan = { ...base, series };
    const made = fridays.flatMap((friday, index) => {
      const block = blocks[friday];
      const [span] = spansOn(series, [dates[index]!]);
      if (!block || span === undefined) return [];
      const { movedBy } = block;
      const at = { startsAt: addMinutes(span.startsAt, movedBy), endsAt: addMinutes(span.endsAt, movedBy) };
      return [aTrainingBlock({ _id: blockIdOn(dates[index]!, plan._id), planId: plan._id, state: block.state, ...at })];
    });
    return { plan, blocks: new Map(made.map((block) => [block._id, block])), now };
  });
type Plan = typeof aPlan extends fc.Arbitrary<infer Made> ? Made : never;

/** By itself: what a person would say is in their calendar. */
const timesOf = ({ plan, blocks, now }: Plan) =>
  plan.dates.flatMap((date) => {
    const block = blocks.get(blockIdOn(date, plan._id));
    if (block === undefined) return plan.state === 'agreed' ? spansOn(plan.series, [date]) : [];
    if (block.state === 'dropped' || (plan.state === 'ended' && isAhead(block, now))) return [];
    return [block];
  });

test('a plan stands in a calendar where its blocks are, and a calendar reads them there', () => {
  fc.assert(
    fc.property(aPlan, (made) => {
      const { when } = planStanding(made.plan, made.blocks, made.now);
      const entry = { uid: 'pln_1@laurel', sequence: 0, changedAt: made.now, when, summary: '', description: '' };
      const text = calendarText([entry], { method: 'none', from: 'file' });
      expect(readByDefinition(text)).toEqual(timesOf(made).map(spanText).toSorted());
    }),
  );
});

test('it is told to calendars while any of its times, dropped ones too, is to come, and taken out when none is left', () => {
  fc.assert(
    fc.property(aPlan, (made) => {
      const { state } = planStanding(made.plan, made.blocks, made.now);
      const left = timesOf(made);
      const [first] = left.filter(({ endsAt }) => endsAt > made.now);
      if (state === 'planned') expect(first).toBeDefined();
      else expect(first).toBeUndefined();
      if (state === 'ended') expect(left).not.toEqual([]);
      if (state === 'cancelled') expect(left).toEqual([]);
    }),
  );
});
