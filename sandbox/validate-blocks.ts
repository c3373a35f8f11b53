import {
  anyText,
  elementChecks,
  elements,
  identifier,
  imageElement,
  imageSource,
  mrkdwn,
  oneImageSource,
  plainText,
  url,
} from './block-objects.js';
import { SlackError } from './call.js';
import type { Check, Problem } from './checks.js';
import { byType, flag, list, number, oneOf, shape, text } from './checks.js';
import type { Ids } from './ids.js';
import type { JsonObject } from './json.js';
import { codePoints, isObject, objectsOf } from './json.js';
import { richText } from './rich-text.js';

export type Surface = 'message' | 'modal' | 'home';

const MOST_BLOCKS: Record<Surface, number> = { message: 50, modal: 100, home: 100 };
/** Not documented; seen on real workspaces: about 16 kB of JSON or 11,000 characters of text in all blocks. */
const MOST_MESSAGE_BYTES = 16_000;
const MOST_MESSAGE_TEXT = 11_000;
const MOST_MARKDOWN = 12_000;
const MOST_CHARTS = 2;

/**
 * The blocks with ids filled in where the app gave none, or null when none were sent. Throws invalid_blocks with a
 * JSON pointer and a reason for each fault, invalid_blocks_format, or msg_blocks_too_long.
 */
export function checkBlocks(value: unknown, surface: Surface, ids: Ids): JsonObject[] | null {
  if (value === undefined || value === null) return null;
  if (!Array.isArray(value)) throw new SlackError('invalid_blocks_format');
  const problems = blockProblems(value, surface);
  if (problems.length > 0) throw invalidBlocks(problems);
  if (surface === 'message') checkWhole(value);
  return withIds(value.filter(isObject), ids);
}

/** Every fault of these blocks on that surface. */
export function blockProblems(blocks: unknown[], surface: Surface): Problem[] {
  const shapes = list(blockOf(surface), { least: 0, most: MOST_BLOCKS[surface] })(blocks, '/blocks');
  return shapes.length > 0 ? shapes : [...repeatedIds(objectsOf(blocks)), ...crowded(objectsOf(blocks))];
}

export function invalidBlocks(problems: Problem[], code = 'invalid_blocks'): SlackError {
  const said = problems.map(({ at, message }) => `${message} [json-pointer:${at}]`);
  return new SlackError(code, {
    errors: said,
    response_metadata: { messages: said.map((line) => `[ERROR] ${line}`) },
  });
}

/** Every object in the tree that a person can act on, with the block it stands in. */
export function interactiveElements(blocks: JsonObject[]): { block: JsonObject; element: JsonObject }[] {
  return blocks.flatMap((block) => [
    ...childBlocks(block).flatMap((child) => interactiveElements([child])),
    ...ownElements(block)
      .filter(({ type }) => typeof type === 'string' && Object.hasOwn(elementChecks, type))
      .map((element) => ({ block, element })),
  ]);
}

const inActions = [
  'button',
  'checkboxes',
  'datepicker',
  'datetimepicker',
  'overflow',
  'radio_buttons',
  'timepicker',
  'workflow_button',
  'rich_text_input',
  'static_select',
  'external_select',
  'users_select',
  'conversations_select',
  'channels_select',
  'multi_static_select',
  'multi_external_select',
  'multi_users_select',
  'multi_conversations_select',
  'multi_channels_select',
];
const onlyActions = ['button', 'overflow', 'workflow_button'];
const inInput = [
  ...inActions.filter((type) => !onlyActions.includes(type)),
  'plain_text_input',
  'email_text_input',
  'url_text_input',
  'number_input',
  'file_input',
];
const accessories = byType(
  { ...Object.fromEntries(inActions.map((type) => [type, elements(type)])), image: imageElement },
  'unsupported accessory',
);

