import type { Json, JsonObject } from './json.js';
import { isObject, objectsOf } from './json.js';
import { Refused } from './refused.js';
import { interactiveElements } from './validate-blocks.js';

/** What a person enters into or picks from an element. Files are ids of files that the person uploaded. */
export type Entry = string | number | string[] | null;

/** block id -> action id -> what the element holds before anyone touches it. Buttons hold nothing. */
export function initialState(blocks: JsonObject[]): JsonObject {
  const values: Record<string, JsonObject> = {};
  for (const { block, element } of interactiveElements(blocks)) {
    const field = stateField(element);
    if (field === undefined) continue;
    const initial = element[INITIAL[field] ?? ''] ?? initialValueOf(element);
    const blockId = String(block.block_id);
    values[blockId] = {
      ...values[blockId],
      [String(element.action_id)]: { type: element.type, [field]: initial ?? (SEVERAL.has(field) ? [] : null) },
    };
  }
  return values;
}

/** The element's state after this entry, as it stands in `state.values`. Throws Refused. */
export function enteredState(element: JsonObject, entry: Entry): JsonObject {
  const field = stateField(element);
  if (field === undefined) throw new Refused(`A ${String(element.type)} takes no entry.`);
  return { type: element.type, [field]: entered(element, field, entry) };
}

/** The action that pressing or changing this element sends, without the ids and times around it. */
export function actionOf(element: JsonObject, entry: Entry | undefined): JsonObject {
  const common = { action_id: element.action_id, type: element.type };
  switch (element.type) {
    case 'button':
    case 'workflow_button':
    case 'icon_button':
      return {
        ...common,
        text: element.text,
        ...(element.value === undefined ? {} : { value: element.value }),
        ...(element.style === undefined ? {} : { style: element.style }),
      };
    case 'feedback_buttons': {
      const buttons = [element.positive_button, element.negative_button].filter(isObject);
      const chosen = buttons.find(({ value }) => value === entry);
      if (!chosen) throw new Refused('A feedback press needs the value of one of the two buttons.');
      return { ...common, text: chosen.text, value: chosen.value };
    }
    case 'overflow':
      return { ...common, selected_option: optionOf(element, entry ?? null) };
    default: {
      const { type: _, ...held } = enteredState(element, entry ?? null);
      return { ...common, ...held };
    }
  }
}

/** Has this state something in it? Decides whether an input that is not optional may be submitted. */
export function isFilled(state: unknown): boolean {
  if (!isObject(state)) return false;
  return Object.entries(state).some(
    ([name, value]) => name !== 'type' && (Array.isArray(value) ? value.length > 0 : value !== null && value !== ''),
  );
}

const FIELDS: Record<string, string> = {
  checkboxes: 'selected_options',
  radio_buttons: 'selected_option',
  datepicker: 'selected_date',
  timepicker: 'selected_time',
  datetimepicker: 'selected_date_time',
  static_select: 'selected_option',
  external_select: 'selected_option',
  users_select: 'selected_user',
  conversations_select: 'selected_conversation',
  channels_select: 'selected_channel',
  multi_static_select: 'selected_options',
  multi_external_select: 'selected_options',
  multi_users_select: 'selected_users',
  multi_conversations_select: 'selected_conversations',
  multi_channels_select: 'selected_channels',
  plain_text_input: 'value',
  email_text_input: 'value',
  url_text_input: 'value',
  number_input: 'value',
  rich_text_input: 'rich_text_value',
  file_input: 'files',
};

const INITIAL: Record<string, string> = {
  selected_options: 'initial_options',
  selected_option: 'initial_option',
  selected_date: 'initial_date',
  selected_time: 'initial_time',
  selected_date_time: 'initial_date_time',
  selected_user: 'initial_user',
  selected_conversation: 'initial_conversation',
  selected_channel: 'initial_channel',
  selected_users: 'initial_users',
  selected_conversations: 'initial_conversations',
  selected_channels: 'initial_channels',
};

const SEVERAL = new Set(['selected_options', 'selected_users', 'selected_conversations', 'selected_channels', 'files']);

function stateField(element: JsonObject): string | undefined {
  const type = String(element.type);
  return Object.hasOwn(FIELDS, type) ? FIELDS[type] : undefined;
}

function initialValueOf(element: JsonObject): Json | undefined {
  return element.initial_value;
}

function entered(element: JsonObject, field: string, entry: Entry): Json {
  if (entry === null) return SEVERAL.has(field) ? [] : null;
  switch (field) {
    case 'selected_option':
      return optionOf(element, entry);
    case 'selected_options':
      return listOf(entry).map((value) => optionOf(element, value));
    case 'selected_date':
      return fitting(entry, /^\d{4}-\d{2}-\d{2}$/, 'a date YYYY-MM-DD');
    case 'selected_time':
      return fitting(entry, /^([01]\d|2[0-3]):[0-5]\d$/, 'a time HH:MM');
    case 'selected_date_time':
      if (typeof entry !== 'number') throw new Refused('A datetimepicker takes seconds since 1970.');
      return entry;
    case 'files':
      return listOf(entry).map((id) => ({ id }));
    case 'rich_text_value':
      return {
        type: 'rich_text',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: String(entry) }] }],
      };
    case 'value':
      return typedText(element, String(entry));
    default:
      return SEVERAL.has(field) ? listOf(entry) : String(entry);
  }
}

function typedText(element: JsonObject, entry: string): string {
  const most = typeof element.max_length === 'number' ? element.max_length : 3000;
  const least = typeof element.min_length === 'number' ? element.min_length : 0;
  if (entry.length > most) throw new Refused(`The field takes at most ${most} characters.`);
  if (entry !== '' && entry.length < least) throw new Refused(`The field needs at least ${least} characters.`);
  if (element.type === 'number_input') fitting(entry, /^-?\d+(\.\d+)?$/, 'a number');
  if (element.type === 'email_text_input') fitting(entry, /^[^@\s]+@[^@\s]+$/, 'an e-mail address');
  if (element.type === 'url_text_input') fitting(entry, /^https?:\/\/\S+$/, 'a URL');
  return entry;
}

function optionOf(element: JsonObject, entry: Entry): JsonObject {
  const groups = objectsOf(element.option_groups).flatMap(({ options }) => objectsOf(options));
  const options = [...objectsOf(element.options), ...groups];
  const chosen = options.find(({ value }) => value === entry);
  if (chosen) return chosen;
  // An external select's options are the app's answer to a query; the caller passes the option's value on trust.
  if (element.type === 'external_select' || element.type === 'multi_external_select') {
    return { text: { type: 'plain_text', text: String(entry), emoji: true }, value: String(entry) };
  }
  throw new Refused(`There is no option ${JSON.stringify(entry)} in ${String(element.action_id)}.`);
}

function listOf(entry: Entry): string[] {
  return Array.isArray(entry) ? entry : [String(entry)];
}

function fitting(entry: Entry, pattern: RegExp, what: string): string {
  if (typeof entry !== 'string' || !pattern.test(entry)) throw new Refused(`The field takes ${what}.`);
  return entry;
}
