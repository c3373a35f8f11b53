import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import type { Names } from '../blocks/contract.js';
import { Mrkdwn, Plain } from './mrkdwn.js';
import { parseMrkdwn } from './parse.js';
import { slackDate } from './slack-date.js';

const names: Names = {
  user: (id) => ({ U1: 'Ana Ruiz' })[id],
  channel: (id) => ({ C1: 'general' })[id],
  people: [],
  channels: [],
  me: 'U1',
  zone: 'Europe/Madrid',
};

const html = (text: string, addresses?: 'as-written') =>
  renderToStaticMarkup(<Mrkdwn text={text} names={names} {...(addresses ? { addresses } : {})} />)
    .replace(/ (class|target|rel)="[^"]*"/g, '')
    .replace(/<\/?span>/g, '');

describe('mrkdwn is drawn as Slack draws it', () => {
  test.each([
    ['*bold* _italic_ ~struck~ `code`', '<b>bold</b> <i>italic</i> <s>struck</s> <code>code</code>'],
    ['*bold _and italic_*', '<b>bold <i>and italic</i></b>'],
    ['(*bold*), *also*.', '(<b>bold</b>), <b>also</b>.'],
    ['AWS_SAA_C03 2*3*4 a~b~c', 'AWS_SAA_C03 2*3*4 a~b~c'],
    ['* not bold * and ** neither', '* not bold * and ** neither'],
    ['*not\nover lines*', '*not<br/>over lines*'],
    ['`*not bold*`', '<code>*not bold*</code>'],
    ['```\n*code*\nin lines\n```after', '<pre>*code*\nin lines</pre>after'],
    ['&gt; quoted\n&gt; twice\nnot', '<blockquote>quoted<br/>twice</blockquote>not'],
    ['a &lt;b&gt; &amp; c', 'a &lt;b&gt; &amp; c'],
    ['&amp;lt;', '&amp;lt;'],
    [
      '<https://example.com/?a=1&amp;b=2|the *guide*>',
      '<a href="https://example.com/?a=1&amp;b=2">the <b>guide</b></a>',
    ],
    ['*<https://example.com|2 * 3>*', '<b><a href="https://example.com">2 * 3</a></b>'],
    ['<https://example.com>', '<a href="https://example.com">https://example.com</a>'],
    ['see https://example.com/a.', 'see <a href="https://example.com/a">https://example.com/a</a>.'],
    ['<javascript:alert(1)|click>', 'click'],
    ['<@U1> and <@U2|ben> and <@U3>', '@Ana Ruiz and @ben and @U3'],
    ['<#C1> <!here> <!subteam^S1|@field>', '#general @here @field'],
    ['from 9:00–11:00, 10:30:00', 'from 9:00–11:00, 10:30:00'],
    [
      ':tada: :no-such-sign: :wave::skin-tone-3:',
      '<span title=":tada:">🎉 :no-such-sign: <span title=":wave::skin-tone-3:">👋🏼',
    ],
    ['Family 👩‍👩‍👧‍👦 and 🇪🇸', 'Family 👩‍👩‍👧‍👦 and 🇪🇸'],
    ['<!date^1782864000^{date_short} at {time}|soon>', 'Jul 1, 2026 at 2:00 AM'],
    ['<!date^never^{date}|soon>', 'soon'],
  ])('%s', (text, drawn) => {
    expect(html(text)).toBe(drawn);
  });

  test('an address stays words where the text is to be shown as written', () => {
    expect(html('https://example.com', 'as-written')).toBe('https://example.com');
  });

  test('a person sees a mention of themselves marked', () => {
    const drawn = renderToStaticMarkup(<Mrkdwn text="<@U1> <@U2>" names={names} />);
    expect(drawn.match(/mention-me/g)).toHaveLength(1);
  });

  test('forty thousand marks are read at once', () => {
    // A quadratic reading of these takes many seconds.
    for (const piece of ['*a ', '*a_b~', '<', '`', '_*~', ':a', '&gt;', '```']) {
      const startedAt = performance.now();
      parseMrkdwn(piece.repeat(40_000 / piece.length), 'linked');
      expect(performance.now() - startedAt).toBeLessThan(2_000);
    }
  });
});

test('plain text has emoji, and no other marks', () => {
  expect(renderToStaticMarkup(<Plain text={'*a* :x: &amp;'} />).replace(/<[^>]*>/g, '')).toBe('*a* ❌ &amp;amp;');
  expect(renderToStaticMarkup(<Plain text=":x:" emoji={false} />)).toBe(':x:');
});

test('dates are said in all of Slack’s ways', () => {
  const say = (format: string) => slackDate(1_782_864_000, format, 'UTC');
  expect(say('{date_num}')).toBe('2026-07-01');
  expect(say('{date}')).toBe('July 1st, 2026');
  expect(say('{date_long}')).toBe('Wednesday, July 1st, 2026');
  expect(say('{date_long_pretty}, {time_secs}')).toBe('Wednesday, July 1st, 2026, 12:00:00 AM');
  expect(say('{nonsense}')).toBe('{nonsense}');
});
