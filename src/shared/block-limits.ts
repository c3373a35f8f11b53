import type { InputBlock, KnownBlock, ModalView, Option, TextObject, View } from '@slack/types';
import type { SlackUserId } from './links.js';
import { codePoints } from './text.js';

/** A message or view that Slack would refuse, or that would do what nobody wrote. Names places and limits, never words. */
export class InvalidMessage extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('; '));
    this.name = new.target.name;
  }
}

/** Nothing is wrong with it but its size: whoever composed it can say less, or say it in two. */
export class MessageTooLarge extends InvalidMessage {}

/** What is refused: the message of every problem says where and which limit. */
export interface Problem {
  kind: 'too large' | 'invalid';
  says: string;
}

export interface MessageContent {
  text: string;
  blocks: KnownBlock[];
}

/**
 * All that keeps this message from being sent as it is meant; empty when it is well. `mentioned` says who may be
 * pinged: left out, any well-formed mention passes, for only `<Mention>` can write one.
 */
export function messageProblems(message: MessageContent, mentioned?: readonly SlackUserId[]): string[] {
  return findMessageProblems(message, mentioned).map((problem) => problem.says);
}

export function findMessageProblems({ text, blocks }: MessageContent, mentioned?: readonly SlackUserId[]): Problem[] {
  return [
    ...lengthProblems(text, 'text', 4000),
    ...liveProblems(text, 'text', mentioned),
    ...blockListProblems(blocks, 50, messageBlocks, mentioned),
    ...sizeProblems(wordCount(blocks), 'blocks', 9000, 'code points of text'),
    ...sizeProblems(jsonBytes(blocks), 'blocks', 14_000, 'bytes of JSON'),
  ];
}

export function findViewProblems(view: View): Problem[] {
  return [
    ...(view.type === 'modal' ? modalProblems(view) : []),
    ...blockListProblems(view.blocks as KnownBlock[], 100, view.type === 'home' ? homeBlocks : modalBlocks),
    ...mostProblems(view.private_metadata, 'private_metadata', 3000),
    ...mostProblems(view.callback_id, 'callback_id', 255),
    ...sizeProblems(jsonBytes(view), 'view', 250_000, 'bytes of JSON'),
  ];
}

/** Throws `MessageTooLarge` if size is all that is wrong, `InvalidMessage` otherwise. */
export function refuse(problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  const Refusal = problems.every(({ kind }) => kind === 'too large') ? MessageTooLarge : InvalidMessage;
  throw new Refusal(problems.map(({ says }) => says));
}

const messageBlocks: readonly string[] = ['section', 'header', 'context', 'divider', 'actions'];
const modalBlocks: readonly string[] = [...messageBlocks, 'input'];
const homeBlocks: readonly string[] = [...modalBlocks, 'table'];

/** What controls have among them; each has some. */
interface Control {
  type: string;
  action_id?: string;
  text?: TextObject;
  placeholder?: TextObject;
  value?: string;
  url?: string;
  initial_value?: string;
  options?: readonly Option[];
  confirm?: Partial<Record<'title' | 'text' | 'confirm' | 'deny', TextObject>>;
}

type Mentioned = readonly SlackUserId[] | undefined;

function modalProblems(view: ModalView): Problem[] {
  const asks = view.blocks.some(({ type }) => type === 'input');
  return [
    ...textProblems(view.title, 'title', 24),
    ...textProblems(view.submit, 'submit', 24),
    ...textProblems(view.close, 'close', 24),
    ...(asks && !view.submit ? [invalid('submit', 'is missing, and there are inputs')] : []),
  ];
}

function blockListProblems(
  blocks: readonly KnownBlock[],
  most: number,
  allowed: readonly string[],
  mentioned?: Mentioned,
): Problem[] {
  return [
    ...(blocks.length === 0 ? [invalid('blocks', 'are missing')] : []),
    ...sizeProblems(blocks.length, 'blocks', most, 'blocks'),
    ...twiceProblems(
      blocks.map(({ block_id }) => block_id),
      'blocks',
      'block_id',
    ),
    ...blocks.flatMap((block, index) => {
      const at = `blocks[${index}]`;
      if (!allowed.includes(block.type)) return [invalid(at, `cannot be a ${block.type}`)];
      return [...mostProblems(block.block_id, `${at}.block_id`, 255), ...blockProblems(block, at, mentioned)];
    }),
  ];
}

