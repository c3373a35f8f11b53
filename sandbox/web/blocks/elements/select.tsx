import type { MultiSelect, Select } from '@slack/types';
import { useState } from 'react';
import type { Block, OptionGroupOrOption } from '../contract.js';
import type { Controls } from '../controls.js';
import { listIn, wordsIn } from '../entries.js';
import type { Surroundings } from '../surroundings.js';
import { useSurroundings } from '../surroundings.js';
import { stringOf } from '../words.js';
import type { ChoiceSource } from './choice-source.js';
import { allOf } from './choice-source.js';
import type { Choice } from './choices.js';
import { channelChoices, choiceOf, groupsOf, peopleChoices } from './choices.js';
import { Combobox } from './combobox.js';
import type { Labelling } from './labelling.js';

interface SelectProps<Element> {
  element: Element;
  block: Block;
  controls: Controls;
  labelling: Labelling;
}

/** One choice. Where the form may do without, it can be taken away again. */
export function SelectElement({ element, block, controls, labelling }: SelectProps<Select>) {
  const surroundings = useSurroundings();
  const source = sourceOf(element, block, surroundings);
  const [picked, setPicked] = useState<readonly Choice[]>([]);
  const value = wordsIn(controls.entryOf(element));
  const placeholder = placeholderOf(element);
  return (
    <Combobox
      labelling={{ label: placeholder, ...labelling }}
      placeholder={placeholder}
      source={source}
      multiple="one"
      chosen={value === '' ? [] : [named(value, element, source, picked)]}
      isBusy={controls.isBusy(element)}
      pick={(choice) => {
        setPicked([choice]);
        controls.choose(element, choice.value);
      }}
      unpick={block.type === 'input' && !labelling.isRequired ? () => controls.choose(element, null) : undefined}
    />
  );
}

/** Several choices. Outside of a form the app is told when the list is closed, as Slack does it. */
export function MultiSelectElement({ element, block, controls, labelling }: SelectProps<MultiSelect>) {
  const surroundings = useSurroundings();
  const source = sourceOf(element, block, surroundings);
  const [picked, setPicked] = useState<readonly Choice[]>([]);
  const [draft, setDraft] = useState<readonly string[]>();
  const values = draft ?? listIn(controls.entryOf(element));
  const placeholder = placeholderOf(element);
  const isForm = block.type === 'input';
  const change = (next: readonly string[]) => (isForm ? controls.choose(element, [...next]) : setDraft(next));
  const most = element.max_selected_items ?? Number.POSITIVE_INFINITY;
  return (
    <Combobox
      labelling={{ label: placeholder, ...labelling }}
      placeholder={placeholder}
      source={source}
      multiple="several"
      chosen={values.map((value) => named(value, element, source, picked))}
      isBusy={controls.isBusy(element)}
      pick={(choice) => {
        if (values.length >= most) return;
        setPicked((before) => [...before, choice]);
        change([...values, choice.value]);
      }}
      unpick={(choice) => change(values.filter((value) => value !== choice.value))}
      onClose={() => {
        if (draft) controls.choose(element, [...draft]);
        setDraft(undefined);
      }}
    />
  );
}

function sourceOf(element: Select | MultiSelect, block: Block, { names, suggest }: Surroundings): ChoiceSource {
  switch (element.type) {
    case 'static_select':
    case 'multi_static_select':
      return { kind: 'known', groups: groupsOf(element.option_groups ?? element.options ?? []) };
    case 'external_select':
    case 'multi_external_select':
      return {
        kind: 'asked',
        leastLength: element.min_query_length ?? 3,
        ask: async (query) =>
          groupsOf(
            (await suggest({
              actionId: element.action_id ?? '',
              blockId: block.block_id ?? '',
              query,
            })) as readonly OptionGroupOrOption[],
          ),
      };
    case 'users_select':
    case 'multi_users_select':
      return { kind: 'known', groups: peopleChoices(names) };
    case 'conversations_select':
    case 'multi_conversations_select':
      return { kind: 'known', groups: [...channelChoices(names), ...peopleChoices(names)] };
    default:
      return { kind: 'known', groups: channelChoices(names) };
  }
}

/** The choice with its words: from the list, from what was picked in an earlier list, or from what stood there at first. */
function named(value: string, element: Select | MultiSelect, source: ChoiceSource, picked: readonly Choice[]): Choice {
  const first = [
    ...('initial_option' in element && element.initial_option ? [element.initial_option] : []),
    ...('initial_options' in element ? (element.initial_options ?? []) : []),
  ];
  const known = source.kind === 'known' ? allOf(source.groups) : [];
  const all = [...known, ...picked, ...first.map(choiceOf)];
  return all.find((choice) => choice.value === value) ?? { value, label: value, description: undefined };
}

const placeholderOf = ({ placeholder, type }: Select | MultiSelect) =>
  placeholder ? stringOf(placeholder) : (placeholders[type] ?? 'Choose an option');

const placeholders: Record<string, string> = {
  users_select: 'Select a person',
  multi_users_select: 'Select people',
  conversations_select: 'Select a conversation',
  multi_conversations_select: 'Select conversations',
  channels_select: 'Select a channel',
  multi_channels_select: 'Select channels',
  multi_static_select: 'Choose some options',
  multi_external_select: 'Choose some options',
};
