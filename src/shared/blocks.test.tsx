import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidMessage, MessageTooLarge, messageProblems } from './block-limits.js';
import type { Choice, Drawn } from './blocks.js';
import {
  Actions,
  actionId,
  B,
  Blocks,
  Br,
  Button,
  CheckboxesInput,
  Context,
  DateInput,
  Divider,
  Header,
  Home,
  home,
  I,
  Link,
  Mention,
  Modal,
  message,
  modal,
  Overflow,
  RadioInput,
  Section,
  Select,
  SelectInput,
  Text,
  TextInput,
  UrlInput,
} from './blocks.js';
import type { HttpUrl } from './links.js';
import { httpUrl, SlackUserId } from './links.js';
import { plain, plural } from './text.js';

const guide = httpUrl('https://example.org/guide?a=1&b=2') as HttpUrl;
const ana = SlackUserId.parse('U0ANA');
const snooze = actionId('nudges.snooze');
const passed = actionId('credentials.submit');
const text = plain`A message`;

const draw = (drawn: Drawn) => message(<Blocks>{drawn}</Blocks>, { text }).blocks;
const mrkdwnOf = (drawn: Drawn) => {
  const [block] = draw(<Section>{drawn}</Section>);
  return block?.type === 'section' ? block.text?.text : undefined;
};

test('a message reads like what people see', () => {
  const items = [
    { name: 'AWS SAA', daysLeft: 1 },
    { name: 'First *aid* & more', daysLeft: 14 },
  ];
  const drawn = message(
    <Blocks>
      <Header>Hello</Header>
      {items.map((item) => (
        <Section accessory={<Button actionId={passed}>I passed</Button>}>
          <B>
            <Text of={item.name} />
          </B>{' '}
          ends in {plural(item.daysLeft, 'day')}.<Br />
          <Link to={guide}>Study guide</Link>
        </Section>
      ))}
      <Divider />
      <Context>
        Ask <Mention person={ana} />
      </Context>
      <Actions>
        <Select actionId={snooze} placeholder="Snooze" options={[{ value: '1', label: '1 day' }]} />
      </Actions>
    </Blocks>,
    { text: plain`Hello, ${items.length} certifications end soon` },
  );
  expect(drawn).toEqual({
    text: 'Hello, 2 certifications end soon',
    blocks: [
      { type: 'header', text: plainText('Hello') },
      {
        type: 'section',
        text: mrkdwn('*AWS SAA* ends in 1 day.\n<https://example.org/guide?a=1&amp;b=2|Study guide>'),
        accessory: { type: 'button', action_id: passed, text: plainText('I passed') },
      },
      {
        type: 'section',
        text: mrkdwn('*First ∗aid∗ &amp; more* ends in 14 days.\n<https://example.org/guide?a=1&amp;b=2|Study guide>'),
        accessory: { type: 'button', action_id: passed, text: plainText('I passed') },
      },
      { type: 'divider' },
      { type: 'context', elements: [mrkdwn('Ask <@U0ANA>')] },
      {
        type: 'actions',
        elements: [
          {
            type: 'static_select',
            action_id: snooze,
            placeholder: plainText('Snooze'),
            options: [{ value: '1', text: plainText('1 day') }],
          },
        ],
      },
    ],
  });
});

const mrkdwn = (words: string) => ({ type: 'mrkdwn', text: words, verbatim: true });
const plainText = (words: string) => ({ type: 'plain_text', text: words, emoji: true });

describe('words', () => {
  test('a string that nobody wrapped in <Text> is inert all the same', () => {
    const forgotten = '<!everyone> *loud*\n\u202e:tada: https://evil.example';
    expect(mrkdwnOf(<>Dear {forgotten}</>)).toBe('Dear &lt;!everyone&gt; ∗loud∗ ∶tada: https://evil.example');
  });

  test('a mark or code that only arises where two strings meet is inert too', () => {
    expect(
      mrkdwnOf(
        <>
          <Text of=":smile" />: hello
        </>,
      ),
    ).toBe('∶smile: hello');
    expect(
      mrkdwnOf(
        <>
          @<Text of="everyone" />
        </>,
      ),
    ).toBe('﹫everyone');
    expect(
      mrkdwnOf(
        <>
          Note:
          <Br /> <Text of="> quoted" />
        </>,
      ),
    ).toBe('Note:\n› quoted');
  });

  test('an address may hold anything, for it is shown nowhere', () => {
    const at = httpUrl('https://example.org/@here?to=*all*&x=:smile:') as HttpUrl;
    expect(mrkdwnOf(<Link to={at}>here</Link>)).toBe('<https://example.org/@here?to=*all*&amp;x=:smile:|here>');
  });

  test('marks stand at the words that they format, spaces outside', () => {
    expect(
      mrkdwnOf(
        <>
          <B>Due: </B>today, <I> soon</I>
          <B> </B>
        </>,
      ),
    ).toBe('*Due:* today,  _soon_');
    expect(
      mrkdwnOf(
        <B>
          one
          <Br />
          two
        </B>,
      ),
    ).toBe('*one two*');
  });

  test('nothing but a block or a control stands outside of words, and nothing else within', () => {
    const everyone = '@everyone';
    for (const drawn of [<a href={everyone}>all</a>, <b>bold</b>, <Divider />, <Button actionId={passed}>Go</Button>]) {
      expect(() => draw(<Section>Words {drawn}</Section>)).toThrow(InvalidMessage);
    }
    for (const drawn of [<B>lost</B>, <section>html</section>, <hr />])
      expect(() => draw(drawn)).toThrow(InvalidMessage);
    expect(() => draw(<Button actionId={passed}>Go</Button>)).toThrow('cannot be a button');
    expect(() => draw(<Section accessory={<Divider />}>Words</Section>)).toThrow('cannot hold a divider');
  });

  test('a header or a button cannot ping', () => {
    expect(() =>
      draw(
        <Header>
          <Mention person={ana} />
        </Header>,
      ),
    ).toThrow(InvalidMessage);
  });

  test('a refusal names the place and the limit, never the words', () => {
    expect(() => draw(<Section>{'secret '.repeat(1000)}</Section>)).toThrow(
      new MessageTooLarge(['blocks[0].text: 6999 code points, at most 3000']),
    );
    expect(() => draw(<Section>{''}</Section>)).toThrow(new InvalidMessage(['blocks[0].text is empty']));
  });
});

