import type { Drawn } from '../../shared/blocks.js';
import type { Assignment } from '../assignments/index.js';
import type { Certification } from '../catalog/index.js';
import type { Person } from '../people/index.js';

/** One open item of a person, as it stands when its message or Home tab is drawn. */
export type AboutItem = Readonly<{
  assignment: Assignment;
  certification: Certification;
  person: Person;
  now: Date;
  /** Why it is said now, as `owed.reason`; undefined on the Home tab. */
  reason: string | undefined;
}>;

/** What another feature lets the person press there; late slots, filled in compose.ts in the order of the controls. */
export type ReminderControls = (about: AboutItem) => Promise<readonly Drawn[]>;

/** What another feature has to say there, in one line. */
export type ReminderLine = (about: AboutItem) => Promise<string | undefined>;
