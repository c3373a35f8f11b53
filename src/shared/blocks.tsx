import type {
  ActionsBlockElement,
  ConfirmationDialog,
  HomeView,
  KnownBlock,
  ModalView,
  MrkdwnElement,
  PlainTextElement,
  PlainTextOption,
  SectionBlockAccessory,
} from '@slack/types';
import type { JSXSlack } from 'jsx-slack';
import type { z } from 'zod';
import type { MessageContent } from './block-limits.js';
import { findMessageProblems, findViewProblems, InvalidMessage, refuse } from './block-limits.js';
import type { HttpUrl, SlackUserId } from './links.js';
import type { PlainText } from './text.js';
import { cutText, escapePlain, plain, tidyLine, visibleText } from './text.js';
import type { Piece } from './words.js';
import { writeMrkdwn, writePlain } from './words.js';

/**
 * The parts of every message, named for what people see. Any string among them is inert (see `escapeMrkdwn`): TypeScript
 * cannot tell `{name}` from words between tags, so none is trusted. `<Text>` adds what a stranger's words also need: a
 * bounded length, and a dash where nothing is to be seen. HTML-like tags (`<a>`, `<b>`) are refused.
 */
export type Drawn = JSXSlack.JSX.Element;
export type Words = string | number | boolean | null | undefined | Drawn | readonly Words[];
type Nodes = boolean | null | undefined | Drawn | readonly Nodes[];

/** What a press or a choice is called: `nudges.snooze`. */
export type ActionId = string & z.$brand<'ActionId'>;

/** Throws if `id` is not `feature.verb` in small letters and dashes; for constants beside their handlers. */
export function actionId(id: string): ActionId {
  if (!/^[a-z-]+\.[a-z-]+$/.test(id)) throw new TypeError(`An action id is feature.verb, not ${id}`);
  return id as ActionId;
}

/**
 * The message that is drawn, checked against every limit of Slack. `text` is what push notifications and screen
 * readers say. Throws `MessageTooLarge` (say less, or say it in two) or `InvalidMessage`; neither repeats the words.
 */
export function message(drawn: Drawn, { text }: { text: PlainText }): MessageContent {
  const content = { text, blocks: plainJson<KnownBlock[]>(drawn) };
  if (!Array.isArray(content.blocks)) throw new InvalidMessage(['a message is drawn in <Blocks>']);
  refuse(findMessageProblems(content));
  return content;
}

/** A message of one paragraph in words of our own. What others wrote goes through `<Text>` instead. */
export const paragraph = (words: string): MessageContent =>
  message(
    <Blocks>
      <Section>{words}</Section>
    </Blocks>,
    { text: plain`${words}` },
  );

/** As `message`, for a dialog drawn with `<Modal>`. */
export function modal(drawn: Drawn): ModalView {
  const view = plainJson<ModalView>(drawn);
  if (view.type !== 'modal') throw new InvalidMessage(['a dialog is drawn in <Modal>']);
  refuse(findViewProblems(view));
  return view;
}

/** As `message`, for the Home tab drawn with `<Home>`. */
export function home(drawn: Drawn): HomeView {
  const view = plainJson<HomeView>(drawn);
  if (view.type !== 'home') throw new InvalidMessage(['the Home tab is drawn in <Home>']);
  refuse(findViewProblems(view));
  return view;
}

/** Words that we did not write: names, titles, notes. At most `max` code points, counted as Slack counts (`&` is 5). */
export const Text = ({ of, max }: { of: string; max?: number }) =>
  inline({ kind: 'words', words: visibleText(of, max) });

export const B = ({ children }: { children: Words }) => inline({ kind: 'bold', pieces: pieces(children) });

export const I = ({ children }: { children: Words }) => inline({ kind: 'italic', pieces: pieces(children) });

export const Br = () => inline({ kind: 'break' });

export const Link = ({ to, children }: { to: HttpUrl; children: Words }) =>
  inline({ kind: 'link', to, pieces: pieces(children) });

/** Pings this person; the only ping there is. */
export const Mention = ({ person }: { person: SlackUserId }) => inline({ kind: 'mention', person });

/** All of a message. A block that is new to Slack becomes a component below and a row in block-limits.ts. */
export const Blocks = ({ children }: { children: Nodes }) => node(layout(children));

export const Header = ({ children }: { children: Words }) => block({ type: 'header', text: plainText(children, 150) });

interface SectionProps {
  children?: Words;
  fields?: readonly Words[];
  accessory?: Drawn;
}

export const Section = ({ children, fields, accessory }: SectionProps) =>
  block({
    type: 'section',
    text: children === undefined ? undefined : mrkdwn(children),
    fields: fields?.map(mrkdwn),
    accessory: accessory && json<SectionBlockAccessory>(accessory),
  });

export const Context = ({ children }: { children: Words }) => block({ type: 'context', elements: [mrkdwn(children)] });

export const Divider = () => block({ type: 'divider' });

