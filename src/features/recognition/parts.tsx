import { actionId, Button, Section, Select } from '../../shared/blocks.js';
import type { Choice, Chosen } from './post.js';
import { choices } from './post.js';
import type { Sharing } from './rules.js';

export const choosePressed = actionId('recognition.choose');
export const sharePressed = actionId('recognition.share-reward');
export const unsharePressed = actionId('recognition.unshare-reward');

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

/** For the message that tells somebody of their reward; `seen` is what the button carries. */
export const RewardSharing = ({ sharing, seen }: { sharing: Sharing; seen: string }) =>
  sharing === 'offered' ? (
    <Section
      accessory={
        <Button actionId={sharePressed} value={seen}>
          Share it
        </Button>
      }
    >
      Your colleagues hear of it only if you share it: the post about what you earned then says that you got a reward
      for it, never which or how much.
    </Section>
  ) : (
    <Section
      accessory={
        <Button actionId={unsharePressed} value={seen}>
          Take that back
        </Button>
      }
    >
      You share it: the post about what you earned says that you got a reward for it, never which or how much.
    </Section>
  );
