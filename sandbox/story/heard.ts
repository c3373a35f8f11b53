import type { Effect, MessageEffect } from '../effects.js';
import { objectsOf } from '../json.js';

export type Posted = Effect & MessageEffect;

/** What a message is about, by the words that a phone shows. A message that none of these fits should not have been said. */
const kinds = {
  reminder:
    / (expires|is due) (in \d+ days|today|tomorrow)\b| (expired|was due) on |^How did your exam for |^\d+ certifications are waiting for you/,
  lapse: / may not do the work that needs .+ (until it is renewed|from tomorrow on)\.$/,
  card: / handed in .+: please decide$| hand-ins wait for your decision|still waits for your decision$/,
  file: /^What .+ handed in for .+:$/,
  result: /^(Your|.+’s) .+ (is verified\.$|could not be verified yet\. What is missing: )/,
  recall: /^Study time for .+ at \d\d:\d\d$/,
  question: /^Did your study time for .+ happen\?$|^May your colleagues hear of your .+\?/,
  'reward card':
    / (has|have) earned a reward with .+: please approve it$|^\d+ rewards wait for your approval, |reward for .+ still waits for your approval$/,
  'reward result': /^Your reward for .+ is approved: /,
  'over budget': /^\d+ rewards? cannot go on: the budget has not enough left\.$/,
  thanks: /^.+ has (earned|renewed) .+\. A word from you counts\.$/,
  'study plan asked': / asks for time to study for .+$/,
  'study plan':
    /^(Another weekly study time is offered|Time is set aside for you to study|Nobody has answered in time about weekly study time) for .+$/,
  'study time cancelled': /^Study time in your leave is cancelled\.$/,
  'study time': /^Study time, week of .+: your team kept [\d.]+ of [\d.]+ hours?$/,
  'weekly list': /^Week of .+ without Slack should hear from you$/,
} as const;

export type Kind = keyof typeof kinds;

export function kindOf({ text }: Pick<Posted, 'text'>): Kind | undefined {
  const all = Object.keys(kinds) as Kind[];
  // A lapse, a card or a result may name what another one's words would fit.
  return all.toReversed().find((kind) => kinds[kind].test(text));
}

/** What somebody asked for comes whenever they said, and what they pressed is answered at once. */
export const isAskedFor = (message: Posted): boolean => ['recall', 'file'].includes(kindOf(message) ?? '');

/** The words of a message without what can be pressed, which offers other times each day. */
export function sentencesOf({ text, blocks }: Pick<Posted, 'text' | 'blocks'>): string {
  const sections = objectsOf(blocks).filter(({ type }) => type === 'section');
  return [text, ...sections.map((section) => JSON.stringify(section.text))].join('\n');
}
