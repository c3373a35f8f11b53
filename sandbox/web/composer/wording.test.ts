import { expect, test } from 'vitest';
import { commandText, withMentions } from './wording.js';

const people = [
  { id: 'U0ANA', name: 'Ana Lima' },
  { id: 'U0SOUZA', name: 'Ana Lima Souza' },
  { id: 'U0INES', name: 'Inés Farolillo' },
  { id: 'U0BRIAN', name: 'Brian O’Neil & Sons' },
];

test('a mention becomes the person, the longest name first', () => {
  expect(commandText('assign @Ana Lima and @Ana Lima Souza FIRST-AID', people)).toBe(
    'assign <@U0ANA|ana.lima> and <@U0SOUZA|ana.lima.souza> FIRST-AID',
  );
});

test('case does not matter, and handles are names as well', () => {
  expect(commandText('@inés farolillo, @ines.farolillo', people)).toBe(
    '<@U0INES|ines.farolillo>, <@U0INES|ines.farolillo>',
  );
});

test('what is no mention stays: an address, somebody unknown, a longer word', () => {
  expect(commandText('to ana@Ana Lima or @nobody or @Ana Limas', people)).toBe(
    'to ana@Ana Lima or @nobody or @Ana Limas',
  );
});

test('what would be markup in a command is escaped, also in names', () => {
  expect(commandText('R&D <!everyone> @Brian O’Neil & Sons', people)).toBe(
    'R&amp;D &lt;!everyone&gt; <@U0BRIAN|brian.o.neil.sons>',
  );
});

test('a message is left for the sandbox to escape', () => {
  expect(withMentions('R&D <!everyone> @Brian O’Neil & Sons', people)).toBe(
    'R&D <!everyone> <@U0BRIAN|brian.o.neil.sons>',
  );
});
