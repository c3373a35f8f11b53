export type { Person, PersonFact, WorkingPeriod } from './person.js';
export type { Shift, Worker } from './rules.js';
export {
  currentOrNextShift,
  isAtWork,
  isFirstWorkingDayOfWeek,
  isWorkingDay,
  shiftsOn,
  workBegins,
  workingDayAfter,
  workingDayOnOrBefore,
} from './rules.js';