const ownId = { block_id: identifier };
const rawCell = shape({ type: oneOf('raw_text'), text: text(3000, 0) });
const numberCell = shape({ type: oneOf('raw_number'), value: number(), text: text(255) });
const cell = byType({ raw_text: rawCell, raw_number: numberCell, rich_text: richText }, 'unsupported cell');
const rows = list(list(cell, { most: 20 }), { most: 100 });

const section = shape(
  { type: oneOf('section') },
  { ...ownId, text: anyText(3000), fields: list(anyText(2000), { most: 10 }), accessory: accessories, expand: flag },
  (value, at) =>
    value.text === undefined && value.fields === undefined ? [{ at, message: 'needs text or fields' }] : [],
);
const divider = shape({ type: oneOf('divider') }, ownId);
const header = shape({ type: oneOf('header'), text: plainText(150) }, { ...ownId, level: number(1, 6) });
const image = shape(
  { type: oneOf('image'), alt_text: text(2000) },
  { ...ownId, ...imageSource, title: plainText(2000) },
  oneImageSource,
);
const context = shape(
  {
    type: oneOf('context'),
    elements: list(
      byType({ image: imageElement, plain_text: plainText(3000), mrkdwn: mrkdwn(3000) }, 'unsupported element'),
      { most: 10 },
    ),
  },
  ownId,
);
const actions = shape({ type: oneOf('actions'), elements: list(elements(...inActions), { most: 25 }) }, ownId);
const input = shape(
  { type: oneOf('input'), label: plainText(2000), element: elements(...inInput) },
  { ...ownId, hint: plainText(2000), optional: flag, dispatch_action: flag },
);
const table = shape(
  { type: oneOf('table'), rows },
  {
    ...ownId,
    column_settings: list(shape({}, { align: oneOf('left', 'center', 'right'), is_wrapped: flag }), { most: 20 }),
  },
);
const video = shape(
  { type: oneOf('video'), video_url: url, thumbnail_url: url, alt_text: text(2000), title: plainText(199) },
  {
    ...ownId,
    title_url: url,
    author_name: text(49),
    provider_name: text(49),
    provider_icon_url: url,
    description: plainText(199),
  },
);
const card = shape(
  { type: oneOf('card') },
  {
    ...ownId,
    hero_image: imageElement,
    icon: imageElement,
    title: anyText(150),
    subtitle: anyText(150),
    body: anyText(200),
    actions: list(elements('button'), { most: 5 }),
  },
  (value, at) =>
    ['hero_image', 'title', 'actions', 'body'].some((name) => value[name] !== undefined)
      ? []
      : [{ at, message: 'needs hero_image, title, actions or body' }],
);
const carousel = shape({ type: oneOf('carousel'), elements: list(card, { most: 10 }) }, ownId);
const childBlock = byType(
  { actions, context, divider, header, image, input, rich_text: richText, section, table, video },
  'unsupported child block',
);
const container = shape(
  { type: oneOf('container'), child_blocks: list(childBlock, { most: 10 }) },
  {
    ...ownId,
    title: plainText(150),
    rich_text_title: richText,
    subtitle: anyText(150),
    width: oneOf('narrow', 'standard', 'wide', 'full'),
    icon: imageElement,
    is_collapsible: flag,
    default_collapsed: flag,
    has_header_divider: flag,
  },
);
const alert = shape(
  { type: oneOf('alert'), text: anyText(200) },
  { ...ownId, level: oneOf('default', 'info', 'warning', 'error', 'success') },
);
const markdown = shape({ type: oneOf('markdown'), text: text(MOST_MARKDOWN) }, ownId);
const contextActions = shape(
  { type: oneOf('context_actions'), elements: list(elements('feedback_buttons', 'icon_button'), { most: 5 }) },
  ownId,
);
const dataTable = shape(
  { type: oneOf('data_table'), rows, caption: text(255) },
  { ...ownId, page_size: number(1, 100), row_header_column_index: number(0, 19) },
);
const point = shape({ label: text(20), value: number() });
const series = list(shape({ name: text(20), data: list(point, { most: 20 }) }), { most: 12 });
const axes = shape({ categories: list(text(20), { most: 20 }) }, { x_label: text(50), y_label: text(50) });
const chart = byType(
  {
    pie: shape({ type: oneOf('pie'), segments: list(point, { most: 12 }) }),
    ...Object.fromEntries(
      ['line', 'bar', 'area'].map((type) => [type, shape({ type: oneOf(type), series, axis_config: axes })]),
    ),
  },
  'unsupported chart',
);
const dataVisualization = shape({ type: oneOf('data_visualization'), title: text(50), chart }, ownId);

