import type { CalendarDate } from '../../shared/dates.js';
import type { Assignment } from './assignment.js';
import type { ProposalVerb } from './proposal.js';

/** Why somebody is left out of what is asked for: it would change nothing, or is not for us to change. */
export type LeftOut =
  | Readonly<{ why: 'asked-already' | 'planned-already' | 'due-later-already' | 'renewal'; dueOn: CalendarDate }>
  /** Null: for good. */
  | Readonly<{ why: 'holds'; until: CalendarDate | null }>
  | Readonly<{ why: 'in-review' | 'nothing-open' }>;

/** What is asked for, as far as it decides whom it is done to. */
export type Asked = Readonly<{ verb: ProposalVerb; dueOn: CalendarDate | null }>;

/** How somebody stands with the certification: what is unfinished, and the one that they hold longest. */
export type Stands = Readonly<{
  unfinished: Pick<Assignment, 'state' | 'dueOn' | 'renews'> | undefined;
  held: Readonly<{ expiresOn: CalendarDate | null }> | undefined;
}>;

/** Undefined when it is done to this person. */
export function leftOut({ verb, dueOn }: Asked, { unfinished, held }: Stands): LeftOut | undefined {
  if (unfinished?.state === 'in-review') return { why: 'in-review' };
  if (verb === 'assign') return standsInTheWay(dueOn, { unfinished, held });
  if (unfinished === undefined) return { why: 'nothing-open' };
  if (verb === 'extend') return cannotBeExtended(dueOn, unfinished);
  return undefined;
}

function standsInTheWay(dueOn: CalendarDate | null, { unfinished, held }: Stands): LeftOut | undefined {
  if (unfinished?.state === 'open') return { why: 'asked-already', dueOn: unfinished.dueOn };
  if (unfinished?.state === 'planned') return { why: 'planned-already', dueOn: unfinished.dueOn };
  if (held === undefined || dueOn === null) return undefined;
  const outlasts = held.expiresOn === null || held.expiresOn > dueOn;
  return outlasts ? { why: 'holds', until: held.expiresOn } : undefined;
}

/** A renewal is due when the certificate expires, which nobody here can move. */
function cannotBeExtended(
  dueOn: CalendarDate | null,
  unfinished: Pick<Assignment, 'dueOn' | 'renews'>,
): LeftOut | undefined {
  if (unfinished.renews !== null) return { why: 'renewal', dueOn: unfinished.dueOn };
  if (dueOn === null || dueOn <= unfinished.dueOn) return { why: 'due-later-already', dueOn: unfinished.dueOn };
  return undefined;
}

/** What somebody must be to another to do this to them. One may ask oneself, but let oneself off nothing. */
export const mayDo = (verb: ProposalVerb, standing: 'self' | 'owner' | 'manager' | 'none') =>
  standing === 'self' ? verb === 'assign' : standing !== 'none';