export const Actions = ({ children }: { children: Nodes }) =>
  block({ type: 'actions', elements: layout<ActionsBlockElement>(children) });

interface Confirm {
  title: string;
  text: string;
  confirm: string;
  deny: string;
}

interface ButtonProps {
  actionId: ActionId;
  children: Words;
  value?: string;
  url?: HttpUrl;
  style?: 'primary' | 'danger';
  confirm?: Confirm;
}

export const Button = ({ actionId, children, value, url, style, confirm }: ButtonProps) =>
  control({
    type: 'button',
    action_id: actionId,
    text: plainText(children, 75),
    value,
    url,
    style,
    confirm: confirm && confirmation(confirm),
  });

/** `value` is ours and comes back (at most 75 code points); `label` and `description` are shown, cut to 75. */
export interface Choice {
  value: string;
  label: string;
  description?: string;
}

interface SelectProps {
  actionId: ActionId;
  placeholder: string;
  options: readonly Choice[];
  /** The value chosen at first; one that is no option is ignored. */
  initial?: string;
}

export const Select = ({ actionId, ...props }: SelectProps) => control(staticSelect(actionId, props));

interface OverflowProps {
  actionId: ActionId;
  options: readonly Choice[];
}

/** The menu behind three dots, at most 5 options. */
export const Overflow = ({ actionId, options }: OverflowProps) =>
  control({ type: 'overflow', action_id: actionId, options: options.map(option) });

interface ModalProps {
  /** Says whose submission this is. */
  callbackId: ActionId;
  title: string;
  submit?: string;
  close?: string;
  privateMetadata?: string;
  children: Nodes;
}

/** Title, submit and close are cut to 24. */
export const Modal = ({ callbackId, title, submit, close, privateMetadata, children }: ModalProps) =>
  node({
    type: 'modal',
    callback_id: callbackId,
    title: label(title, 24),
    submit: submit === undefined ? undefined : label(submit, 24),
    close: close === undefined ? undefined : label(close, 24),
    private_metadata: privateMetadata,
    blocks: layout<KnownBlock>(children),
  } satisfies ModalView);

export const Home = ({ children }: { children: Nodes }) =>
  node({ type: 'home', blocks: layout<KnownBlock>(children) } satisfies HomeView);

interface InputProps {
  /** Both block id and action id: the answer stands in `state.values[name][name]`, an error is shown at `name`. */
  name: string;
  label: string;
  hint?: string;
  optional?: boolean;
}

interface TextInputProps extends InputProps {
  lines?: 'one' | 'many';
  initial?: string;
  placeholder?: string;
  maxLength?: number;
}

export const TextInput = ({ lines = 'one', initial, placeholder, maxLength = 3000, ...input }: TextInputProps) =>
  inputBlock(input, {
    type: 'plain_text_input',
    action_id: input.name,
    multiline: lines === 'many',
    initial_value: initial ? cutText(initial.split('\n').map(tidyLine).join('\n'), maxLength) : undefined,
    max_length: maxLength,
    placeholder: placeholder === undefined ? undefined : label(placeholder, 150),
  });

/** The answer is any address that Slack takes for one: parse it with `httpUrl`. */
export const UrlInput = ({ initial, ...input }: InputProps & { initial?: HttpUrl }) =>
  inputBlock(input, { type: 'url_text_input', action_id: input.name, initial_value: initial });

/** `initial` is a calendar date, `2026-12-31`. */
export const DateInput = ({ initial, ...input }: InputProps & { initial?: string }) =>
  inputBlock(input, { type: 'datepicker', action_id: input.name, initial_date: initial });

export const SelectInput = ({ placeholder, options, initial, ...input }: InputProps & Omit<SelectProps, 'actionId'>) =>
  inputBlock(input, staticSelect(input.name, { placeholder, options, initial }));

export const RadioInput = ({
  options,
  initial,
  ...input
}: InputProps & { options: readonly Choice[]; initial?: string }) =>
  inputBlock(input, {
    type: 'radio_buttons',
    action_id: input.name,
    options: options.map(option),
    initial_option: chosen(options, initial)[0],
  });

interface CheckboxesInputProps extends InputProps {
  options: readonly Choice[];
  initial?: readonly string[];
}

export const CheckboxesInput = ({ options, initial = [], ...input }: CheckboxesInputProps) => {
  const ticked = chosen(options, ...initial);
  return inputBlock(input, {
    type: 'checkboxes',
    action_id: input.name,
    options: options.map(option),
    initial_options: ticked.length > 0 ? ticked : undefined,
  });
};

/** The answer is `HH:mm` on the person's own wall clock. */
export const TimeInput = ({ initial, ...input }: InputProps & { initial?: string }) =>
  inputBlock(input, { type: 'timepicker', action_id: input.name, initial_time: initial });

/** The answer is one Slack user id. */
export const PersonInput = ({ initial, ...input }: InputProps & { initial?: SlackUserId }) =>
  inputBlock(input, { type: 'users_select', action_id: input.name, initial_user: initial });

