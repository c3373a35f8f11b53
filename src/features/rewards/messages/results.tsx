import type { MessageContent } from '../../../shared/block-limits.js';
import { B, Blocks, Br, message, Section, Text } from '../../../shared/blocks.js';
import { plain } from '../../../shared/text.js';
import type { Reward } from '../reward.js';
import { rewardWords } from '../sentences.js';

/** What became of somebody's reward. */
export type GrantResult = Readonly<{ certification: string; reward: Reward }> &
  (
    | Readonly<{ kind: 'granted' | 'reversed' }>
    /** `by` is undefined when whoever declined it is not known any more. */
    | Readonly<{ kind: 'declined'; by: string | undefined; why: string }>
  );

export function grantResult(result: GrantResult): MessageContent {
  const { certification, reward } = result;
  const name = (
    <B>
      <Text of={certification} max={150} />
    </B>
  );
  switch (result.kind) {
    case 'granted':
      return message(
        <Blocks>
          <Section>
            Good news: your reward for {name} is approved.
            <Br />
            You get <B>{rewardWords(reward, 'you')}</B>. {nextWords(reward)}
          </Section>
        </Blocks>,
        { text: plain`Your reward for ${certification} is approved: ${rewardWords(reward, 'you')}.` },
      );
    case 'declined': {
      const by = <Text of={result.by ?? ''} max={100} />;
      return message(
        <Blocks>
          <Section>
            Your {name} is verified and stays so. Its reward ({rewardWords(reward, 'you')}) was not approved.
            <Br />
            {result.by === undefined ? 'The reason given: ' : [by, ' says why: ']}
            <Text of={result.why} max={300} />
            <Br />
            {result.by === undefined
              ? 'If you have a question about it, please ask your manager.'
              : ['If you have a question about it, please ask ', by, '.']}
          </Section>
        </Blocks>,
        { text: plain`Your reward for ${certification} was not approved. The reason given: ${result.why}` },
      );
    }
    case 'reversed':
      return message(
        <Blocks>
          <Section>
            Your {name} was revoked, so its reward ({rewardWords(reward, 'you')}) is taken back.
            <Br />
            If you think that this is a mistake, please ask your manager.
          </Section>
        </Blocks>,
        { text: plain`Your ${certification} was revoked, so its reward is taken back.` },
      );
  }
}

function nextWords({ kind }: Reward): string {
  switch (kind) {
    case 'points':
      return 'They are yours; there is nothing more for you to do.';
    case 'time-off':
      return 'Please agree with your manager when you take it.';
    default:
      return 'It goes to payroll from here; there is nothing more for you to do.';
  }
}
