import type { CalendarDate } from '../../../shared/dates.js';
import type { TrainingBlockId } from '../../../shared/ids.js';
import { spansOn } from '../plans/rules.js';
import type { StudyPlan } from '../plans/study-plan.js';
import { isAhead } from '../rules.js';
import type { Span, TrainingBlock } from '../training-block.js';
import { blockIdOn } from '../training-block.js';
import type { CalendarSeries } from './series.js';
import { exceptionsOf } from './series.js';

/** How study time is to stand in calendars. */
export type Standing = Readonly<{
  /**
   * `planned`: it is to stand there. `ended`: of a plan nothing is to come any more, and what is over stays. `cancelled`: it is
   * not to stand there. `over`: it is past, and stays as it is.
   */
  state: 'planned' | 'ended' | 'cancelled' | 'over';
  when: CalendarSeries['when'];
}>;

/** Of a block by itself. What is over stays as what was planned, whether or not it was kept. */
export function blockStanding({ state, startsAt, endsAt }: TrainingBlock, now: Date): Standing {
  const when = { startsAt, endsAt };
  if (endsAt <= now) return { state: 'over', when };
  if (state === 'dropped') return { state: 'cancelled', when };
  return { state: state === 'planned' ? 'planned' : 'over', when };
}

/**
 * Of a plan with all its blocks: dropped ones are out, and so is what was still to come when it ended; all others stay, kept
 * or lost. Until its blocks are made they are where the plan has them.
 */
export function planStanding(
  { _id, state, series, dates }: Pick<StudyPlan, '_id' | 'state' | 'series' | 'dates'>,
  blocks: ReadonlyMap<TrainingBlockId, TrainingBlock>,
  now: Date,
): Standing {
  const times = dates.flatMap((date) => {
    const block = blocks.get(blockIdOn(date, _id));
    const isIn =
      block === undefined
        ? state === 'agreed'
        : block.state !== 'dropped' && !(state === 'ended' && isAhead(block, now));
    return (block === undefined ? spansOn(series, [date]) : [block]).map((span) => ({ date, span, isIn }));
  });
  const left = new Map(times.flatMap(({ date, span, isIn }): [CalendarDate, Span][] => (isIn ? [[date, span]] : [])));
  const isToCome = ({ endsAt }: Span) => endsAt > now;
  return {
    state: times.some(({ span }) => isToCome(span)) ? stateOf([...left.values()], isToCome) : 'over',
    when: { series, exceptions: exceptionsOf(series, (date) => left.get(date)) },
  };
}

function stateOf(left: readonly Span[], isToCome: (span: Span) => boolean): Standing['state'] {
  if (left.length === 0) return 'cancelled';
  return left.some(isToCome) ? 'planned' : 'ended';
}
