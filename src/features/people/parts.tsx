import type { Drawn } from '../../shared/blocks.js';
import { actionId, Button, Select } from '../../shared/blocks.js';
import type { CalendarDate } from '../../shared/dates.js';
import type { Person } from './person.js';

export const remindersChosen = actionId('people.reminders');
export const leavePressed = actionId('people.leave');
export const leaveEnded = actionId('people.end-leave');

/** How often reminders come, to be chosen on the Home tab. */
export const remindersSelect = (reminders: Person['reminders']): Drawn => (
  <Select
    actionId={remindersChosen}
    placeholder="Reminders"
    options={[
      { value: 'as-planned', label: 'As planned' },
      { value: 'weekly', label: 'At most weekly' },
    ]}
    initial={reminders}
  />
);

/** Opens the dialog in which somebody says when they are away, and who decides in their place. */
export const leaveButton = (): Drawn => <Button actionId={leavePressed}>Say when you are away</Button>;

/** `from` is the first day of the leave that it ends. */
export const endLeaveButton = (from: CalendarDate): Drawn => (
  <Button
    actionId={leaveEnded}
    value={from}
    confirm={{
      title: 'Not away?',
      text: 'Reminders come again from now on, and what waits for a decision comes to you.',
      confirm: 'Yes, end it',
      deny: 'Keep it',
    }}
  >
    End it
  </Button>
);
