import type { Effect } from '../effects.js';

/** Something that one person, or a channel (null), must have been shown on a day, with these words in it. */
type Shown = Readonly<{ from: string; kind: Effect['kind']; to: string | null; words: string }>;

const line = (from: string, to: string | null, kind: Effect['kind'], words: string): Shown => ({
  from,
  kind,
  to,
  words,
});

/**
 * What presses are answered with, how messages are redrawn, and what Homes show; in the order of the story. `from` is the
 * instant in UTC at which it becomes due.
 */
const shown: readonly Shown[] = [
  // The owner, a manager and an employee look at their Homes.
  line('2026-10-01T07:05', 'U01INES01', 'home.published', 'The company'),
  line('2026-10-01T07:05', 'U01INES01', 'home.published', 'May not work'),
  line('2026-10-01T09:10', 'U01ANA20', 'home.published', 'counts until 27 Oct 2026'),
  line('2026-10-01T11:30', 'U01LUCIA15', 'home.published', '1 hand-in waits for your decision'),
  line('2026-10-01T11:30', 'U01LUCIA15', 'home.published', 'Marta Campanilla'),
  line('2026-10-01T11:30', 'U01LUCIA15', 'home.published', '3 people report to you'),
  line('2026-10-01T04:30', 'U01MEERA14', 'home.published', 'Arjun Lanternwala'),

  // Study time.
  line('2026-10-01T07:15', 'U01ANA20', 'message.updated', 'Study time planned: Thursday 1 October 2026, 10:00–11:00.'),
  line('2026-10-01T09:10', 'U01ANA20', 'message.ephemeral', 'Well done: your study time for'),
  line('2026-10-01T09:10', 'U01ANA20', 'message.updated', 'on Thursday 1 October 2026, 10:00–11:00, was kept.'),
  line('2026-10-05T06:00', 'U01ALVAR07', 'message.posted', 'Study time last week: your team kept 1 of 1 hour.'),

  // Study time each week: given by a manager, asked for, offered at another hour; kept, moved, lost.
  line('2026-10-01T08:30', 'U01LUCIA15', 'message.ephemeral', 'Give 2 people time to study for Fire warden'),
  line('2026-10-01T08:30', 'U01LUCIA15', 'message.ephemeral', 'Done: 2 people have time to study for'),
  line('2026-10-01T08:30', 'U01MARTA50', 'message.posted', 'Lucía Cascabel sets time aside for you'),
  line('2026-10-01T09:20', 'U01ANA20', 'message.ephemeral', 'Álvaro Tornasol is asked to agree.'),
  line('2026-10-01T09:20', 'U01ALVAR07', 'message.posted', 'asks for 2 hours a week to study for'),
  line('2026-10-01T10:00', 'U01ALVAR07', 'message.updated', 'You offered another time: Tuesdays, 09:00–11:00.'),
  line('2026-10-01T10:00', 'U01ANA20', 'message.posted', 'Álvaro Tornasol cannot give you Tuesdays, 10:00–12:00'),
  line('2026-10-01T10:20', 'U01ANA20', 'message.updated', 'Study time planned: Tuesday 6 October 2026, 09:00–11:00.'),
  line('2026-10-01T10:20', 'U01ALVAR07', 'message.updated', 'You agreed. The time is set aside.'),
  line('2026-10-02T14:00', 'U01OLGA52', 'message.ephemeral', 'No weekly study time is planned'),
  line('2026-10-06T07:00', 'U01ANA20', 'message.updated', 'It has begun: your study time'),
  line('2026-10-13T06:00', 'U01ALVAR07', 'message.posted', 'Study time last week: your team kept 2 of 2 hours.'),
  line('2026-10-13T09:20', 'U01ANA20', 'message.ephemeral', 'Moved: study time for'),
  line('2026-10-19T06:00', 'U01ALVAR07', 'message.posted', 'Study time last week: your team kept 2 of 2 hours.'),
  line('2026-10-20T09:20', 'U01ANA20', 'message.ephemeral', 'was lost to a customer.'),
  line('2026-10-26T07:00', 'U01ALVAR07', 'message.posted', 'your team kept 0 of 2 hours.'),
  line('2026-11-03T07:00', 'U01ALVAR07', 'message.posted', 'Study time last week: your team kept 1 of 2 hours.'),

  // Asked by a manager, waived, and put off.
  line('2026-10-01T07:20', 'U01LUCIA15', 'message.ephemeral', 'By Friday 9 October 2026 (in 8 days)'),
  line('2026-10-01T07:20', 'U01LUCIA15', 'message.ephemeral', 'Done: 2 people are asked to earn'),
  line('2026-10-01T07:20', 'U01MARTA50', 'message.posted', 'Because: nobody else on the floor is one'),
  line('2026-10-01T07:20', 'U01MARTA50', 'message.posted', 'When you pass: 100 points.'),
  line('2026-10-01T12:30', 'U01MARTA50', 'message.updated', 'is waived. You need not do anything.'),
  line('2026-10-01T12:30', 'U01LUCIA15', 'message.ephemeral', 'until Friday 30 October 2026'),

  // One review by two, one declined and tried again, one in somebody's place, one that nobody decides.
  line('2026-10-01T07:45', 'U01AYLIN38', 'message.ephemeral', 'is taken back; nobody looks at it any more.'),
  line('2026-10-01T07:45', 'U01AYLIN38', 'message.updated', 'was handed in on Thursday 1 October 2026, on time'),
  line('2026-10-01T10:15', 'U01ULRIK19', 'message.posted', 'Two different people must agree to this one.'),
  line('2026-10-01T10:15', 'U01ULRIK19', 'message.posted', 'Nobody else has handed in this number.'),
  line(
    '2026-10-01T11:00',
    'U01ULRIK19',
    'message.posted',
    'What Tomás Polea handed in for Pennywhistle Safe Shaft Access:',
  ),
  line('2026-10-01T11:00', 'U01ULRIK19', 'message.updated', 'of Tomás Polea: you have agreed.'),
  line(
    '2026-10-01T13:00',
    'U01WALT61',
    'message.posted',
    'Ulrike Helmkranz has agreed. A second person must agree, too.',
  ),
  line('2026-10-01T13:30', 'U01ULRIK19', 'message.updated', 'Walt Hardhatson approved it at 15:30.'),
  line('2026-10-01T13:30', 'U01TOMAS21', 'message.posted', 'counts until Thursday 30 September 2027'),
  line('2026-10-01T11:30', 'U01LUCIA15', 'message.updated', 'you declined it at 13:30.'),
  line('2026-10-05T04:00', 'U01ARJUN13', 'message.posted', 'You decide in the place of somebody who asked you to.'),
  line('2026-10-05T07:00', 'U01HANNA11', 'message.posted', 'It still waits for your decision.'),
  line('2026-10-07T13:00', 'U01MARCU03', 'message.posted', 'Nobody has decided for some days, so it comes to you.'),

  // Posts.
  line('2026-10-01T13:45', 'U01TOMAS21', 'message.updated', 'Your colleagues will read of it'),
  line('2026-10-01T13:50', 'U01TOMAS21', 'home.published', 'What you earn is posted in the recognition channel'),
  line('2026-10-02T11:00', null, 'message.posted', 'Tomás Polea has renewed Pennywhistle Safe Shaft Access.'),
  line('2026-10-02T11:00', 'U01TOMAS21', 'message.updated', 'Your colleagues can read of it'),
  line(
    '2026-10-02T08:00',
    'U01LUCIA15',
    'message.posted',
    'Marta Campanilla has renewed ITIL 4 Foundation. A word from you',
  ),
  line(
    '2026-10-08T04:00',
    'U01MEERA14',
    'message.posted',
    'Dev Moonlitwala has earned ITIL 4 Foundation. A word from you',
  ),
  line('2026-10-07T18:29', 'U01DEV46', 'message.updated', 'There was no answer, so nothing was posted'),
  line('2026-10-09T11:00', null, 'message.posted', '“Thank you, Timo,'),
  line('2026-10-23T09:30', null, 'message.posted', 'Rohan Teacupwala has earned AWS Certified Solutions Architect'),
  line('2026-10-23T09:30', null, 'message.posted', 'why it matters: “'),
  line('2026-10-23T09:40', null, 'message.updated', '3 colleagues congratulate.'),

  line('2026-10-02T08:00', 'U01MARTA50', 'home.published', 'Nothing is posted about you.'),

  // Rewards: who is away is stood in for, and what costs much needs two.
  line('2026-10-05T08:00', 'U01ARJUN13', 'message.posted', 'Dev Moonlitwala'),
  line('2026-10-07T05:00', 'U01MEERA14', 'message.updated', 'approved'),
  line('2026-10-23T09:00', 'U01INES01', 'message.posted', 'waits for money'),
  line('2026-11-02T09:00', 'U01ARJUN13', 'message.posted', 'Rohan Teacupwala'),
  line('2026-11-03T05:00', 'U01ARJUN13', 'message.ephemeral', 'A second person must approve it, too'),

  // Shared with colleagues: in a round-up to come, in a post that is out. Then paid.
  line('2026-10-08T08:30', 'U01AYLIN38', 'message.posted', 'Your colleagues hear of it only if you share it'),
  line('2026-10-08T08:40', 'U01AYLIN38', 'message.updated', 'You share it'),
  line(
    '2026-10-09T11:00',
    null,
    'message.posted',
    'Aylin Sternhafen: AWS Certified Solutions Architect - Associate, and got a reward',
  ),
  line('2026-11-04T10:10', null, 'message.updated', 'They got a reward for it.'),
  line('2026-11-04T10:10', null, 'message.updated', '3 colleagues congratulate.'),
  line('2026-11-30T10:00', 'U01ROHAN44', 'message.updated', 'it comes with your pay of November 2026.'),
  line('2026-11-30T10:00', 'U01ROHAN44', 'message.updated', 'Payroll has put it into your pay of November 2026.'),

  // Somebody without Slack, whose manager hands in for him.
  line('2026-10-05T20:00', 'U01BRUCE10', 'message.posted', 'Noah Billabongson'),
  line('2026-10-06T01:30', 'U01YARA62', 'message.posted', 'Bruce Wattlebark handed it in for Noah Billabongson'),
  line(
    '2026-10-06T20:00',
    'U01BRUCE10',
    'message.posted',
    'Noah Billabongson’s Pennywhistle Safe Shaft Access is verified.',
  ),
  line(
    '2026-10-06T20:00',
    'U01BRUCE10',
    'message.posted',
    'Noah Billabongson has renewed Pennywhistle Safe Shaft Access. A word',
  ),

  // The exam.
  line('2026-10-06T04:30', 'U01ROHAN44', 'view.updated', 'On Friday 9 October 2026 you are asked how it went.'),
  line('2026-10-09T04:30', 'U01ROHAN44', 'view.updated', 'Nobody is told.'),

  // A lapse.
  line('2026-10-12T06:00', 'U01ULRIK19', 'message.posted', 'Walt Hardhatson may not do the work'),

  // A step that exists since the ladder was changed the day before, while all else of his waits for his turn.
  line('2026-10-02T06:30', 'U01TIMO37', 'message.posted', 'Certified Kubernetes Administrator expires in 28 days'),

  // Reminders, answered and redrawn.
  line('2026-10-02T10:00', 'U01SOFIA36', 'message.ephemeral', 'at most one message a week'),
  line('2026-10-02T10:00', 'U01SOFIA36', 'message.updated', 'Remind me as usual again'),
  line(
    '2026-10-07T13:00',
    'U01OSCAR12',
    'message.posted',
    'Google Cloud Certified Professional Cloud Architect expires in 90 days',
  ),
  line('2026-10-13T09:30', 'U01ANA20', 'message.ephemeral', 'You will hear of'),
  line(
    '2026-10-13T09:30',
    'U01ANA20',
    'message.updated',
    'Snoozed: you will hear of it again on Friday 16 October 2026',
  ),
  line('2026-10-14T16:00', 'U01HECTO40', 'message.ephemeral', 'You hold it until Thursday 5 November 2026'),
  line('2026-11-16T06:00', 'U01MORIT26', 'message.updated', 'is earned. Congratulations!'),
];

