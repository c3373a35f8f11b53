import type { HomeView, KnownBlock, ModalView } from '@slack/types';
import fc from 'fast-check';
import type { ZodError, z } from 'zod';
import { ConfigurationError } from '../../src/platform/config.js';
import type { MessageContent } from '../../src/shared/block-limits.js';
import type { Drawn } from '../../src/shared/blocks.js';
import { Actions, Blocks, message as drawMessage } from '../../src/shared/blocks.js';
import { plain } from '../../src/shared/text.js';
import { hostileText, hostileValue, spoiled } from './hostile.js';

/** A parser, what it takes, and what can be handed to it. */
export type Parser = Readonly<{
  /** The export itself. */
  of: unknown;
  takes: readonly unknown[];
  hostile: fc.Arbitrary<unknown>;
  /** What it says of a value: its refusal in words, or undefined when it takes it. */
  wordsOf(input: unknown): string | undefined;
}>;

/** What people see, with any data that it can be given; every string in it that others write is hostile. */
export type Message = Readonly<{ of: unknown; any: fc.Arbitrary<Seen> }>;

/** A message, or a dialog or Home tab with its title for a text. */
type Seen = MessageContent & Readonly<{ view?: ModalView | HomeView }>;

export const message = <Args extends readonly unknown[]>(
  of: (...args: Args) => MessageContent,
  args: fc.Arbitrary<Args>,
): Message => ({ of, any: args.map((given) => of(...given)) });

/** A dialog or a Home tab. */
export const view = <Args extends readonly unknown[]>(
  of: (...args: Args) => ModalView | HomeView,
  args: fc.Arbitrary<Args>,
): Message => ({ of, any: args.map((given) => seen(of(...given))) });

const seen = (drawn: ModalView | HomeView): Seen => ({
  text: drawn.type === 'modal' ? drawn.title.text : 'Home',
  blocks: drawn.blocks as KnownBlock[],
  view: drawn,
});

/** A part of other features' messages: drawn in a message of its own. */
export const part = <Args extends readonly unknown[]>(
  of: (...args: Args) => Drawn | readonly Drawn[],
  args: fc.Arbitrary<Args>,
  where: 'block' | 'control',
): Message => ({
  of,
  any: args.map((given) => {
    const drawn = of(...given);
    return drawMessage(<Blocks>{where === 'block' ? drawn : <Actions>{drawn}</Actions>}</Blocks>, {
      text: plain`A part`,
    });
  }),
});

export const schema = (of: z.ZodType, ...takes: readonly unknown[]): Parser => madeSchema(of, of, ...takes);

/** For a function that makes schemas: one of those that it makes. */
export const madeSchema = (of: unknown, made: z.ZodType, ...takes: readonly unknown[]): Parser =>
  parser(of, takes, (input) => {
    const parsed = made.safeParse(input);
    return parsed.success ? undefined : sentences(parsed.error);
  });

/** Refuses by answering undefined, without a word. */
export const silent = (of: (input: unknown) => unknown, ...takes: readonly unknown[]): Parser =>
  parser(of, takes, (input) => (of(input) === undefined ? '' : undefined));

/** Answers something for everything. */
export const forAnything = (of: (input: unknown) => unknown): Parser =>
  parser(of, [new Error('x'), undefined], (input) => void of(input));

/** Reads the cells of a CSV row; the cells are strings, whatever they say. */
export const rowParser = (
  of: unknown,
  parse: (cells: Record<string, string>) => object,
  takes: Record<string, string>,
): Parser => ({
  of,
  takes: [takes],
  hostile: spoiledCells(takes),
  wordsOf: (input) => refusalIn(parse(input as Record<string, string>)),
});

/** Reads the environment, throws ConfigurationError. */
export const configuration = (
  of: (env: Record<string, string | undefined>) => unknown,
  takes: Record<string, string>,
  names: readonly string[],
): Parser => ({
  of,
  takes: [takes],
  hostile: fc.tuple(fc.dictionary(fc.constantFrom(...names), hostileText), fc.boolean()).map(([env, isAdded]) => ({
    ...(isAdded ? takes : {}),
    ...env,
  })),
  wordsOf: (input) => thrownBy(ConfigurationError, () => of(input as Record<string, string>)),
});

export const parser = (
  of: unknown,
  takes: readonly unknown[],
  wordsOf: Parser['wordsOf'],
  hostile: fc.Arbitrary<unknown> = fc.oneof(hostileValue, ...takes.map(spoiled)),
): Parser => ({ of, takes, hostile, wordsOf });

/** `problems` or `reason` of an answer that holds one. */
export const refusalIn = (answer: object): string | undefined =>
  'problems' in answer || 'reason' in answer ? JSON.stringify(answer) : undefined;

/** The message of this refusal when it is thrown; anything else that is thrown is a bug and passes through. */
export function thrownBy(Refusal: abstract new (...args: never[]) => Error, run: () => unknown): string | undefined {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) return `${error.message} ${error.stack}`;
    throw error;
  }
  return undefined;
}

const sentences = (error: ZodError) => `${error.message} ${JSON.stringify(error)}`;

const spoiledCells = (good: Record<string, string>) =>
  fc
    .tuple(fc.subarray(Object.keys(good), { minLength: 1 }), hostileText, fc.boolean())
    .map(([columns, bad, isAdded]) => ({
      ...good,
      ...Object.fromEntries(columns.map((column) => [column, isAdded ? good[column] + bad : bad])),
    }));
