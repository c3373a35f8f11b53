import { describe, expect, it } from 'vitest';
import { SlackError } from '../../sandbox/call.js';
import { createIds } from '../../sandbox/ids.js';
import type { Surface } from '../../sandbox/validate-blocks.js';
import { checkBlocks, interactiveElements } from '../../sandbox/validate-blocks.js';

const plain = (text: string) => ({ type: 'plain_text', text });
const button = (id: string, extra: object = {}) => ({ type: 'button', action_id: id, text: plain('Go'), ...extra });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const section = (extra: object) => ({ type: 'section', ...extra });
const option = (value: string) => ({ text: plain(value), value });
const options = (count: number) => Array.from({ length: count }, (_, i) => option(`o${i}`));
const select = (extra: object) => ({ type: 'static_select', action_id: 's', ...extra });
const input = (element: object) => ({ type: 'input', label: plain('Label'), element });

function faultsOf(blocks: unknown, surface: Surface = 'message'): string[] {
  try {
    checkBlocks(blocks, surface, createIds(1));
    return [];
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    return (error.details.errors as string[] | undefined) ?? [error.code];
  }
}

describe('blocks that Slack takes', () => {
  it.each<[string, object, Surface]>([
    ['a section with an accessory', section({ text: plain('Hi'), accessory: button('a') }), 'message'],
    ['a section of fields', section({ fields: [plain('a'), { type: 'mrkdwn', text: '*b*' }] }), 'message'],
    ['text of 3,000 emoji', section({ text: plain('🎉'.repeat(3000)) }), 'modal'],
    ['a select of 100 options', actions(select({ options: options(100) })), 'modal'],
    [
      'an overflow with a link',
      actions({ type: 'overflow', options: [{ ...option('a'), url: 'https://a.example' }] }),
      'message',
    ],
    ['an input', input({ type: 'plain_text_input', max_length: 3000 }), 'modal'],
    [
      'rich text',
      { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'a' }] }] },
      'message',
    ],
    ['a table', { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }]] }, 'home'],
    [
      'a data table',
      { type: 'data_table', caption: 'c', rows: [[{ type: 'raw_number', value: 1, text: '1' }]] },
      'message',
    ],
    ['a card in a carousel', { type: 'carousel', elements: [{ type: 'card', title: plain('t') }] }, 'home'],
    [
      'a pie',
      { type: 'data_visualization', title: 't', chart: { type: 'pie', segments: [{ label: 'a', value: 1 }] } },
      'message',
    ],
    ['an alert in a modal', { type: 'alert', text: plain('Careful'), level: 'warning' }, 'modal'],
  ])('%s', (_name, block, surface) => {
    expect(faultsOf([block], surface)).toEqual([]);
  });
});