export const notShown = (effects: readonly Effect[], until: string): string[] =>
  shown
    .filter(({ from }) => Date.parse(`${from}Z`) < Date.parse(until))
    .filter(({ from, kind, to, words }) => !effects.some((effect) => shows(effect, { from, kind, to, words })))
    .map(({ from, kind, to, words }) => `No ${kind} for ${to ?? 'the channel'} from ${from} on says: ${words}`);

const shows = (effect: Effect, { from, kind, to, words }: Shown) =>
  effect.kind === kind &&
  'user' in effect &&
  effect.user === to &&
  Date.parse(effect.at) >= Date.parse(`${from}Z`) &&
  JSON.stringify(effect).includes(words);

/** Things that nobody but this person may ever be shown: that an exam did not work out. */
const secrets = [{ of: 'U01ROHAN44', name: 'Rohan', tells: /attempt|did not work out|failed|exam\b/i }];

/** What others have on buttons of their own. */
const ownLabels = /"It did not work out"|"I have a date"|"Change my exam date"/g;

/** Everything that somebody else was shown, wherever it stood. */
export const leaked = (effects: readonly Effect[]): string[] =>
  secrets.flatMap(({ of, name, tells }) =>
    effects
      .filter((effect) => 'user' in effect && effect.user !== of && ('blocks' in effect || 'view' in effect))
      .map((effect) => ({ effect, words: JSON.stringify(effect).replace(ownLabels, '""') }))
      .filter(({ words }) => words.includes(name) && tells.test(words))
      .map(({ effect }) => `Somebody else was shown a secret of ${name}, at ${effect.at} (line ${effect.n})`),
  );

/** What must never be said to anybody. */
const never: readonly Readonly<{ words: string; why: string }>[] = [
  {
    words: 'Noah Billabongson may not do the work that needs Pennywhistle Safe Shaft Access',
    why: 'it was renewed in time',
  },
  { words: 'Denise Copperleaf may not', why: 'it lapsed more than a week before reminders went on' },
  { words: 'Vicente Paletero may not', why: 'he has left' },
  { words: 'Vicente Paletero has earned Fire', why: 'he has left, and nobody asked him' },
  { words: 'Marta Campanilla has renewed', why: 'she wants no posts; only her manager is told' },
  { words: 'Dev Moonlitwala has earned ITIL', why: 'he did not answer; only his manager is told' },
];
const toldInstead = new Set(['U01LUCIA15', 'U01MEERA14']);

export const saidAllTheSame = (effects: readonly Effect[]): string[] =>
  never.flatMap(({ words, why }) =>
    effects
      .filter((effect) => effect.kind === 'message.posted' && effect.text.startsWith(words))
      .filter((effect) => !('user' in effect && effect.user !== null && toldInstead.has(effect.user)))
      .map((effect) => `Somebody was told, at ${effect.at}, “${words}…”, although ${why}`),
  );
