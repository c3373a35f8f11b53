import type { CommandFacts, PersonFacts } from '../../page-contract.js';

/** What can be put in place of what stands between `from` and the caret. */
export type Completion = { from: number; choices: Choice[] };

export type Choice = { key: string; label: string; detail: string; inserts: string };

const mostChoices = 8;

/** What the text before the caret is the beginning of: a command at the very start, or a mention. */
export function completionOf(
  beforeCaret: string,
  { commands, people }: { commands: readonly CommandFacts[]; people: readonly PersonFacts[] },
): Completion | undefined {
  const command = /^\/\S*$/.exec(beforeCaret);
  if (command) return found(0, commandChoices(beforeCaret, commands));
  const mention = /(?:^|\s)@([^\s@][^@]{0,40})?$/u.exec(beforeCaret);
  if (!mention) return undefined;
  const typed = mention[1] ?? '';
  return found(beforeCaret.length - typed.length - 1, personChoices(typed, people));
}

function found(from: number, choices: Choice[]): Completion | undefined {
  return choices.length === 0 ? undefined : { from, choices };
}

function commandChoices(typed: string, commands: readonly CommandFacts[]): Choice[] {
  return commands
    .filter(({ command }) => command.startsWith(typed))
    .map(({ command, description, usageHint }) => ({
      key: command,
      label: `${command} ${usageHint}`.trim(),
      detail: description,
      inserts: `${command} `,
    }));
}

/** A name that was typed to its end is no longer completed, so that Enter sends. */
function personChoices(typed: string, people: readonly PersonFacts[]): Choice[] {
  const wanted = plain(typed);
  if (people.some(({ name }) => wanted.startsWith(plain(name)))) return [];
  return people
    .filter(({ deleted, name }) => !deleted && ` ${plain(name)}`.includes(` ${wanted}`))
    .slice(0, mostChoices)
    .map(({ id, name, role }) => ({ key: id, label: name, detail: role, inserts: `@${name} ` }));
}

/** Without accents and case, so that "ines" finds Inés. */
export function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
