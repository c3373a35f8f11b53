import type { Drawn } from '../../shared/blocks.js';
import { actionId, Button, Select } from '../../shared/blocks.js';
import type { Person } from './person.js';

export const remindersChosen = actionId('people.reminders');
export const delegatePressed = actionId('people.delegate');
export const delegateEnded = actionId('people.end-delegate');

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

/** Opens the dialog in which somebody says who decides in their place. */
export const delegateButton = (delegate: Person['delegate']): Drawn => (
  <Button actionId={delegatePressed}>{delegate === null ? 'Choose somebody' : 'Change'}</Button>
);

export const endDelegateButton = (): Drawn => (
  <Button
    actionId={delegateEnded}
    confirm={{
      title: 'Decide yourself again?',
      text: 'What waits for a decision comes to you again from now on.',
      confirm: 'Yes, end it',
      deny: 'Keep it',
    }}
  >
    End it
  </Button>
);