function blockProblems(block: KnownBlock, at: string, mentioned: Mentioned): Problem[] {
  switch (block.type) {
    case 'section':
      return [
        ...(block.text || block.fields ? [] : [invalid(at, 'has neither text nor fields')]),
        ...textProblems(block.text, `${at}.text`, 3000, mentioned),
        ...(block.fields ? countProblems(block.fields, `${at}.fields`, 10) : []),
        ...(block.fields ?? []).flatMap((field, index) =>
          textProblems(field, `${at}.fields[${index}]`, 2000, mentioned),
        ),
        ...(block.accessory ? controlsProblems([block.accessory], at, sectionControls) : []),
      ];
    case 'header':
      return textProblems(block.text, `${at}.text`, 150);
    case 'context':
      return [
        ...countProblems(block.elements, `${at}.elements`, 10),
        ...block.elements.flatMap((element, index) =>
          element.type === 'image'
            ? [invalid(`${at}.elements[${index}]`, 'cannot be an image')]
            : textProblems(element, `${at}.elements[${index}]`, 3000, mentioned),
        ),
      ];
    case 'actions':
      return [
        ...countProblems(block.elements, `${at}.elements`, 25),
        ...controlsProblems(block.elements, at, actionControls),
      ];
    case 'input':
      return inputProblems(block, at);
    case 'table':
      return tableProblems(block.rows, at);
    default:
      return [];
  }
}

function inputProblems(block: InputBlock, at: string): Problem[] {
  return [
    ...textProblems(block.label, `${at}.label`, 2000),
    ...textProblems(block.hint, `${at}.hint`, 2000),
    ...controlsProblems([block.element], at, inputControls),
  ];
}

/** A heading alone is no table. */
function tableProblems(rows: readonly (readonly unknown[])[], at: string): Problem[] {
  return [
    ...(rows.length < 2 ? [invalid(`${at}.rows`, 'hold no row under the heading')] : []),
    ...sizeProblems(rows.length, `${at}.rows`, 100, 'rows'),
    ...rows.flatMap((cells, index) => countProblems(cells, `${at}.rows[${index}]`, 20).slice(0, 1)),
    ...sizeProblems(wordCount(rows), `${at}.rows`, 9000, 'code points of text'),
  ];
}

const sectionControls: readonly string[] = ['button', 'static_select', 'overflow'];
const actionControls: readonly string[] = ['button', 'static_select', 'overflow'];
const inputControls: readonly string[] = [
  'plain_text_input',
  'url_text_input',
  'datepicker',
  'timepicker',
  'users_select',
  'multi_users_select',
  'file_input',
  'static_select',
  'checkboxes',
  'radio_buttons',
];

function controlsProblems(elements: readonly { type: string }[], at: string, allowed: readonly string[]): Problem[] {
  const controls = elements as readonly Control[];
  return [
    ...twiceProblems(
      controls.map(({ action_id }) => action_id),
      at,
      'action_id',
    ),
    ...controls.flatMap((control) =>
      allowed.includes(control.type)
        ? controlProblems(control, `${at} ${control.type}`)
        : [invalid(at, `cannot hold a ${control.type}`)],
    ),
  ];
}

/** Controls share the names of their parts, so one list of limits serves them all. */
function controlProblems(control: Control, at: string): Problem[] {
  return [
    ...lengthProblems(control.action_id ?? '', `${at}.action_id`, 255),
    ...textProblems(control.text, `${at}.text`, 75),
    ...textProblems(control.placeholder, `${at}.placeholder`, 150),
    ...mostProblems(control.value, `${at}.value`, 2000),
    ...mostProblems(control.url, `${at}.url`, 3000),
    ...mostProblems(control.initial_value, `${at}.initial_value`, 3000),
    ...(control.options ? optionsProblems(control.options, `${at}.options`, mostOptions[control.type] ?? 100) : []),
    ...(control.confirm ? confirmProblems(control.confirm, `${at}.confirm`) : []),
  ];
}

