import type { KnownBlock, View } from '@slack/types';
import { expect, test } from 'vitest';
import { findViewProblems, InvalidMessage, MessageTooLarge, messageProblems, refuse } from './block-limits.js';
import { SlackUserId } from './links.js';

const ana = SlackUserId.parse('U0ANA');
const sound: KnownBlock[] = [{ type: 'section', text: { type: 'mrkdwn', text: 'Hi', verbatim: true } }];
const section = (words: string): KnownBlock[] => [
  { type: 'section', text: { type: 'mrkdwn', text: words, verbatim: true } },
];
const button = { type: 'button' as const, action_id: 'a.b', text: { type: 'plain_text' as const, text: 'Go' } };
const options = (n: number, length = 1) =>
  Array.from({ length: n }, (_, i) => ({
    value: `${i}`,
    text: { type: 'plain_text' as const, text: 'x'.repeat(length) },
  }));
const overflow = (n: number) => ({ type: 'overflow' as const, action_id: 'a.c', options: options(n) });

test('nothing is wrong with a sound message', () => {
  expect(messageProblems({ text: 'Hi', blocks: sound })).toEqual([]);
});

test.each<[string, KnownBlock[]]>([
  ['blocks are missing', []],
  ['blocks: 51 blocks', Array.from({ length: 51 }, () => ({ type: 'divider' as const }))],
  ['blocks: 9003 code points', Array.from({ length: 3 }, () => section('x'.repeat(3001))).flat()],
  [
    'bytes of JSON',
    Array.from({ length: 40 }, (_, i) => ({ type: 'divider' as const, block_id: `${i}${'x'.repeat(400)}` })),
  ],
  ['blocks[0].text: 3001 code points', section('x'.repeat(3001))],
  ['blocks[0].text is empty', section(' ')],
  ['has neither text nor fields', [{ type: 'section' }]],
  ['fields are empty', [{ type: 'section', fields: [] }]],
  [
    'fields: 11 entries',
    [
      {
        type: 'section',
        fields: Array.from({ length: 11 }, () => ({ type: 'mrkdwn' as const, text: 'x', verbatim: true })),
      },
    ],
  ],
  ['fields[0]: 2001', [{ type: 'section', fields: [{ type: 'mrkdwn', text: 'x'.repeat(2001), verbatim: true }] }]],
  ['not verbatim', [{ type: 'section', text: { type: 'mrkdwn', text: 'Hi' } }]],
  ['did not write', section('<!everyone>')],
  ['did not write', section('<@U123')],
  ['did not write', section('<#C123>')],
  ['did not write', section('<http://example.org|x>')],
  ['did not write', section('<https://example.org>')],
  ['did not write', section('<@U0EVIL>')],
  ['calls everyone', section('@channel')],
  ['holds a ping', [{ type: 'header', text: { type: 'plain_text', text: '<!here>' } }]],
  ['blocks[0].text: 151', [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }]],
  ['elements are empty', [{ type: 'context', elements: [] }]],
  [
    'elements: 26',
    [{ type: 'actions', elements: Array.from({ length: 26 }, (_, i) => ({ ...button, action_id: `a.${i}` })) }],
  ],
  ['same action_id twice', [{ type: 'actions', elements: [button, button] }]],
  [
    'same block_id twice',
    [
      { type: 'divider', block_id: 'x' },
      { type: 'divider', block_id: 'x' },
    ],
  ],
  ['block_id: 256', [{ type: 'divider', block_id: 'x'.repeat(256) }]],
  ['action_id is empty', [{ type: 'actions', elements: [{ ...button, action_id: undefined }] }]],
  [
    'button.text: 76',
    [{ type: 'actions', elements: [{ ...button, text: { type: 'plain_text', text: 'x'.repeat(76) } }] }],
  ],
  ['button.value: 2001', [{ type: 'actions', elements: [{ ...button, value: 'x'.repeat(2001) }] }]],
  ['button.url: 3001', [{ type: 'actions', elements: [{ ...button, url: 'x'.repeat(3001) }] }]],
  ['options: 6 entries', [{ type: 'actions', elements: [overflow(6)] }]],
  ['options are empty', [{ type: 'actions', elements: [overflow(0)] }]],
  [
    'options: 101',
    [{ type: 'actions', elements: [{ type: 'static_select', action_id: 'a.d', options: options(101) }] }],
  ],
  ['text: 76', [{ type: 'actions', elements: [{ type: 'static_select', action_id: 'a.d', options: options(1, 76) }] }]],
  ['same value twice', [{ type: 'actions', elements: [{ ...overflow(1), options: [...options(1), ...options(1)] }] }]],
  [
    'confirm.deny: 31',
    [
      {
        type: 'actions',
        elements: [
          {
            ...button,
            confirm: { text: { type: 'plain_text', text: 'x' }, deny: { type: 'plain_text', text: 'x'.repeat(31) } },
          },
        ],
      },
    ],
  ],
  ['cannot be a markdown', [{ type: 'markdown', text: '# Hi' }]],
])('says: %s', (says, blocks) => {
  expect(messageProblems({ text: 'Hi', blocks }, [ana]).join('; ')).toContain(says);
});

test.each([
  ['text is empty', ' '],
  ['text: 4001', 'x'.repeat(4001)],
  ['did not write', '<!here>'],
  ['calls everyone', 'Hi @here'],
])('says of the top-level text: %s', (says, words) => {
  expect(messageProblems({ text: words, blocks: sound }).join('; ')).toContain(says);
});

test.each<[string, Partial<View>]>([
  ['title: 25', { title: { type: 'plain_text', text: 'x'.repeat(25) } }],
  ['private_metadata: 3001', { private_metadata: 'x'.repeat(3001) }],
  ['callback_id: 256', { callback_id: 'x'.repeat(256) }],
  ['blocks: 101', { blocks: Array.from({ length: 101 }, () => ({ type: 'divider' as const })) }],
  ['view: 2', { blocks: Array.from({ length: 90 }, () => section('x'.repeat(2900))).flat() }],
])('says of a view: %s', (says, part) => {
  const view = { type: 'modal', title: { type: 'plain_text', text: 'Hi' }, blocks: sound, ...part } as View;
  expect(
    findViewProblems(view)
      .map((problem) => problem.says)
      .join('; '),
  ).toContain(says);
});

test('only size gives MessageTooLarge, for only then saying less helps', () => {
  const large = { kind: 'too large', says: 'long' } as const;
  expect(() => refuse([])).not.toThrow();
  expect(() => refuse([large])).toThrow(MessageTooLarge);
  expect(() => refuse([large, { kind: 'invalid', says: 'odd' }])).toThrow(new InvalidMessage(['long', 'odd']));
});

test.each<[string, readonly string[][]]>([
  ['hold no row under the heading', [['Person']]],
  ['rows: 101 rows', Array.from({ length: 101 }, () => ['x'])],
  ['rows[1]: 21 entries', [['Person'], Array.from({ length: 21 }, () => 'x')]],
  ['code points of text', [['Person'], ...Array.from({ length: 50 }, () => ['x'.repeat(200)])]],
])('a table of a Home tab is refused when its %s', (says, rows) => {
  const table = { type: 'table', rows: rows.map((cells) => cells.map((text) => ({ type: 'raw_text', text }))) };
  const problemsIn = (type: 'home' | 'modal') =>
    findViewProblems({ type, blocks: [table], title: button.text } as unknown as View).map((problem) => problem.says);
  expect(problemsIn('home').join()).toContain(says);
  expect(problemsIn('modal').join()).toContain('cannot be a table');
});
