import type { MessageContent } from '../../../shared/block-limits.js';
import type { Drawn } from '../../../shared/blocks.js';
import { B, Blocks, Br, message, Section, Text } from '../../../shared/blocks.js';
import type { CalendarDate } from '../../../shared/dates.js';
import { longDate } from '../../../shared/dates.js';
import { Name, Title } from '../../../shared/review-parts.js';
import { plain } from '../../../shared/text.js';
import type { PayMonth } from '../payroll.js';
import { monthWords } from '../periods.js';
import type { Reward } from '../reward.js';
import { rewardWords } from '../sentences.js';

/** It is granted, and how far payroll is with it. */
type Approved = Readonly<{ kind: 'granted' } | { kind: 'exported' | 'paid'; month: PayMonth }>;

/** What became of somebody's reward. `sharing` lets them share it with their colleagues. */
export type GrantResult = Readonly<{ certification: string; reward: Reward }> &
  (
    | (Approved & Readonly<{ sharing: Drawn | undefined }>)
    /** Payroll is told where it was told of the reward. */
    | Readonly<{ kind: 'reversed'; payroll: 'is-told' | 'never-knew' }>
    /** `on`: the last day on which the certification was held. */
    | Readonly<{ kind: 'ended'; on: CalendarDate }>
    /** `by` is undefined when whoever declined it is not known any more. */
    | Readonly<{ kind: 'declined'; by: string | undefined; why: string }>
  );

export function grantResult(result: GrantResult): MessageContent {
  const { certification, reward } = result;
  const name = <Title of={certification} />;
  switch (result.kind) {
    case 'granted':
    case 'exported':
    case 'paid':
      return message(
        <Blocks>
          <Section>
            Good news: your reward for {name} is approved.
            <Br />
            You get <B>{rewardWords(reward, 'you')}</B>. {nextWords(reward, result)}
          </Section>
          {result.sharing}
        </Blocks>,
        { text: plain`Your reward for ${certification} is approved: ${rewardWords(reward, 'you')}.` },
      );
    case 'declined': {
      const by = <Name of={result.by ?? ''} />;
      return message(
        <Blocks>
          <Section>
            Your {name} is verified and stays so. Its reward was not approved.
            <Br />
            It would have been {rewardWords(reward, 'you')}.
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
    case 'ended':
      return message(
        <Blocks>
          <Section>
            Your raise for {name} has ended, as the certification counted until {longDate(result.on)}.
            <Br />
            It was {rewardWords(reward, 'you')}.
            <Br />
            If you think that this is a mistake, please ask your manager.
          </Section>
        </Blocks>,
        { text: plain`Your raise for ${certification} has ended.` },
      );
    case 'reversed':
      return message(
        <Blocks>
          <Section>
            Your {name} was revoked, so its reward is taken back
            {result.payroll === 'is-told' && ', and payroll is told'}.
            <Br />
            It was {rewardWords(reward, 'you')}.
            <Br />
            If you think that this is a mistake, please ask your manager.
          </Section>
        </Blocks>,
        { text: plain`Your ${certification} was revoked, so its reward is taken back.` },
      );
  }
}

function nextWords({ kind }: Reward, approved: Approved): string {
  switch (kind) {
    case 'points':
      return 'They are yours; there is nothing more for you to do.';
    case 'time-off':
      return 'Please agree with your manager when you take it.';
    default:
      return payWords(approved);
  }
}

function payWords(approved: Approved): string {
  switch (approved.kind) {
    case 'granted':
      return 'It goes to payroll from here; there is nothing more for you to do.';
    case 'exported':
      return `It is on its way: it comes with your pay of ${monthWords(approved.month)}.`;
    case 'paid':
      return `Payroll has put it into your pay of ${monthWords(approved.month)}.`;
  }
}
