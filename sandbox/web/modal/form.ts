import type { InputBlock } from '@slack/types';
import { initialEntry, isEmpty } from '../blocks/entries.js';
import type { Block, Entry, FormEntry, FormValues } from '../blocks/index.js';

export const withEntry = (values: FormValues, { blockId, actionId, value }: FormEntry): FormValues => ({
  ...values,
  [blockId]: { ...values[blockId], [actionId]: value },
});

/** What was touched in inputs that the form still has, by block id. */
export function touched(blocks: readonly Block[], values: FormValues): Record<string, Entry> {
  return Object.fromEntries(
    inputsOf(blocks).flatMap(({ block_id = '', element }) => {
      const entry = values[block_id]?.[element.action_id ?? ''];
      return entry === undefined ? [] : [[block_id, isEmpty(entry) ? null : entry]];
    }),
  );
}

/** What Slack itself refuses before an app hears of it, by block id. */
export function findProblems(blocks: readonly Block[], values: FormValues): Record<string, string> {
  return Object.fromEntries(
    inputsOf(blocks).flatMap((block) => {
      const { block_id = '', element } = block;
      const entry = values[block_id]?.[element.action_id ?? ''] ?? untouched(block, values);
      const problem = problemOf(block, entry);
      return problem === undefined ? [] : [[block_id, problem]];
    }),
  );
}

const untouched = ({ block_id = '', element }: InputBlock, values: FormValues): Entry =>
  (element.action_id ?? '') in (values[block_id] ?? {}) ? null : initialEntry(element);

function problemOf({ element, optional }: InputBlock, entry: Entry): string | undefined {
  if (isEmpty(entry)) return optional ? undefined : 'Please complete this required field.';
  const words = String(entry);
  switch (element.type) {
    case 'plain_text_input': {
      const least = element.min_length ?? 0;
      return words.length < least ? `Please write at least ${least} characters.` : undefined;
    }
    case 'email_text_input':
      return /^[^@\s]+@[^@\s]+$/.test(words) ? undefined : 'Please enter a valid email address.';
    case 'url_text_input':
      return /^https?:\/\/\S+$/.test(words) ? undefined : 'Please enter a valid URL, such as https://example.com.';
    case 'number_input':
      return numberProblem(words, element);
    default:
      return undefined;
  }
}

interface NumberLimits {
  is_decimal_allowed: boolean;
  min_value?: string;
  max_value?: string;
}

function numberProblem(words: string, limits: NumberLimits): string | undefined {
  const value = Number(words);
  if (Number.isNaN(value)) return 'Please enter a number.';
  if (!limits.is_decimal_allowed && !Number.isInteger(value)) return 'Please enter a whole number.';
  if (limits.min_value !== undefined && value < Number(limits.min_value)) return `The least is ${limits.min_value}.`;
  if (limits.max_value !== undefined && value > Number(limits.max_value)) return `The most is ${limits.max_value}.`;
  return undefined;
}

const inputsOf = (blocks: readonly Block[]) => blocks.filter((block): block is InputBlock => block.type === 'input');
