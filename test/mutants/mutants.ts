import type { Rule } from '../chaos/judge/complaint.js';

/*
 * To make a patch anew: take the guard away in src/, `git diff src > test/mutants/NAME.patch`, and put it back
 * (`git apply -R test/mutants/NAME.patch`).
 */

/** The app without one of its guards: a patch of src/, and the story that shows what the guard is for. */
export type Mutant = Readonly<{
  /** Of the patch, too: `<name>.patch`. */
  name: string;
  /** What is taken away. */
  guard: string;
  /** Of test/chaos/scenarios/. */
  scenario: string;
  /** What the judge must find broken; it may find more. */
  breaks: Rule;
}>;

export const mutants: readonly Mutant[] = [
  {
    name: 'fence',
    guard: 'a step of a row is made only by whoever claimed it last',
    scenario: 'taken-over',
    breaks: 'doubled',
  },
  {
    name: 'deadline-check',
    guard: 'no socket is opened when the lease may be over',
    scenario: 'taken-over',
    breaks: 'doubled',
  },
  // A second row of a reminder would find nothing left to say, as what was said is remembered: other news would.
  {
    name: 'unique-key',
    guard: 'the same facts are the same row',
    scenario: 'told-once',
    breaks: 'doubled',
  },
  {
    name: 'write-ahead',
    guard: 'the attempt is written before the call',
    scenario: 'killed-after-the-call',
    breaks: 'doubled',
  },
  // The second look would find what the first one did: without the first, nothing is looked for at all.
  {
    name: 'first-look',
    guard: 'what may have been sent is looked for',
    scenario: 'reply-lost',
    breaks: 'doubled',
  },
  {
    name: 'second-look',
    guard: 'what was absent once is looked for again',
    scenario: 'reply-lost',
    breaks: 'doubled',
  },
  {
    name: 'breaker',
    guard: 'after five lost replies in a row one message a minute is tried',
    scenario: 'all-replies-lost',
    breaks: 'breaker',
  },
  {
    name: 'channel-gap',
    guard: 'pacer: a second between two messages in one channel',
    scenario: 'many-cards',
    breaks: 'paced',
  },
  {
    name: 'retry-after',
    guard: 'pacer: nobody calls while Slack asks to wait',
    scenario: 'told-to-wait',
    breaks: 'paced',
  },
  {
    name: 'late-composing',
    guard: 'words are made anew for each attempt',
    scenario: 'told-to-wait',
    breaks: 'after-done',
  },
  {
    name: 'fact-in-the-same-update',
    guard: 'a state is written together with its fact',
    scenario: 'killed-in-a-press',
    breaks: 'audited',
  },
  // Most reactions look at what is true now, and versions let one of two pass: it matters where a fact says what to do.
  {
    name: 'applied-facts',
    guard: 'a fact changes a document once, however often its reaction runs',
    scenario: 'set-back',
    breaks: 'audited',
  },
  {
    name: 'version-in-the-filter',
    guard: 'only what was seen is changed',
    scenario: 'two-presses',
    breaks: 'audited',
  },
  {
    name: 'decided-as-seen',
    guard: 'a reward is decided only as it was seen, and while it waits',
    scenario: 'two-decisions',
    breaks: 'audited',
  },
  {
    name: 'budget-asked-first',
    guard: 'nobody is asked to approve what the budget has no money for',
    scenario: 'empty-budget',
    breaks: 'ledger',
  },
  {
    name: 'last-batch-first',
    guard: 'no file for payroll begins before the last one is written',
    scenario: 'killed-export',
    breaks: 'payroll',
  },
  {
    name: 'said-of-a-time',
    guard: 'what is said of study time is said once for each of its times',
    scenario: 'asked-once',
    breaks: 'doubled',
  },
];
