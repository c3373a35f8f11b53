import { Mention, Text } from '../../shared/blocks.js';
import type { Praise } from './messages.js';
import { longestLine } from './post.js';

export const earned = ({ isRenewal }: Pick<Praise, 'isRenewal'>) => (isRenewal ? 'renewed' : 'earned');

/** What a round-up says of one certification. Who renewed theirs is named and not pinged: they are many, and it is quieter. */
export const roundUpLine = ({ name, slackId, certification, isRenewal, milestone, line, isRewarded }: Praise) => [
  slackId === undefined || isRenewal ? <Text of={name} max={150} /> : <Mention person={slackId} />,
  ': ',
  <Text of={certification} max={150} />,
  milestone !== undefined && `, their ${milestone} certification here`,
  isRewarded && ', and got a reward for it',
  line !== '' && ['. “', <Text of={line} max={longestLine} />, '”'],
];
