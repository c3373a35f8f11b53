import type { Check } from './checks.js';
import { anything, byType, flag, list, matching, number, oneOf, shape, text } from './checks.js';
import type { JsonObject } from './json.js';

/** Text objects, options, dialogs: what blocks and elements are made of. Limits: Slack's Block Kit reference. */
export function plainText(most: number, least = 1): Check {
  return shape({ type: oneOf('plain_text'), text: text(most, least) }, { emoji: flag });
}

export function mrkdwn(most: number): Check {
  return shape({ type: oneOf('mrkdwn'), text: text(most) }, { verbatim: flag });
}

export function anyText(most: number): Check {
  return byType({ plain_text: plainText(most), mrkdwn: mrkdwn(most) }, 'unsupported text type');
}

export const url = matching(/^(https?:\/\/|mailto:|slack:\/\/)\S{1,2990}$/i, 'a URL of at most 3000 characters');
export const identifier = text(255);

const confirm = shape(
  { text: anyText(300) },
  { title: plainText(100), confirm: plainText(30), deny: plainText(30), style: oneOf('primary', 'danger') },
);

const slackFile = shape({}, { id: text(255), url }, (value, at) =>
  (value.id === undefined) === (value.url === undefined) ? [{ at, message: 'needs either id or url' }] : [],
);

/** An image names its source in exactly one of two ways. */
export const imageSource = { image_url: url, slack_file: slackFile };
export function oneImageSource(value: JsonObject, at: string) {
  const both = (value.image_url === undefined) === (value.slack_file === undefined);
  return both ? [{ at, message: 'needs either image_url or slack_file' }] : [];
}

export const imageElement = shape({ type: oneOf('image'), alt_text: text(2000) }, imageSource, oneImageSource);

function option(label: Check, extra: Record<string, Check> = {}): Check {
  return shape({ text: label, value: text(75) }, { description: anyText(75), ...extra });
}

const plainOption = option(plainText(75));
const anyOption = option(anyText(75));
const overflowOption = option(plainText(75), { url });
const optionGroup = shape({ label: plainText(75), options: list(plainOption, { most: 100 }) });

