import type { PersonFacts } from '../../page-contract.js';

type Person = Pick<PersonFacts, 'id' | 'name'>;

/** What was typed with `@Ana Lima` as `<@U…|ana.lima>`. The sandbox escapes the rest of a message. */
export function withMentions(typed: string, people: readonly Person[]): string {
  return mentionsIn(
    typed,
    people.map(({ id, name }) => ({ id, name, spelled: name })),
  );
}

/** What follows a slash command, as Slack passes it on: mentions as above, `& < >` escaped. */
export function commandText(typed: string, people: readonly Person[]): string {
  return mentionsIn(
    escaped(typed),
    people.map(({ id, name }) => ({ id, name, spelled: escaped(name) })),
  );
}

function mentionsIn(text: string, people: readonly (Person & { spelled: string })[]): string {
  if (!text.includes('@') || people.length === 0) return text;
  const byWord = new Map<string, string>();
  for (const { id, name, spelled } of people) {
    const mention = `<@${id}|${handleOf(name)}>`;
    byWord.set(handleOf(name), mention);
    byWord.set(spelled.toLowerCase(), mention);
  }
  // Longest first: "Ana Lima Souza" is not "Ana Lima" with a word behind it.
  const words = [...byWord.keys()].sort((a, b) => b.length - a.length).map(quoted);
  const mention = new RegExp(`(?<![\\p{L}\\p{N}])@(${words.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
  return text.replace(mention, (whole, word: string) => byWord.get(word.toLowerCase()) ?? whole);
}

function handleOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, '.').replace(/^\.+|\.+$/g, '') || 'someone';
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function quoted(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
