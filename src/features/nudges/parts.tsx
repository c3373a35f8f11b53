import { actionId, Overflow, Select } from '../../shared/blocks.js';
import type { AssignmentId } from '../../shared/ids.js';
import { writeSeen } from '../../shared/seen.js';
import { plural } from '../../shared/text.js';
import type { SnoozeDays } from './rules.js';

export const snoozePressed = actionId('nudges.snooze');
export const morePressed = actionId('nudges.more');

/** The assignment and the version of it that the person saw. */
export type SeenItem = Readonly<{ id: AssignmentId; version: number }>;

/** What can be chosen behind the three dots. */
export const moreChoices = ['why', 'weekly', 'usual'] as const;
export type MoreChoice = (typeof moreChoices)[number];

export const SnoozeSelect = ({ seen, lengths }: { seen: SeenItem; lengths: readonly SnoozeDays[] }) => (
  <Select
    actionId={snoozePressed}
    placeholder="Snooze"
    options={lengths.map((days) => ({
      value: writeSeen(seen.id, seen.version, String(days)),
      label: snoozeLabel(days),
    }))}
  />
);

/** What is seldom asked for: the reason, and how often reminders come. */
export const MoreMenu = ({ seen, choices }: { seen: SeenItem; choices: readonly MoreChoice[] }) => (
  <Overflow
    actionId={morePressed}
    options={choices.map((choice) => ({
      value: writeSeen(seen.id, seen.version, choice),
      label: moreLabels[choice],
    }))}
  />
);

const snoozeLabel = (days: SnoozeDays) => (days === 7 ? 'For a week' : `For ${plural(days, 'day')}`);

const moreLabels: Record<MoreChoice, string> = {
  why: 'Why am I getting this?',
  weekly: 'Too many messages?',
  usual: 'Remind me as usual again',
};
