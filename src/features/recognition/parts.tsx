import { actionId, Select } from '../../shared/blocks.js';
import type { Choice, Chosen } from './post.js';
import { choices } from './post.js';

export const choosePressed = actionId('recognition.choose');

const labels: Readonly<Record<Choice, { label: string; description: string }>> = {
  ask: { label: 'Ask me first', description: 'Nothing is posted unless you say so.' },
  yes: { label: 'Post what I earn', description: 'Without asking, as soon as it is verified.' },
  never: { label: 'Never post about me', description: 'You are not asked either.' },
};

/** What is so now, beside the choice. */
export const settingWords: Readonly<Record<Chosen, string>> = {
  ask: 'You are asked before anything is posted about you.',
  yes: 'What you earn is posted in the recognition channel as soon as it is verified.',
  never: 'Nothing is posted about you.',
  unanswered: 'You were asked once and did not answer, so nothing is posted about you.',
};

/** For Home: what may be posted about somebody in the recognition channel. */
export const RecognitionSetting = ({ choice }: { choice: Chosen }) => (
  <Select
    actionId={choosePressed}
    placeholder="Posts about me"
    options={choices.map((value) => ({ value, ...labels[value] }))}
    initial={choice}
  />
);
