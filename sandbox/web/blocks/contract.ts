import type { Option, OptionGroup } from '@slack/types';
import type { Entry } from '../../element-state.js';

export type { Entry } from '../../element-state.js';

/** A block as Slack shows it: JSON, ids filled in. */
export type Block = { type: string; block_id?: string };

/** Where these blocks stand, as `act/press` wants it. */
export type Place = { channel: string; ts: string } | { viewId: string } | { home: true };

export type PersonName = { id: string; name: string; title?: string };
export type ChannelName = { id: string; name: string };

/** Who and what is called how. An id that nobody knows is shown as it is. */
export type Names = {
  user(id: string): string | undefined;
  channel(id: string): string | undefined;
  /** Those that can be picked in a menu of people or of channels. */
  people: readonly PersonName[];
  channels: readonly ChannelName[];
  /** Whom one acts as: a mention of oneself stands out. */
  me?: string;
  /** IANA zone in which times are read; the browser's own unless given. */
  zone?: string;
};

export type PressOutcome = { outcome: 'acked' } | { outcome: 'failed'; why: string };

/** Closed, replaced and redrawn are all `acked`: the views that are shown next say which. */
export type SubmitOutcome = PressOutcome | { outcome: 'refused'; errors: Record<string, string> };

/** What was entered, by block id and action id; what nobody touched is absent. */
export type FormValues = Readonly<Record<string, Readonly<Record<string, Entry>>>>;

export type FormEntry = { blockId: string; actionId: string; value: Entry };

export type OptionGroupOrOption = OptionGroup | Option;

export type UploadedFile = { id: string; name: string };

/** What elements ask of the page around them. */
export type Callbacks = {
  press(what: { actionId: string; blockId: string; value?: Entry }): Promise<PressOutcome>;
  /** Options or groups of options, as the app answered them. */
  suggest(what: { actionId: string; blockId: string; query: string }): Promise<readonly object[]>;
  upload(file: File): Promise<UploadedFile>;
};

/** The blocks of a message or view; an empty list when there are none. */
export function blocksOf(value: unknown): Block[] {
  return Array.isArray(value) ? value.filter(isBlock) : [];
}

function isBlock(value: unknown): value is Block {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
