import type { AboutItem } from '../item.js';
import type { WorkingDays } from '../rules.js';
import { pauseOf } from '../rules.js';
import type { Exam } from '../sentences.js';

/** The booked exam as its person is to see it today. */
export function examOf({ assignment, certification }: AboutItem, days: WorkingDays): Exam | null {
  const { examOn, dueOn } = assignment;
  if (examOn === null) return null;
  const asksOn = pauseOf({ dueOn, need: certification.need, examOn, days });
  return { on: examOn, is: examOn < days.today ? 'over' : 'ahead', asksOn };
}
