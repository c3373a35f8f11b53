import { actionId, Select } from '../../shared/blocks.js';
import type { Choice, Chosen } from './post.js';
import { choices } from './post.js';

export const choosePressed = actionId('recognition.choose');

const labels: Readonly<Record<Choice, { label: string; description: string }>> = {
  ask: { label: 'Ask me about the next one', description: 'Nothing is posted unless you say so.' },
  yes: { label: 'Post what I earn', description: 'Without asking, as soon as it is verified.' },
  never: { label: 'Never post about me', description: 'You are not asked either.' },
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
