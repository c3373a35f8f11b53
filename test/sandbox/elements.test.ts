import { describe, expect, it } from 'vitest';
import type { Entry } from '../../sandbox/element-state.js';
import { actionOf, enteredState, initialState } from '../../sandbox/element-state.js';
import type { JsonObject } from '../../sandbox/json.js';

const plain = (text: string) => ({ type: 'plain_text', text });
const options = ['a', 'b'].map((value) => ({ text: plain(value), value }));

describe('what a person enters', () => {
  it.each<[string, JsonObject, Entry, JsonObject]>([
    ['a select', { type: 'static_select', options }, 'b', { selected_option: options[1] }],
    [
      'a select of groups',
      { type: 'static_select', option_groups: [{ label: plain('g'), options }] },
      'a',
      { selected_option: options[0] },
    ],
    ['several options', { type: 'checkboxes', options }, ['a', 'b'], { selected_options: options }],
    ['nothing any more', { type: 'checkboxes', options }, null, { selected_options: [] }],
    ['a date', { type: 'datepicker' }, '2026-12-01', { selected_date: '2026-12-01' }],
    ['a time', { type: 'timepicker' }, '09:30', { selected_time: '09:30' }],
    ['an instant', { type: 'datetimepicker' }, 1_796_115_600, { selected_date_time: 1_796_115_600 }],
    ['a person', { type: 'users_select' }, 'U0ANA', { selected_user: 'U0ANA' }],
    ['people', { type: 'multi_users_select' }, ['U0ANA'], { selected_users: ['U0ANA'] }],
    ['a channel', { type: 'channels_select' }, 'C1', { selected_channel: 'C1' }],
    ['a text', { type: 'plain_text_input' }, 'Hi', { value: 'Hi' }],
    ['a number', { type: 'number_input' }, '12.5', { value: '12.5' }],
    ['files', { type: 'file_input' }, ['F1'], { files: [{ id: 'F1' }] }],
  ])('%s', (_name, element, entry, held) => {
    expect(enteredState(element, entry)).toEqual({ type: element.type, ...held });
  });

  it.each<[string, JsonObject, Entry, string]>([
    ['an option that is not there', { type: 'static_select', action_id: 's', options }, 'z', 'no option "z" in s'],
    ['no date', { type: 'datepicker' }, 'tomorrow', 'a date YYYY-MM-DD'],
    ['no time', { type: 'timepicker' }, '25:00', 'a time HH:MM'],
    ['too long a text', { type: 'plain_text_input', max_length: 2 }, 'abc', 'at most 2'],
    ['too short a text', { type: 'plain_text_input', min_length: 4 }, 'abc', 'at least 4'],
    ['no number', { type: 'number_input' }, 'many', 'a number'],
    ['anything into a button', { type: 'button' }, 'x', 'takes no entry'],
  ])('%s is refused', (_name, element, entry, sentence) => {
    expect(() => enteredState(element, entry)).toThrow(sentence);
  });
});

it('starts with what the app set, and with nothing otherwise', () => {
  const block = (id: string, element: object) => ({
    type: 'input',
    block_id: id,
    element: { action_id: 'x', ...element },
  });
  const state = initialState([
    block('1', { type: 'plain_text_input', initial_value: 'Hi' }),
    block('2', { type: 'datepicker' }),
    block('3', { type: 'multi_users_select' }),
    { type: 'actions', block_id: '4', elements: [{ type: 'button', action_id: 'b' }] },
  ]);
  expect(state).toEqual({
    1: { x: { type: 'plain_text_input', value: 'Hi' } },
    2: { x: { type: 'datepicker', selected_date: null } },
    3: { x: { type: 'multi_users_select', selected_users: [] } },
  });
});

it('tells of a press what Slack tells', () => {
  const button = { type: 'button', action_id: 'b', text: plain('Go'), value: 'v', style: 'primary' };
  expect(actionOf(button, undefined)).toEqual(button);
  const overflow = { type: 'overflow', action_id: 'o', options };
  expect(actionOf(overflow, 'b')).toEqual({ type: 'overflow', action_id: 'o', selected_option: options[1] });
  expect(() => actionOf(overflow, undefined)).toThrow('no option');
});
