import type fc from 'fast-check';
import { sample } from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../json.js';
import { isObject } from '../../json.js';
import { ModalDialog } from '../modal/index.js';
import { BlockList, blocksOf } from './index.js';
import { callbacks, names, wordsOf } from './sample.js';

/*
 * Every message and view of the app, with any data that it can be given. The app's are written in another JSX, so they
 * are type-checked apart: hence an import that the compiler does not follow.
 */
const registry = '../../../test/registry/registry.js';
const { messages } = (await import(/* @vite-ignore */ registry)) as { messages: Record<string, Registered> };
type Registered = { any: fc.Arbitrary<{ blocks: unknown; view?: JsonObject }> };

describe.each(Object.entries(messages))('%s', (_, { any }) => {
  const samples = sample(any, { numRuns: 25, seed: 7 });

  test('is drawn whole: no block or element is unknown, no word is left out', () => {
    for (const { blocks, view } of samples) {
      const drawn = draw(blocks, view);
      expect(drawn).not.toContain('class="unknown"');
      const seen = lettersOf(wordsOf(drawn));
      for (const words of shownWords(blocks)) expect(seen).toContain(lettersOf(words));
    }
  });

  test('has a control for all that can be pressed or filled in, and a name for each control', () => {
    for (const { blocks, view } of samples) {
      const drawn = draw(blocks, view).replace(/<(header|footer)\b.*?<\/\1>/gs, '');
      const controls = drawn.match(/<(button|textarea|input)\b[^>]*>/g) ?? [];
      expect(controls.filter((control) => !control.includes('class="clear"'))).toHaveLength(controlsIn(blocks));
      for (const control of controls) expect(control).toMatch(/^<button|aria-label(ledby)?="[^"]/);
    }
  });
});

function draw(blocks: unknown, view: JsonObject | undefined): string {
  const list = withIds(blocks);
  if (view?.type !== 'modal') {
    const place = view ? ({ home: true } as const) : { channel: 'C1', ts: '1.1' };
    return renderToStaticMarkup(<BlockList blocks={list} place={place} names={names} {...callbacks} />);
  }
  const { title, submit = null, close = null } = view as unknown as Parameters<typeof ModalDialog>[0]['view'];
  const shown = { id: 'V1', title, submit, close, blocks: list };
  return renderToStaticMarkup(
    <ModalDialog
      view={shown}
      names={names}
      {...callbacks}
      submit={async () => ({ outcome: 'acked' })}
      close={() => undefined}
    />,
  );
}

/** As Slack hands them out. */
const withIds = (blocks: unknown) => blocksOf(blocks).map((block, index) => ({ block_id: `b${index}`, ...block }));

/** What stands on the page at once: not what a menu lists, what is asked after a press, or a placeholder. */
function shownWords(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(shownWords);
  if (!isObject(value)) return [];
  if (value.type === 'plain_text') return [String(value.text)];
  if (value.type === 'mrkdwn') return [readable(String(value.text))];
  if (value.type === 'raw_text') return [String(value.text)];
  const isTicked = value.type === 'checkboxes' || value.type === 'radio_buttons';
  return Object.entries(value).flatMap(([name, inner]) =>
    ['confirm', 'placeholder', 'initial_option', 'initial_options'].includes(name) || (name === 'options' && !isTicked)
      ? []
      : shownWords(inner),
  );
}

const readable = (mrkdwn: string) =>
  mrkdwn
    .replace(/<@(\w+)>/g, (_, id: string) => names.user(id) ?? id)
    .replace(/<[^<>|\n]+\|([^<>\n]*)>/g, '$1')
    .replace(/&(amp|lt|gt);/g, '');

/** Marks, emoji codes and white space are drawn in many ways; letters and digits in one. */
const lettersOf = (words: string) => words.replace(/[^\p{L}\p{N}]/gu, '');

/** A tick list has one for each option. */
function controlsIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, inner) => sum + controlsIn(inner), 0);
  if (!isObject(value)) return 0;
  if (value.type === 'checkboxes' || value.type === 'radio_buttons') return (value.options as unknown[]).length;
  const own = /^(button|overflow|.*select|.*picker|.*input)$/.test(String(value.type)) && value.action_id ? 1 : 0;
  return own + Object.values(value).reduce((sum: number, inner) => sum + controlsIn(inner), 0);
}