const everywhere = {
  actions,
  card,
  container,
  context,
  divider,
  header,
  image,
  input,
  rich_text: richText,
  section,
  video,
};
const kinds: Record<Surface, Record<string, Check>> = {
  message: {
    ...everywhere,
    carousel,
    context_actions: contextActions,
    data_table: dataTable,
    data_visualization: dataVisualization,
    markdown,
    table,
  },
  modal: { ...everywhere, alert },
  home: { ...everywhere, carousel, table },
};

function blockOf(surface: Surface): Check {
  return byType(kinds[surface], 'unsupported type');
}

function checkWhole(blocks: unknown[]): void {
  const strings = textsIn(blocks);
  const characters = strings.reduce((sum, words) => sum + codePoints(words), 0);
  if (Buffer.byteLength(JSON.stringify(blocks)) > MOST_MESSAGE_BYTES || characters > MOST_MESSAGE_TEXT) {
    throw new SlackError('msg_blocks_too_long');
  }
}

/** The text that people read, wherever it stands in the tree. */
function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, field]) =>
    name === 'text' && typeof field === 'string' ? [field] : textsIn(field),
  );
}

function repeatedIds(blocks: JsonObject[]): Problem[] {
  const blockIds = repeated(blocks.map(({ block_id: id }) => id));
  const actionIds = blocks.flatMap((block, index) => {
    const own = interactiveElements([block]).map(({ element }) => element.action_id);
    return repeated(own).map((id) => ({ at: `/blocks/${index}`, message: `action_id "${id}" already exists` }));
  });
  return [...blockIds.map((id) => ({ at: '/blocks', message: `block_id "${id}" already exists` })), ...actionIds];
}

function repeated(ids: unknown[]): string[] {
  const given = ids.filter((id) => typeof id === 'string');
  return [...new Set(given.filter((id, index) => given.indexOf(id) !== index))];
}

function crowded(blocks: JsonObject[]): Problem[] {
  const of = (type: string) => blocks.filter((block) => block.type === type);
  const markdownLength = of('markdown').reduce((sum, block) => sum + codePoints(String(block.text)), 0);
  return [
    ...(of('data_visualization').length > MOST_CHARTS
      ? [{ at: '/blocks', message: `no more than ${MOST_CHARTS} charts allowed` }]
      : []),
    ...(markdownLength > MOST_MARKDOWN
      ? [{ at: '/blocks', message: `markdown must be less than ${MOST_MARKDOWN + 1} characters in all` }]
      : []),
  ];
}

function childBlocks(block: JsonObject): JsonObject[] {
  if (block.type === 'container') return objectsOf(block.child_blocks);
  return block.type === 'carousel' ? objectsOf(block.elements) : [];
}

function ownElements(block: JsonObject): JsonObject[] {
  const single = [block.accessory, block.element].filter(isObject);
  const listed = block.type === 'carousel' ? [] : objectsOf(block.elements);
  return [...single, ...listed, ...(block.type === 'card' ? objectsOf(block.actions) : [])];
}

/** Slack invents a block_id and an action_id wherever the app gave none. */
function withIds(blocks: JsonObject[], ids: Ids): JsonObject[] {
  const copies = structuredClone(blocks);
  const fill = (block: JsonObject): void => {
    block.block_id ??= ids.hex(5);
    for (const child of childBlocks(block)) fill(child);
    for (const { element } of interactiveElements([block])) element.action_id ??= ids.hex(5);
  };
  for (const block of copies) fill(block);
  return copies;
}
