import type { Db } from 'mongodb';
import type { Assignment } from '../../src/features/assignments/index.js';
import type { Person } from '../../src/features/people/index.js';
import type { TrainingBlock } from '../../src/features/training-time/index.js';
import type { CertificationId, TrainingBlockId } from '../../src/shared/ids.js';
import { aTrainingBlock } from '../builders/training-block.js';
import type { Company } from './company.js';
import { insert, openAssignment } from './company.js';
import type { WordDue } from './evidence.js';

/** Study time of one person of which Laurel is to speak at an instant of the run, and what they say to it. */
export type Sitting = Readonly<{
  person: Person;
  assignment: Assignment;
  block: TrainingBlock;
  /** When it is spoken of: shortly before it begins, or after its end. */
  saysMs: number;
  topic: WordDue['topic'];
  /** What its person does once they are asked; `begins`: nothing, it begins soon after the recall. */
  does: (typeof doings)[number];
}>;

/** In turn, so that each of them is met whatever the seed. */
const doings = ['keep-time', 'lose-time', 'move-time', 'keep-part', 'recall', 'begins'] as const;
const hourMs = 3_600_000;
const recallMs = 10 * 60_000;
const beginsAfterMs = 4_000;
const dueInDays = 30;

/** Spread evenly over the time given. */
export function planSittings(
  { students, certifications }: Pick<Company, 'students' | 'certifications'>,
  { fromMs, untilMs }: Readonly<{ fromMs: number; untilMs: number }>,
): Sitting[] {
  return students.map((person, index) => {
    const saysMs = Math.round(fromMs + ((index + 0.5) / students.length) * (untilMs - fromMs));
    const does = doings[index % doings.length]!;
    const isAsked = does !== 'recall' && does !== 'begins';
    const startsMs = isAsked ? saysMs - hourMs : saysMs + (does === 'recall' ? recallMs : beginsAfterMs);
    const certification = certifications[index % certifications.length]!;
    const assignment = openAssignment(person, certification, { atMs: saysMs, daysLeft: dueInDays });
    const block = aTrainingBlock({
      _id: `blk_${String(index).padStart(12, '0')}` as TrainingBlockId,
      personId: person._id,
      assignmentId: assignment._id,
      certificationId: certification._id satisfies CertificationId,
      startsAt: new Date(startsMs),
      endsAt: new Date(startsMs + hourMs),
      nextAt: new Date(saysMs),
    });
    const topic = isAsked ? 'training-time.ask' : 'training-time.recall';
    return { person, assignment, block, saysMs, topic, does };
  });
}

export async function seat(db: Db, sittings: readonly Sitting[]): Promise<void> {
  await insert(
    db,
    'assignments',
    sittings.map(({ assignment }) => assignment),
  );
  await insert(
    db,
    'trainingBlocks',
    sittings.map(({ block }) => block),
  );
}

/** What has begun by the time that it can be spoken of is rightly left out. */
export const wordsOf = (sittings: readonly Sitting[]): WordDue[] =>
  sittings
    .filter(({ does }) => does !== 'begins')
    .map(({ person, block, topic, saysMs }) => ({
      blockId: block._id,
      slackId: person.slackId!,
      topic,
      dueMs: saysMs,
      untilMs: topic === 'training-time.recall' ? block.startsAt.getTime() : saysMs + 12 * hourMs,
    }));
