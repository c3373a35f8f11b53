import type { Option, OptionGroup } from '@slack/types';
import type { Names, OptionGroupOrOption } from '../contract.js';
import { stringOf } from '../words.js';

export interface Choice {
  value: string;
  label: string;
  description: string | undefined;
}

export interface ChoiceGroup {
  label: string | undefined;
  choices: readonly Choice[];
}

export function groupsOf(options: readonly OptionGroupOrOption[]): ChoiceGroup[] {
  const loose = options.filter(isOption).map(choiceOf);
  const groups = options
    .filter((one): one is OptionGroup => !isOption(one))
    .map(({ label, options: inner }) => ({ label: stringOf(label), choices: inner.map(choiceOf) }));
  return loose.length > 0 ? [{ label: undefined, choices: loose }, ...groups] : groups;
}

export function choiceOf({ value = '', text, description }: Option): Choice {
  return { value, label: stringOf(text), description: description && stringOf(description) };
}

export function peopleChoices({ people }: Names): ChoiceGroup[] {
  return [
    {
      label: undefined,
      choices: people.map(({ id, name, title }) => ({ value: id, label: name, description: title || undefined })),
    },
  ];
}

export function channelChoices({ channels }: Names): ChoiceGroup[] {
  return [
    {
      label: undefined,
      choices: channels.map(({ id, name }) => ({ value: id, label: `#${name}`, description: undefined })),
    },
  ];
}

/** Those that have what is sought in their words, those that start with it first. */
export function matching(groups: readonly ChoiceGroup[], query: string): ChoiceGroup[] {
  const sought = folded(query.trim());
  if (sought === '') return [...groups];
  const startsWord = ({ label }: Choice) => (` ${folded(label)}`.includes(` ${sought}`) ? 0 : 1);
  return groups
    .map(({ label, choices }) => ({
      label,
      choices: choices
        .filter((choice) => folded(`${choice.label} ${choice.description ?? ''}`).includes(sought))
        .toSorted((a, b) => startsWord(a) - startsWord(b)),
    }))
    .filter(({ choices }) => choices.length > 0);
}

/** `Zoë` is found as `zoe`. */
const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

const isOption = (one: OptionGroupOrOption): one is Option => !('options' in one);
