import fc from 'fast-check';
import { ChannelId, RecognitionChannel } from '../../../src/features/recognition/channel.js';
import { parseChannelRow } from '../../../src/features/recognition/channel-row.js';
import type { Answer, Invitation, Outcome, Praise } from '../../../src/features/recognition/messages.js';
import * as recognition from '../../../src/features/recognition/messages.js';
import { RecognitionSetting, RewardSharing } from '../../../src/features/recognition/parts.js';
import { Choice, choices, Place, Post } from '../../../src/features/recognition/post.js';
import { roundUp } from '../../../src/features/recognition/round-up-messages.js';
import { permalink } from '../../../src/platform/slack/permalink.js';
import type { PostId } from '../../../src/shared/ids.js';
import type { SlackUserId } from '../../../src/shared/links.js';
import { aChannel, aPost } from '../../builders/post.js';
import { day } from '../data.js';
import type { Message, Parser } from '../entries.js';
import { message, part, rowParser, schema, view } from '../entries.js';
import { hostileText } from '../hostile.js';

export const parsers: Readonly<Record<string, Parser>> = {
  'src/features/recognition/channel.ts#ChannelId': schema(ChannelId, 'C024BE91L'),
  'src/features/recognition/channel.ts#RecognitionChannel': schema(RecognitionChannel, aChannel()),
  'src/features/recognition/channel-row.ts#parseChannelRow': rowParser(parseChannelRow, parseChannelRow, {
    team: 'Support',
    channel: 'C024BE91L',
    zone: 'Europe/Madrid',
    posts_a_day: '2',
    team_goals: 'yes',
  }),
  'src/features/recognition/post.ts#Choice': schema(Choice, 'ask', 'yes', 'never'),
  'src/features/recognition/post.ts#Place': schema(
    Place,
    { kind: 'alone', slot: 'C0PRAISE|2026-10-01|0', until: new Date('2026-10-08T07:00:00Z') },
    { kind: 'round-up' },
  ),
  'src/features/recognition/post.ts#Post': schema(Post, aPost()),
};

const postId = 'pst_0123456789abcdef0123456789abcdef' as PostId;
const seen = `${postId} 999999999`;

const praise: fc.Arbitrary<Praise> = fc.record({
  name: hostileText,
  slackId: fc.option(fc.constant('U0ANA' as SlackUserId), { nil: undefined }),
  certification: hostileText,
  issuer: hostileText,
  isRenewal: fc.boolean(),
  milestone: fc.constantFrom(undefined, 'first', 'fifth'),
  why: fc.option(fc.record({ role: hostileText, words: hostileText }), { nil: undefined }),
  need: fc.constantFrom('must', 'required', 'optional'),
  studyHours: fc.oneof(fc.integer({ min: 0, max: 2_000 }), fc.double({ min: 0, max: 2_000, noNaN: true })),
  line: hostileText,
  isRewarded: fc.boolean(),
});

const invitation: fc.Arbitrary<Invitation> = fc.record({
  name: hostileText,
  certification: hostileText,
  isRenewal: fc.boolean(),
  link: fc.option(fc.constant(permalink('https://acme.slack.com/', 'C024BE91L', '1700000000.000100')), {
    nil: undefined,
  }),
});

const outcomes: readonly Outcome[] = ['agreed', 'posted', 'private', 'silent', 'refused', 'expired', 'gone'];

export const messages: Readonly<Record<string, Message>> = {
  'src/features/recognition/messages.tsx#answered': message(
    recognition.answered,
    fc.tuple(fc.constantFrom(...(Object.keys(recognition.answers) as Answer[]))),
  ),
  'src/features/recognition/messages.tsx#lineDialog': view(
    recognition.lineDialog,
    fc.tuple(fc.record({ certification: hostileText, seen: fc.constant(seen) })),
  ),
  'src/features/recognition/messages.tsx#post': message(
    recognition.post,
    fc.tuple(praise, fc.record({ postId: fc.constant(postId), congratulations: fc.nat({ max: 10_000 }) })),
  ),
  'src/features/recognition/messages.tsx#question': message(
    recognition.question,
    fc.tuple(fc.record({ praise, seen: fc.constant(seen), answerBy: day })),
  ),
  'src/features/recognition/messages.tsx#settledQuestion': message(
    recognition.settledQuestion,
    fc.tuple(praise, fc.constantFrom(...outcomes)),
  ),
  'src/features/recognition/messages.tsx#thanksInvitation': message(
    recognition.thanksInvitation,
    fc.tuple(fc.array(invitation, { minLength: 1, maxLength: 20, size: 'max' })),
  ),
  'src/features/recognition/round-up-messages.tsx#roundUp': message(
    roundUp,
    fc.tuple(
      fc.record({
        praises: fc.array(praise, { maxLength: 80, size: 'max' }),
        goals: fc.array(
          fc.record({ team: hostileText, certification: hostileText, held: fc.nat(500), of: fc.nat(500) }),
          { maxLength: 20 },
        ),
      }),
    ),
  ),
  'src/features/recognition/parts.tsx#RewardSharing': part(
    RewardSharing,
    fc.tuple(fc.record({ sharing: fc.constantFrom('offered', 'shared'), seen: fc.constant(seen) })),
    'block',
  ),
  'src/features/recognition/parts.tsx#RecognitionSetting': part(
    RecognitionSetting,
    fc.tuple(fc.record({ choice: fc.constantFrom(...choices, 'unanswered') })),
    'control',
  ),
};
