import type { Option } from '@slack/types';
import type { Entry } from './contract.js';

/** What is common to all that can be pressed or filled in; the fields of one kind are undefined in all others. */
export interface AnyElement {
  type: string;
  action_id?: string;
  initial_option?: Pick<Option, 'value'>;
  initial_options?: readonly Pick<Option, 'value'>[];
  initial_date?: string;
  initial_time?: string;
  initial_date_time?: number;
  initial_user?: string;
  initial_users?: readonly string[];
  initial_conversation?: string;
  initial_conversations?: readonly string[];
  initial_channel?: string;
  initial_channels?: readonly string[];
  initial_value?: unknown;
}

/** What stands in an element before anyone touches it. */
export function initialEntry(element: AnyElement): Entry {
  if (element.initial_option) return element.initial_option.value ?? null;
  if (element.initial_options) return element.initial_options.map(({ value }) => value ?? '');
  if (typeof element.initial_value === 'string') return element.initial_value;
  const several = element.initial_users ?? element.initial_conversations ?? element.initial_channels;
  if (several) return [...several];
  return (
    element.initial_date ??
    element.initial_time ??
    element.initial_date_time ??
    element.initial_user ??
    element.initial_conversation ??
    element.initial_channel ??
    null
  );
}

export function isEmpty(entry: Entry): boolean {
  return entry === null || entry === '' || (Array.isArray(entry) && entry.length === 0);
}

export const wordsIn = (entry: Entry): string => (entry === null || Array.isArray(entry) ? '' : String(entry));

export const listIn = (entry: Entry): readonly string[] => (Array.isArray(entry) ? entry : []);
