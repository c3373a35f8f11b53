import { expect, test } from 'vitest';
import type { Block, FormValues } from '../blocks/index.js';
import { findProblems, touched, withEntry } from './form.js';

const input = (name: string, element: object, more: object = {}): Block =>
  ({
    type: 'input',
    block_id: name,
    label: { type: 'plain_text', text: name },
    element: { action_id: name, ...element },
    ...more,
  }) as Block;

const entered = (name: string, value: string | string[] | null): FormValues =>
  withEntry({}, { blockId: name, actionId: name, value });

const required = 'Please complete this required field.';

test('a required field must be filled in, by the person or beforehand', () => {
  const note = input('note', { type: 'plain_text_input' });
  expect(findProblems([note], {})).toEqual({ note: required });
  expect(findProblems([note], entered('note', 'so'))).toEqual({});
  expect(findProblems([input('note', { type: 'plain_text_input' }, { optional: true })], {})).toEqual({});
  const filled = input('note', { type: 'plain_text_input', initial_value: 'so' });
  expect(findProblems([filled], {})).toEqual({});
  expect(findProblems([filled], entered('note', ''))).toEqual({ note: required });
  const date = input('on', { type: 'datepicker', initial_date: '2026-12-31' });
  expect(findProblems([date], {})).toEqual({});
  expect(findProblems([date], entered('on', null))).toEqual({ on: required });
  expect(findProblems([input('who', { type: 'multi_users_select' })], entered('who', []))).toEqual({ who: required });
});

test.each([
  ['email_text_input', 'ana', 'ana@example.com'],
  ['url_text_input', 'example.com', 'https://example.com'],
  ['number_input', '1.5', '15'],
])('%s takes only what fits', (type, wrong, right) => {
  const field = [input('field', { type, is_decimal_allowed: false, min_length: 3 })];
  expect(Object.keys(findProblems(field, entered('field', wrong)))).toEqual(['field']);
  expect(findProblems(field, entered('field', right))).toEqual({});
});

test('numbers have a least and a most', () => {
  const field = [input('n', { type: 'number_input', is_decimal_allowed: true, min_value: '0.5', max_value: '2' })];
  expect(['0.4', '0.5', '2', '2.1'].map((n) => Object.keys(findProblems(field, entered('n', n))).length)).toEqual([
    1, 0, 0, 1,
  ]);
});

test('only what was touched is sent, by block id, and only of fields that the form still has', () => {
  const blocks = [input('a', { type: 'plain_text_input' }), input('b', { type: 'plain_text_input' })];
  let values = entered('a', '');
  values = withEntry(values, { blockId: 'gone', actionId: 'gone', value: 'x' });
  expect(touched(blocks, values)).toEqual({ a: null });
  values = withEntry(values, { blockId: 'b', actionId: 'b', value: 'y' });
  expect(touched(blocks, values)).toEqual({ a: null, b: 'y' });
});
