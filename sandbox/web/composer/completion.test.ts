import { expect, test } from 'vitest';
import { completionOf } from './completion.js';

const person = (id: string, name: string, deleted = false) => ({
  ...{ id, name, deleted, title: '', role: 'Engineer', manager: null, tz: null },
});
const workspace = {
  commands: [{ command: '/cert', description: 'Where you stand', usageHint: 'help | add | team' }],
  people: [person('U0ANA', 'Ana Lima'), person('U0INES', 'Inés Farolillo'), person('U0GONE', 'Ana Gone', true)],
};
const offered = (typed: string) => completionOf(typed, workspace)?.choices.map(({ inserts }) => inserts);

test('a slash at the very start offers commands with what they do', () => {
  expect(completionOf('/c', workspace)).toEqual({
    from: 0,
    choices: [{ key: '/cert', label: '/cert help | add | team', detail: 'Where you stand', inserts: '/cert ' }],
  });
  expect(offered('/')).toEqual(['/cert ']);
  expect(offered('/x')).toBeUndefined();
  expect(offered('see /c')).toBeUndefined();
  expect(offered('/cert ')).toBeUndefined();
});

test('an @ offers people by any of their names, without accents, and nobody who left', () => {
  expect(offered('/cert assign @an')).toEqual(['@Ana Lima ']);
  expect(offered('hello @ines')).toEqual(['@Inés Farolillo ']);
  expect(offered('hello @faro')).toEqual(['@Inés Farolillo ']);
  expect(offered('@')).toEqual(['@Ana Lima ', '@Inés Farolillo ']);
  expect(completionOf('hello @ines', workspace)?.from).toBe(6);
});

test('a name that is written to its end, and an address, offer nothing', () => {
  expect(offered('hello @Ana Lima')).toBeUndefined();
  expect(offered('hello @Ana Lima FIRST-AID')).toBeUndefined();
  expect(offered('ana@in')).toBeUndefined();
});