test('dialogs and the Home tab hold inputs, and know what was chosen', () => {
  const options = [
    { value: 'a', label: 'A' },
    { value: 'b', label: 'B', description: 'Second' },
  ];
  const view = modal(
    <Modal callbackId={passed} title="I passed" submit="Send" close="Back" privateMetadata="{}">
      <DateInput name="earnedOn" label="Earned on" initial="2026-12-01" />
      <TextInput name="note" label="Note" lines="many" initial={'one\ntwo'} optional />
      <SelectInput name="kind" label="Kind" placeholder="Choose" options={options} initial="b" />
      <RadioInput name="how" label="How" options={options} initial="gone" />
      <CheckboxesInput name="which" label="Which" hint="Any" options={options} initial={['a', 'gone']} />
      <UrlInput name="proof" label="Proof" />
    </Modal>,
  );
  expect(view.blocks.map((block) => block.block_id)).toEqual(['earnedOn', 'note', 'kind', 'how', 'which', 'proof']);
  expect(view.blocks[1]).toMatchObject({
    optional: true,
    element: { multiline: true, initial_value: 'one\ntwo', max_length: 3000 },
  });
  expect(view.blocks[2]).toMatchObject({ element: { initial_option: { value: 'b' } } });
  expect(view.blocks[3]).not.toHaveProperty('element.initial_option');
  expect(view.blocks[4]).toMatchObject({ hint: { text: 'Any' }, element: { initial_options: [{ value: 'a' }] } });

  const asks = <TextInput name="note" label="Note" />;
  expect(() =>
    modal(
      <Modal callbackId={passed} title="Ask">
        {asks}
      </Modal>,
    ),
  ).toThrow('submit is missing');
  expect(() =>
    modal(
      <Modal callbackId={passed} title="Ask" submit="Send">
        {asks}
        {asks}
      </Modal>,
    ),
  ).toThrow('block_id');
  expect(() => draw(asks)).toThrow('cannot be a input');
  expect(
    home(
      <Home>
        <Section>Hi</Section>
      </Home>,
    ).blocks,
  ).toHaveLength(1);
  expect(() => modal(<Home>{[]}</Home>)).toThrow(InvalidMessage);
});

test('an action id is feature.verb', () => {
  expect(actionId('training-time.propose')).toBe('training-time.propose');
  for (const id of ['snooze', 'Nudges.snooze', 'a.b.c', '.x', 'a.b ', ''])
    expect(() => actionId(id)).toThrow(TypeError);
});

/** Every component, with the same stranger's words wherever words can stand. */
function everyMessage(words: string): Record<string, Drawn> {
  const options: Choice[] = [{ value: 'a', label: words, description: words }];
  const confirm = { title: words, text: words, confirm: words, deny: words };
  const link = httpUrl(words) ?? guide;
  return {
    header: (
      <Header>
        <Text of={words} />
      </Header>
    ),
    section: (
      <Section>
        Dear <Text of={words} />: <Text of={words} />
        <Br />
        <Text of={words} max={20} />
      </Section>
    ),
    fields: (
      <Section
        fields={[
          <Text of={words} />,
          <>
            <B>
              <Text of={words} />
            </B>
            s
          </>,
        ]}
      />
    ),
    context: (
      <Context>
        <I>
          <Text of={words} />
        </I>
        <Br />
        <Text of={words} />:
      </Context>
    ),
    link: (
      <Section>
        <Link to={link}>
          <Text of={words} />
        </Link>
      </Section>
    ),
    button: (
      <Actions>
        <Button actionId={passed} confirm={confirm}>
          <Text of={words} />
        </Button>
      </Actions>
    ),
    select: (
      <Actions>
        <Select actionId={snooze} placeholder={words} options={options} initial={words} />
      </Actions>
    ),
    overflow: (
      <Section accessory={<Overflow actionId={snooze} options={options} />}>
        <Text of={words} />
      </Section>
    ),
    mention: (
      <Section>
        <Mention person={ana} /> @<Text of={words} />
      </Section>
    ),
  };
}