const actionId = { action_id: identifier };
const focus = { focus_on_load: flag };
const placeholder = { placeholder: plainText(150) };
const dispatch = {
  dispatch_action_config: shape({
    trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), { most: 2 }),
  }),
};
const selectable = { ...actionId, ...placeholder, ...focus, confirm };
const severalAtOnce = { max_selected_items: number(1) };
const conversationFilter = shape(
  {},
  {
    include: list(oneOf('im', 'mpim', 'private', 'public'), { most: 4 }),
    exclude_external_shared_channels: flag,
    exclude_bot_users: flag,
  },
);
const date = matching(/^\d{4}-\d{2}-\d{2}$/, 'a date YYYY-MM-DD');
const time = matching(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time HH:MM');
const ids = list(text(255), { most: 100 });

function staticOptions(initial: Record<string, Check>, several: Record<string, Check> = {}) {
  return (type: string): Check =>
    shape(
      { type: oneOf(type) },
      {
        ...selectable,
        ...several,
        ...initial,
        options: list(plainOption, { most: 100 }),
        option_groups: list(optionGroup, { most: 100 }),
      },
      (value, at) => [
        ...((value.options === undefined) === (value.option_groups === undefined)
          ? [{ at, message: 'needs either options or option_groups' }]
          : []),
        ...initialAmongOptions(value, at),
      ],
    );
}

function choice(most: number, initial: Record<string, Check>) {
  return (type: string): Check =>
    shape(
      { type: oneOf(type), options: list(anyOption, { most }) },
      { ...actionId, ...focus, ...initial, confirm },
      initialAmongOptions,
    );
}

/** What is chosen at first must be one of the options, field by field. */
function initialAmongOptions(value: JsonObject, at: string) {
  const options = [value.options, ...asList(value.option_groups).map((group) => (group as JsonObject).options)]
    .flatMap(asList)
    .map((item) => JSON.stringify(item));
  const initial = value.initial_option === undefined ? asList(value.initial_options) : [value.initial_option];
  return initial.every((item) => options.includes(JSON.stringify(item)))
    ? []
    : [{ at, message: 'the initial option must be one of the options' }];
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

const label75 = { accessibility_label: text(75) };
const button = shape(
  { type: oneOf('button'), text: plainText(75) },
  { ...actionId, ...label75, value: text(2000, 0), url, style: oneOf('primary', 'danger'), confirm },
);
const feedbackButton = shape({ text: plainText(75), value: text(2000) }, label75);

function withInitial(name: string, check: Check, extra: Record<string, Check> = {}) {
  return (type: string): Check => shape({ type: oneOf(type) }, { ...selectable, ...extra, [name]: check });
}

function textInput(extra: Record<string, Check>, required: Record<string, Check> = {}) {
  return (type: string): Check =>
    shape({ type: oneOf(type), ...required }, { ...actionId, ...placeholder, ...focus, ...dispatch, ...extra });
}

const filters = { filter: conversationFilter, default_to_current_conversation: flag };
const responseUrl = { response_url_enabled: flag };
const oneOption = { initial_option: plainOption };
const options100 = { initial_options: list(plainOption, { most: 100 }) };
const query = { min_query_length: number(0) };

/** Every element that a person can act on, with what it must look like. */
export const elementChecks: Record<string, Check> = {
  button,
  workflow_button: shape(
    { type: oneOf('workflow_button'), text: plainText(75), workflow: shape({ trigger: anything }) },
    { ...actionId, ...label75, style: oneOf('primary', 'danger'), confirm },
  ),
  overflow: shape({ type: oneOf('overflow'), options: list(overflowOption, { most: 5 }) }, { ...actionId, confirm }),
  checkboxes: choice(10, { initial_options: list(anyOption, { most: 10 }) })('checkboxes'),
  radio_buttons: choice(10, { initial_option: anyOption })('radio_buttons'),
  datepicker: withInitial('initial_date', date)('datepicker'),
  timepicker: withInitial('initial_time', time, { timezone: text(100) })('timepicker'),
  datetimepicker: shape(
    { type: oneOf('datetimepicker') },
    { ...actionId, ...focus, initial_date_time: number(1_000_000_000, 9_999_999_999), confirm },
  ),
  static_select: staticOptions(oneOption)('static_select'),
  multi_static_select: staticOptions(options100, severalAtOnce)('multi_static_select'),
  external_select: withInitial('initial_option', plainOption, query)('external_select'),
  multi_external_select: withInitial('initial_options', list(plainOption, { most: 100 }), {
    ...query,
    ...severalAtOnce,
  })('multi_external_select'),
  users_select: withInitial('initial_user', text(255))('users_select'),
  multi_users_select: withInitial('initial_users', ids, severalAtOnce)('multi_users_select'),
  conversations_select: withInitial('initial_conversation', text(255), { ...filters, ...responseUrl })(
    'conversations_select',
  ),
  multi_conversations_select: withInitial('initial_conversations', ids, { ...filters, ...severalAtOnce })(
    'multi_conversations_select',
  ),
  channels_select: withInitial('initial_channel', text(255), responseUrl)('channels_select'),
  multi_channels_select: withInitial('initial_channels', ids, severalAtOnce)('multi_channels_select'),
  plain_text_input: textInput({
    initial_value: text(3000, 0),
    multiline: flag,
    min_length: number(0, 3000),
    max_length: number(1, 3000),
  })('plain_text_input'),
  email_text_input: textInput({ initial_value: text(3000, 0) })('email_text_input'),
  url_text_input: textInput({ initial_value: text(3000, 0) })('url_text_input'),
  number_input: textInput(
    { initial_value: text(100), min_value: text(100), max_value: text(100) },
    { is_decimal_allowed: flag },
  )('number_input'),
  rich_text_input: textInput({ initial_value: anything, min_lines: number(1, 100), max_lines: number(1, 100) })(
    'rich_text_input',
  ),
  file_input: shape(
    { type: oneOf('file_input') },
    { ...actionId, filetypes: list(text(20), { most: 100 }), max_files: number(1, 10) },
  ),
  feedback_buttons: shape(
    { type: oneOf('feedback_buttons'), positive_button: feedbackButton, negative_button: feedbackButton },
    actionId,
  ),
  icon_button: shape(
    { type: oneOf('icon_button'), icon: oneOf('trash'), text: plainText(75) },
    { ...actionId, ...label75, value: text(2000), visible_to_user_ids: ids, confirm },
  ),
};

export function elements(...types: string[]): Check {
  const kinds = Object.fromEntries(types.map((type) => [type, elementChecks[type] ?? anything]));
  return byType(kinds, 'unsupported element type');
}
