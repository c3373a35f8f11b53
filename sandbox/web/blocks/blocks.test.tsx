import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { BlockListProps } from './index.js';
import { BlockList, blocksOf, MessageText } from './index.js';
import LibraryBlock from './library-block.js';
import { callbacks, names, wordsOf } from './sample.js';

function draw(blocks: readonly object[], more: Partial<BlockListProps> = {}): string {
  const list = blocksOf(blocks);
  return renderToStaticMarkup(
    <BlockList blocks={list} place={{ viewId: 'V1' }} names={names} {...callbacks} {...more} />,
  );
}

const plain = (text: string) => ({ type: 'plain_text', text, emoji: true });
const option = (value: string) => ({ text: plain(`The ${value}`), value });
const cell = (text: string) => ({ type: 'raw_text', text });

test('a data table shows its first page, says how many rows there are, and sorts by any heading', () => {
  const rows = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'].map((name, index) => [
    cell(name),
    { type: 'raw_number', value: index, text: `${index} h` },
  ]);
  const block = { type: 'data_table', caption: 'Study time', rows: [[cell('Name'), cell('Hours')], ...rows] };
  const words = wordsOf(draw([block]));
  expect(words).toContain('five4 h');
  expect(words).not.toContain('six');
  expect(words).toContain('1–5 of 7');
  expect(draw([block]).match(/<button type="button" class="sort"/g)).toHaveLength(2);
  expect(wordsOf(draw([{ ...block, page_size: 7 }]))).toContain('seven6 h');
  expect(wordsOf(draw([{ ...block, page_size: 7 }]))).not.toContain('of 7');
});

test('the first row of a table is its heading, and its columns stand as they are set', () => {
  const html = draw([
    {
      type: 'table',
      rows: [
        [cell('Who'), cell('Due')],
        [cell('Ana'), cell('1 May')],
      ],
      column_settings: [{ align: 'right' }],
    },
  ]);
  expect(html.match(/<th [^>]*scope="col"/g)).toHaveLength(2);
  expect(html).toMatch(/<td class="cell cell-one-line" style="text-align:right">Ana/);
});

test('a field is named by its label, marked as optional, and described by its hint and what is wrong', () => {
  const field = {
    type: 'input',
    block_id: 'note',
    label: plain('Note'),
    hint: plain('Seen by your manager'),
    optional: true,
    element: { type: 'plain_text_input', action_id: 'note', initial_value: 'So far so good' },
  };
  const html = draw([field], { errors: { note: 'Too short.' } });
  expect(wordsOf(html)).toBe('Note (optional) Too short.Seen by your manager');
  const input = html.match(/<input[^>]*>/)?.[0] ?? '';
  expect(input).toContain('value="So far so good"');
  expect(input).toContain('aria-invalid="true"');
  expect(input).not.toContain('aria-required');
  const described = input.match(/aria-describedby="([^"]*)"/)?.[1]?.split(' ') ?? [];
  expect(
    described.map((id) => wordsOf(html.match(new RegExp(`<p[^>]*id="${id}"[^>]*>.*?</p>`))?.[0] ?? '').trim()),
  ).toEqual(['Too short.', 'Seen by your manager']);
});

test('a form shows what was entered instead of what stood there, also when that was taken away', () => {
  const field = (element: object) => [{ type: 'input', block_id: 'b', label: plain('L'), element }];
  const text = { type: 'plain_text_input', action_id: 'a', initial_value: 'first' };
  const select = {
    type: 'static_select',
    action_id: 'a',
    options: [option('x'), option('y')],
    initial_option: option('x'),
  };
  expect(draw(field(text), { values: { b: { a: 'second' } } })).toContain('value="second"');
  expect(draw(field(text), { values: { b: { a: null } } })).toContain('value=""');
  expect(draw(field(select))).toContain('value="The x"');
  expect(draw(field(select), { values: { b: { a: 'y' } } })).toContain('value="The y"');
  expect(draw(field(select), { values: { b: { a: null } } })).not.toContain('value="The');
});