const everyInput = (words: string) => {
  const asked = { label: words, hint: words };
  const options: Choice[] = [{ value: 'a', label: words, description: words }];
  return (
    <Modal callbackId={passed} title={words} submit={words} close={words}>
      <TextInput name="a" {...asked} initial={words} placeholder={words} />
      <SelectInput name="b" {...asked} placeholder={words} options={options} />
      <RadioInput name="c" {...asked} options={options} />
      <CheckboxesInput name="d" {...asked} options={options} initial={[words]} />
      <UrlInput name="e" {...asked} initial={httpUrl(words)} />
      <DateInput name="f" {...asked} />
    </Modal>
  );
};

const hostile = fc.oneof(
  fc.constantFrom(
    '<!everyone>',
    '<!channel|x>',
    '<!here>',
    '<!subteam^S123>',
    '<@U123>',
    '<@U0ANA>',
    '<#C123>',
    '<https://evil.example|bank>',
    '<!date^0^{_}|x>',
    '*bold*',
    '_italic_',
    '~gone~',
    '`code`',
    '```block```',
    '> quote',
    '>>> quote',
    '＊bold＊',
    '*_~',
    '@everyone',
    '@here',
    '@channel',
    '&lt;!everyone&gt;',
    '&amp;',
    '&'.repeat(10_000),
    '<'.repeat(10_000),
    ':smile:',
    ':smile',
    ':+1:',
    ':',
    'https://evil.example/|x>',
    '',
    ' ',
    '\n',
    '\t \r\n',
    '\u202egnp.exe',
    '\u2066x\u2069',
    '\u200b',
    '\u200d',
    '\u3164',
    '\ud800',
    'a\udc00b',
    '👨‍👩‍👧‍👦',
    '👨‍👩‍👧‍👦'.repeat(500),
    '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
    'x'.repeat(10_000),
    `a${'\u0301'.repeat(10_000)}`,
    'line\nline',
    '\u0000',
    '{}',
    '"quoted"',
    '\\',
    'AWS_SAA',
  ),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.stringMatching(/^[<>!@#|&;:*_~`a-zU0-9 \n]{0,60}$/),
);
const strangerWords = fc.oneof(
  hostile,
  fc.array(hostile, { minLength: 2, maxLength: 4 }).map((parts) => parts.join('')),
);

/** What Slack would format: a mark at the edge of a word, or a quote at the start of a line. */
const liveFormatting = /[*~`＊｀＿]|(^|[^A-Za-z0-9])_|_([^A-Za-z0-9]|$)|^(&gt;|＞)/m;
const liveEmoji = /:[\p{L}\p{N}_+-]+:/u;
const unseen = /(?!\u200c|\u200d)[\p{Cc}\p{Bidi_Control}\p{Cs}\u200b\u2060\ufeff]/u;

test('whatever strangers write, every message is within limits, seen, and pings, links and formats nothing of theirs', () => {
  const names = Object.keys(everyMessage(''));
  fc.assert(
    fc.property(strangerWords, fc.constantFrom(...names), (words, name) => {
      const drawn = message(<Blocks>{everyMessage(words)[name]}</Blocks>, { text: plain`For ${words}: ${words}` });
      expect(messageProblems(drawn, name === 'mention' ? [ana] : [])).toEqual([]);
      for (const { type, text: written } of textsIn([{ type: 'mrkdwn', text: drawn.text }, ...drawn.blocks])) {
        const theirs = withoutOurMarks(written, name);
        expect(theirs.replaceAll('\n', '')).not.toMatch(unseen);
        expect(theirs).not.toMatch(liveEmoji);
        if (type === 'mrkdwn') expect(theirs).not.toMatch(liveFormatting);
      }
    }),
    { numRuns: 3000 },
  );
});

test('whatever strangers write, every input of a dialog is within limits and seen', () => {
  fc.assert(
    fc.property(strangerWords, (words) => {
      const view = modal(everyInput(words));
      for (const { text: written } of textsIn([view])) {
        expect(written.trim()).not.toBe('');
        expect(written).not.toMatch(unseen);
        expect(written).not.toMatch(liveEmoji);
        expect(written).not.toMatch(/<[!@#]/);
      }
    }),
    { numRuns: 500 },
  );
});

function textsIn(json: unknown): { type: string; text: string }[] {
  if (typeof json !== 'object' || json === null) return [];
  const own =
    'text' in json && 'type' in json && typeof json.text === 'string' ? [json as { type: string; text: string }] : [];
  return [...own, ...Object.values(json).flatMap(textsIn)];
}

/** Takes away the marks and the link that the components of this message wrote themselves. */
function withoutOurMarks(written: string, name: string): string {
  if (name === 'fields') return written.replace(/^\*(.*)\*s$/, '$1');
  if (name === 'context') return written.replace(/^_(.*)_$/m, '$1');
  if (name === 'link') return written.replace(/^<https:[^|]*\|(.*)>$/, '$1');
  return written;
}