/** The answer is a list of Slack user ids. */
export const PeopleInput = ({
  initial = [],
  most,
  ...input
}: InputProps & { initial?: readonly SlackUserId[]; most?: number }) =>
  inputBlock(input, {
    type: 'multi_users_select',
    action_id: input.name,
    initial_users: initial.length > 0 ? [...initial] : undefined,
    max_selected_items: most,
  });

/** The answer is a list of files as Slack describes them; `types` are file endings such as `pdf`, at most 10 files. */
export const FileInput = ({ types, most = 1, ...input }: InputProps & { types: readonly string[]; most?: number }) =>
  inputBlock(input, { type: 'file_input', action_id: input.name, filetypes: [...types], max_files: most });

interface TableProps {
  /** The first row is the heading. At most 100 rows of 20 cells; a blank cell shows a dash. */
  rows: readonly (readonly string[])[];
}

/**
 * A native table. New to Slack: a workspace may still answer `invalid_blocks`, so whatever shows one needs a plain way to
 * say the same (PLATFORM-FACTS 1.6b).
 */
export const Table = ({ rows }: TableProps) =>
  block({
    type: 'table',
    rows: rows.map((cells) => cells.map((cell) => ({ type: 'raw_text', text: escapePlain(visibleText(cell, 200)) }))),
    column_settings: (rows[0] ?? []).map(() => ({ is_wrapped: true })),
  });

type InputElement = Extract<KnownBlock, { type: 'input' }>['element'];

const inputBlock = ({ name, label: says, hint, optional = false }: InputProps, element: InputElement) =>
  block({
    type: 'input',
    block_id: name,
    label: label(says, 2000),
    hint: hint === undefined ? undefined : label(hint, 2000),
    optional,
    element,
  });

const staticSelect = (action_id: string, { placeholder, options, initial }: Omit<SelectProps, 'actionId'>) => ({
  type: 'static_select' as const,
  action_id,
  placeholder: label(placeholder, 150),
  options: options.map(option),
  initial_option: chosen(options, initial)[0],
});

const chosen = (options: readonly Choice[], ...values: readonly (string | undefined)[]) =>
  options.filter(({ value }) => values.includes(value)).map(option);

const option = ({ value, label: says, description }: Choice): PlainTextOption => ({
  value,
  text: label(says, 75),
  description: description === undefined ? undefined : label(description, 75),
});

const confirmation = ({ title, text, confirm, deny }: Confirm): ConfirmationDialog => ({
  title: label(title, 100),
  text: label(text, 300),
  confirm: label(confirm, 30),
  deny: label(deny, 30),
});

const mrkdwn = (words: Words): MrkdwnElement => ({ type: 'mrkdwn', text: writeMrkdwn(pieces(words)), verbatim: true });

/** For words given as one string: never empty. */
const label = (text: string, max: number) => plainText(visibleText(text, max), max);

/** Cut to the limit rather than refused: a long name must not silence a message. */
function plainText(words: Words, max: number): PlainTextElement {
  const text = writePlain(pieces(words));
  if (text === undefined) throw new InvalidMessage(['a header, button or label cannot ping']);
  return { type: 'plain_text', text: cutText(text, max), emoji: true };
}

/** Marks what stands within a line, so that a block there, or an HTML-like tag, is noticed. */
class Inline {
  constructor(readonly piece: Piece) {}
}

function pieces(words: Words): Piece[] {
  if (words === null || words === undefined || typeof words === 'boolean') return [];
  if (typeof words === 'string' || typeof words === 'number') return [{ kind: 'words', words: String(words) }];
  if (isList(words)) return words.flatMap(pieces);
  const inner: unknown = words;
  if (inner instanceof Inline) return [inner.piece];
  throw new InvalidMessage(['words hold a block or an HTML-like tag']);
}

/** Blocks or controls in order; words that stand among them would be lost, so they are refused. */
function layout<Json extends { type: string }>(nodes: Nodes): Json[] {
  if (nodes === null || nodes === undefined || typeof nodes === 'boolean') return [];
  if (isList(nodes)) return nodes.flatMap((inner) => layout<Json>(inner));
  const inner = json<unknown>(nodes);
  if (typeof inner === 'object' && inner !== null && 'type' in inner) return [inner as Json];
  throw new InvalidMessage(['words or an HTML-like tag stand outside of a block']);
}

/** A fragment and `<Blocks>` are arrays, whatever their type says. */
const isList = <Item,>(value: Drawn | readonly Item[]): value is readonly Item[] => Array.isArray(value);

/* The JSX runtime hands on what a component returns, but types it all as one opaque node. */
const node = (value: object) => value as Drawn;
const inline = (piece: Piece) => node(new Inline(piece));
const block = (value: KnownBlock) => node(value);
const control = (value: ActionsBlockElement) => node(value);
const json = <Json,>(value: Drawn) => value as unknown as Json;

/** Without what the JSX runtime has hidden in it, which repeats all words. */
const plainJson = <Json,>(value: Drawn) => JSON.parse(JSON.stringify(value)) as Json;
