import type { Day } from './days.js';

/** What is asked of one person: to earn one certification. Both are told by name. */
export type Matter = Readonly<{ person: string; certification: string }>;

/** Something that people do while the house works. A credential has a name of its own in the story. */
export type Happening = Matter &
  (
    | { kind: 'assigned'; dueOn: Day }
    /** By a file: asked for without a notice, or moved to another day. */
    | { kind: 'loaded'; dueOn: Day }
    | { kind: 'snoozed'; days: 1 | 3 | 7 }
    | { kind: 'waived' }
    | { kind: 'submitted'; credential: string }
    | { kind: 'verified'; credential: string; expiresOn: Day | null }
    /** Found to last longer, and then longer still, in one go. */
    | { kind: 'prolonged'; credential: string; to: readonly Day[] }
    | { kind: 'declined'; credential: string }
    | { kind: 'revoked'; credential: string }
    /** Its person has left the company, for good. */
    | { kind: 'left' }
  );

/** How Slack mistreats the first message of a scene. `late` lands when nobody expects it any more. */
export type Mishap = 'reply-lost' | 'reply-garbled' | 'refused-for-now' | 'late';

/** At one instant: what happens while the house does what is due at that very instant. */
export type Scene = Readonly<{ at: Date; happenings: readonly Happening[]; mishap?: Mishap }>;

export type Story = Readonly<{
  name: string;
  /** Days before the due date on which to remind, for each certification. */
  ladders: Readonly<Record<string, readonly number[]>>;
  scenes: readonly Scene[];
  /** When the story ends; everything due by then has been done. */
  until: Date;
}>;