const mostOptions: Readonly<Record<string, number>> = { overflow: 5, checkboxes: 10, radio_buttons: 10 };

function optionsProblems(options: readonly Option[], at: string, most: number): Problem[] {
  return [
    ...countProblems(options, at, most),
    ...twiceProblems(
      options.map(({ value }) => value),
      at,
      'value',
    ),
    ...options.flatMap((option, index) => [
      ...textProblems(option.text, `${at}[${index}].text`, 75),
      ...lengthProblems(option.value ?? '', `${at}[${index}].value`, 75),
      ...textProblems(option.description, `${at}[${index}].description`, 75),
    ]),
  ];
}

function confirmProblems(confirm: NonNullable<Control['confirm']>, at: string): Problem[] {
  return [
    ...textProblems(confirm.title, `${at}.title`, 100),
    ...textProblems(confirm.text, `${at}.text`, 300),
    ...textProblems(confirm.confirm, `${at}.confirm`, 30),
    ...textProblems(confirm.deny, `${at}.deny`, 30),
  ];
}

function textProblems(text: TextObject | undefined, at: string, most: number, mentioned?: Mentioned): Problem[] {
  if (!text) return [];
  if (text.type === 'plain_text') {
    return [...lengthProblems(text.text, at, most), ...(/<[!@#]/.test(text.text) ? [invalid(at, 'holds a ping')] : [])];
  }
  return [
    ...lengthProblems(text.text, at, most),
    ...liveProblems(text.text, at, mentioned),
    ...(text.verbatim ? [] : [invalid(at, 'is not verbatim: Slack would link names and addresses in it')]),
  ];
}

/** Whatever stands in angle brackets must be a link or a mention that our components write. */
function liveProblems(text: string, at: string, mentioned: Mentioned): Problem[] {
  const rest = text.replace(written, (whole, person: SlackUserId | undefined) =>
    person === undefined || !mentioned || mentioned.includes(person) ? '' : whole,
  );
  return [
    ...(/[<>]/.test(rest) ? [invalid(at, 'holds a ping or link that we did not write')] : []),
    ...(/@(everyone|channel|here)(?![a-z0-9])/i.test(text.replace(addresses, ''))
      ? [invalid(at, 'calls everyone by name')]
      : []),
  ];
}

const addresses = /<https:[^|>]*/g;
const written = /<@([UW][A-Z0-9]{2,20})>|<https:\/\/[^<>|\s]+\|[^<>|\n]+>/g;

const lengthProblems = (text: string, at: string, most: number): Problem[] =>
  text.trim() === '' ? [invalid(at, 'is empty')] : mostProblems(text, at, most);

const mostProblems = (text: string | undefined, at: string, most: number): Problem[] =>
  text === undefined ? [] : sizeProblems(codePoints(text), at, most, 'code points');

const countProblems = (list: readonly unknown[], at: string, most: number): Problem[] =>
  list.length === 0 ? [invalid(at, 'are empty')] : sizeProblems(list.length, at, most, 'entries');

const sizeProblems = (size: number, at: string, most: number, unit: string): Problem[] =>
  size > most ? [{ kind: 'too large', says: `${at}: ${size} ${unit}, at most ${most}` }] : [];

function twiceProblems(ids: readonly unknown[], at: string, name: string): Problem[] {
  const given = ids.filter((id) => id !== undefined);
  return new Set(given).size === given.length ? [] : [invalid(at, `hold the same ${name} twice`)];
}

const invalid = (at: string, what: string): Problem => ({ kind: 'invalid', says: `${at} ${what}` });

const jsonBytes = (json: unknown) => Buffer.byteLength(JSON.stringify(json));

/** All text anywhere in the blocks, as Slack sums it up. */
function wordCount(json: unknown): number {
  if (typeof json !== 'object' || json === null) return 0;
  return Object.entries(json).reduce(
    (sum, [key, value]) => sum + (key === 'text' && typeof value === 'string' ? codePoints(value) : wordCount(value)),
    0,
  );
}
