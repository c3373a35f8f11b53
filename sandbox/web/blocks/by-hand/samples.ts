import type { ModalView } from '../../modal/index.js';
import type { Block, Names } from '../index.js';
import { blocksOf } from '../index.js';

/* What stands on the page that is tried by hand. */

const plain = (text: string) => ({ type: 'plain_text', text, emoji: true });
const words = (text: string) => ({ type: 'mrkdwn', text, verbatim: true });
const option = (value: string, text: string) => ({ text: plain(text), value });
const button = (action_id: string, text: string, more: object = {}) => ({
  type: 'button',
  action_id,
  text: plain(text),
  ...more,
});
const input = (name: string, element: object, more: object = {}): Block =>
  ({ type: 'input', block_id: name, label: plain(name), element: { action_id: name, ...element }, ...more }) as Block;
const optional = { optional: true };

const people = ['Ana Ruiz', 'Ben Okafor', 'Chiara Lombardi', 'Zoë Martínez', 'Emre Yıldız'].map((name, index) => ({
  id: `U${index + 1}`,
  name,
}));

export const names: Names = {
  user: (id) => people.find((person) => person.id === id)?.name,
  channel: () => undefined,
  people,
  channels: [],
  me: 'U1',
};

export const message = blocksOf([
  {
    type: 'section',
    block_id: 'top',
    text: words('*Security+* is due on Monday.'),
    accessory: {
      type: 'overflow',
      action_id: 'more',
      options: [option('why', 'Why am I asked?'), option('fewer', 'Fewer messages')],
    },
  },
  {
    type: 'actions',
    block_id: 'answers',
    elements: [
      {
        type: 'static_select',
        action_id: 'plan',
        placeholder: plain('Plan study time'),
        options: [
          option('1', 'Tue 1 Dec, 09:00–10:30'),
          option('2', 'Wed 2 Dec, 14:00–15:30'),
          option('3', 'Thu 3 Dec'),
        ],
      },
      button('silent', 'It did not work out', {
        confirm: {
          title: plain('Are you sure?'),
          text: plain('Your manager will see it.'),
          confirm: plain('Yes'),
          deny: plain('No'),
        },
      }),
      button('slow', 'I passed'),
    ],
  },
  {
    type: 'data_table',
    block_id: 'table',
    caption: 'Study time',
    rows: [
      ['Name', 'Hours'].map((text) => ({ type: 'raw_text', text })),
      ...[5, 1, 12, 3, 4, 2, 6].map((value) => [
        { type: 'raw_text', text: `Person ${value}` },
        { type: 'raw_number', value, text: `${value} h` },
      ]),
    ],
  },
]);

export const form: ModalView = {
  id: 'V1',
  title: { text: 'Hand in' },
  submit: { text: 'Send' },
  close: { text: 'Cancel' },
  blocks: [
    input('Earned on', { type: 'datepicker', initial_date: '2026-11-20' }),
    input('Starts at', { type: 'timepicker' }, optional),
    input('Which', { type: 'static_select', options: [option('a', 'AWS SAA'), option('b', 'First aid')] }),
    input('Colleagues', { type: 'multi_users_select', initial_users: ['U2'], max_selected_items: 3 }, optional),
    input('Stand-in', { type: 'users_select' }, optional),
    input('Customer', { type: 'external_select', min_query_length: 2 }, optional),
    input(
      'How often',
      { type: 'radio_buttons', options: [option('w', 'Weekly'), option('p', 'As planned')] },
      optional,
    ),
    input('Days', { type: 'checkboxes', options: [option('m', 'Monday'), option('t', 'Tuesday')] }, optional),
    input('Scan', { type: 'file_input', filetypes: ['pdf'], max_files: 1 }, optional),
    input('Note', { type: 'plain_text_input', multiline: true, max_length: 60 }, optional),
    input('Link', { type: 'url_text_input' }, optional),
    input('Number', { type: 'plain_text_input' }),
  ],
};

const stackedBlocks: Block[] = [
  input('Who', { type: 'plain_text_input' }),
  input('Kind', { type: 'static_select', options: [option('a', 'AA'), option('b', 'BB')] }, { dispatch_action: true }),
  { type: 'actions', block_id: 'acts', elements: [button('push', 'Push'), button('redraw', 'Redraw')] } as Block,
];

export const stacked = {
  first: { id: 'V2', title: { text: 'First' }, submit: { text: 'Next' }, close: null, blocks: stackedBlocks },
  redrawn: {
    id: 'V2',
    title: { text: 'Redrawn' },
    submit: { text: 'Next' },
    close: null,
    blocks: [input('New', { type: 'plain_text_input', initial_value: 'n' }), ...stackedBlocks],
  },
  second: {
    id: 'V3',
    title: { text: 'Second' },
    submit: null,
    close: { text: 'Back' },
    blocks: [{ type: 'section', text: words('Only words.') } as Block],
  },
} satisfies Record<string, ModalView>;