test('every element that a person can act on is drawn', () => {
  const elements = [
    { type: 'button', text: plain('Press :tada:') },
    { type: 'overflow', options: [option('a')] },
    ...['static_select', 'multi_static_select'].map((type) => ({ type, options: [option('a')] })),
    ...['external', 'users', 'conversations', 'channels'].flatMap((kind) => [
      { type: `${kind}_select` },
      { type: `multi_${kind}_select` },
    ]),
    { type: 'checkboxes', options: [option('a')] },
    { type: 'radio_buttons', options: [option('a')] },
    ...['datepicker', 'timepicker', 'datetimepicker', 'workflow_button'].map((type) => ({ type, text: plain('Go') })),
    ...['plain_text_input', 'email_text_input', 'url_text_input', 'number_input', 'rich_text_input', 'file_input'].map(
      (type) => ({ type }),
    ),
    {
      type: 'feedback_buttons',
      positive_button: { text: plain('Good'), value: '+' },
      negative_button: { text: plain('Bad'), value: '-' },
    },
    { type: 'icon_button', icon: 'trash', text: plain('Delete') },
  ];
  for (const element of elements) {
    const html = draw([{ type: 'actions', elements: [{ action_id: 'a', ...element }] }]);
    expect(html, element.type).not.toContain('class="unknown"');
    expect(html, element.type).toMatch(/<(button|input|textarea)/);
  }
});

test('boxes draw what stands in them', () => {
  const button = { type: 'button', action_id: 'a', text: plain('Open') };
  const card = { type: 'card', title: { type: 'mrkdwn', text: '*One*' }, body: plain('Two'), actions: [button] };
  expect(wordsOf(draw([card]))).toBe('OneTwoOpen');
  expect(wordsOf(draw([{ type: 'carousel', elements: [card, card] }]))).toBe('OneTwoOpenOneTwoOpen');
  const container = { type: 'container', title: plain('All'), child_blocks: [{ type: 'header', text: plain('One') }] };
  expect(wordsOf(draw([container]))).toBe('AllOne');
  expect(draw([{ ...container, is_collapsible: true, default_collapsed: true }])).toMatch(/<details(?! open)/);
  expect(draw([{ type: 'alert', text: plain('Careful'), level: 'warning' }])).toContain('alert-warning');
});

test('rich text keeps its lists, quotes, code, people and dates', () => {
  const text = (words: string, style = {}) => ({ type: 'text', text: words, style });
  const section = (...elements: object[]) => ({ type: 'rich_text_section', elements });
  const html = draw([
    {
      type: 'rich_text',
      elements: [
        section(
          text('a\nb', { bold: true }),
          { type: 'user', user_id: 'U2' },
          { type: 'emoji', name: 'x', unicode: '274c' },
        ),
        { type: 'rich_text_list', style: 'ordered', elements: [section(text('one')), section(text('two'))] },
        { type: 'rich_text_quote', elements: [{ type: 'link', url: 'https://example.com', text: 'there' }] },
        { type: 'rich_text_preformatted', elements: [text('code')] },
      ],
    },
  ]);
  expect(html).toContain('<b>a<br/>b</b>');
  expect(html).toMatch(/<ol[^>]*><li>one<\/li><li>two<\/li><\/ol>/);
  expect(html).toMatch(/<blockquote[^>]*><a[^>]*href="https:\/\/example.com"/);
  expect(html).toContain('<pre class="pre">code</pre>');
  expect(wordsOf(html)).toContain('@Ben Okafor❌');
});

test('what the library draws is drawn', () => {
  const html = renderToStaticMarkup(<LibraryBlock block={{ type: 'markdown', text: '**bold** words' } as never} />);
  expect(html).toMatch(/<strong[^>]*>bold<\/strong> words/);
});

test('a block that is newer than this page says so', () => {
  expect(wordsOf(draw([{ type: 'hologram' }]))).toContain('hologram');
  expect(wordsOf(draw([{ type: 'actions', elements: [{ type: 'lever', action_id: 'a' }] }]))).toContain('lever');
});

test('a message of an emoji or two alone is drawn large', () => {
  const isLarge = (text: string) =>
    renderToStaticMarkup(<MessageText text={text} names={names} />).includes('message-text-large');
  expect([':tada:', '🎉 👏', 'well 🎉', '17', ''].map(isLarge)).toEqual([true, true, false, false, false]);
});