describe('blocks that Slack refuses, with the reason and the place', () => {
  it.each<[string, unknown[], string, Surface?]>([
    [
      'too many blocks',
      Array.from({ length: 51 }, () => ({ type: 'divider' })),
      'no more than 50 items allowed [json-pointer:/blocks]',
    ],
    ['an unknown kind', [{ type: 'poem' }], 'unsupported type: poem [json-pointer:/blocks/0/type]'],
    ['no object', ['hi'], 'must be an object [json-pointer:/blocks/0]'],
    [
      'an alert in a message',
      [{ type: 'alert', text: plain('a') }],
      'unsupported type: alert [json-pointer:/blocks/0/type]',
    ],
    [
      'a markdown block in a modal',
      [{ type: 'markdown', text: 'a' }],
      'unsupported type: markdown [json-pointer:/blocks/0/type]',
      'modal',
    ],
    ['an empty section', [section({})], 'needs text or fields [json-pointer:/blocks/0]'],
    ['empty text', [section({ text: plain('') })], 'must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
    [
      'long text',
      [section({ text: plain('x'.repeat(3001)) })],
      'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'eleven fields',
      [section({ fields: Array.from({ length: 11 }, () => plain('a')) })],
      'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
    ],
    [
      'mrkdwn in a header',
      [{ type: 'header', text: { type: 'mrkdwn', text: 'a' } }],
      'must be one of plain_text [json-pointer:/blocks/0/text/type]',
    ],
    [
      'a long header',
      [{ type: 'header', text: plain('x'.repeat(151)) }],
      'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'a property that is none',
      [section({ text: plain('a'), colour: 'red' })],
      'invalid additional property: colour [json-pointer:/blocks/0]',
    ],
    [
      '26 buttons',
      [actions(...Array.from({ length: 26 }, (_, i) => button(`b${i}`)))],
      'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
    ],
    [
      'a long button',
      [actions(button('a', { text: plain('x'.repeat(76)) }))],
      'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
    ],
    [
      'a long value',
      [actions(button('a', { value: 'x'.repeat(2001) }))],
      'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
    ],
    [
      'a script for a link',
      [actions(button('a', { url: 'javascript:alert(1)' }))],
      'must be a URL of at most 3000 characters [json-pointer:/blocks/0/elements/0/url]',
    ],
    [
      'the same action twice',
      [actions(button('a'), button('a'))],
      'action_id "a" already exists [json-pointer:/blocks/0]',
    ],
    [
      'the same block twice',
      [
        { type: 'divider', block_id: 'a' },
        { type: 'divider', block_id: 'a' },
      ],
      'block_id "a" already exists [json-pointer:/blocks]',
    ],
    [
      '101 options',
      [actions(select({ options: options(101) }))],
      'no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]',
    ],
    ['no options', [actions(select({}))], 'needs either options or option_groups [json-pointer:/blocks/0/elements/0]'],
    [
      'an initial option from elsewhere',
      [actions(select({ options: options(2), initial_option: option('x') }))],
      'the initial option must be one of the options [json-pointer:/blocks/0/elements/0]',
    ],
    [
      'six overflow options',
      [actions({ type: 'overflow', options: options(6) })],
      'no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]',
    ],
    [
      'eleven radio buttons',
      [actions({ type: 'radio_buttons', options: options(11) })],
      'no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]',
    ],
    [
      'a text input among actions',
      [actions({ type: 'plain_text_input' })],
      'unsupported element type: plain_text_input [json-pointer:/blocks/0/elements/0/type]',
    ],
    [
      'a button as an input',
      [input(button('a'))],
      'unsupported element type: button [json-pointer:/blocks/0/element/type]',
    ],
    [
      'an image without alt text',
      [{ type: 'image', image_url: 'https://a.example/i.png' }],
      'missing required field: alt_text [json-pointer:/blocks/0]',
    ],
    [
      'three charts',
      Array.from({ length: 3 }, () => ({
        type: 'data_visualization',
        title: 't',
        chart: { type: 'pie', segments: [{ label: 'a', value: 1 }] },
      })),
      'no more than 2 charts allowed [json-pointer:/blocks]',
    ],
    [
      'eleven blocks in a container',
      [{ type: 'container', child_blocks: Array.from({ length: 11 }, () => ({ type: 'divider' })) }],
      'no more than 10 items allowed [json-pointer:/blocks/0/child_blocks]',
    ],
  ])('%s', (_name, blocks, fault, surface) => {
    expect(faultsOf(blocks, surface)).toContain(fault);
  });

  it('a list that is no list', () => {
    expect(faultsOf({ type: 'divider' })).toEqual(['invalid_blocks_format']);
  });
});

it('gives ids to blocks and elements that came without', () => {
  const blocks =
    checkBlocks([actions(button('a'), { type: 'button', text: plain('b') })], 'message', createIds(1)) ?? [];
  expect(blocks[0]?.block_id).toMatch(/^[0-9a-f]{5}$/);
  expect(interactiveElements(blocks).map(({ element }) => element.action_id)).toEqual([
    'a',
    expect.stringMatching(/./),
  ]);
});
