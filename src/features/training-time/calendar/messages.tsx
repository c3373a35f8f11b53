import type { MessageContent } from '../../../shared/block-limits.js';
import type { Drawn } from '../../../shared/blocks.js';
import { actionId, Blocks, Button, Context, message, paragraph, Section, Text } from '../../../shared/blocks.js';
import { plain } from '../../../shared/text.js';
import type { AddressState } from './words.js';

export const addressPressed = actionId('training-time.calendar-address');
export const addressEnded = actionId('training-time.end-calendar-address');
export const filePressed = actionId('training-time.calendar-file');

export const CalendarControls = ({ address }: { address: AddressState }): readonly Drawn[] => [
  ...addressControls[address],
  <Button actionId={filePressed}>Calendar file</Button>,
];

const addressControls: Readonly<Record<AddressState, readonly Drawn[]>> = {
  none: [],
  offered: [<Button actionId={addressPressed}>Calendar address</Button>],
  made: [
    <Button
      actionId={addressPressed}
      confirm={{
        title: 'Make a new address?',
        text: 'The one that you have stops working, and your calendar shows no study time until you give it the new one.',
        confirm: 'Make it',
        deny: 'Keep mine',
      }}
    >
      New address
    </Button>,
    <Button
      actionId={addressEnded}
      confirm={{
        title: 'End your address?',
        text: 'It stops working, and your calendar shows no study time any more. What you have planned stays planned.',
        confirm: 'End address',
        deny: 'Keep it',
      }}
    >
      End address
    </Button>,
  ],
};

/** Shown once, to its person alone. */
export const calendarAddress = (address: string): MessageContent =>
  message(
    <Blocks>
      <Section>
        In your calendar program, add a calendar “from URL” or “from the internet”, and give it this address:
      </Section>
      <Section>
        <Text of={address} max={500} />
      </Section>
      <Context>
        Copy it now: it is not shown again, but you can make a new one at any time. Whoever has it can read when and
        what you study, so give it to nobody. Calendar programs look for changes every few hours, and colleagues may not
        see you as busy.
      </Context>
    </Blocks>,
    { text: plain`The address of your study time, for your calendar program.` },
  );

/** Somebody asks for an address where none can be given. */
export const noAddress = (): MessageContent =>
  paragraph('Laurel cannot be reached by calendar programs here, so there is no address. A calendar file works.');

/** What stands beside the file in the conversation. */
export const fileWords = plain`What you have planned to study, for your calendar. It does not follow by itself: after a change, ask for a new file on your Home tab.`;

const filesSent = {
  sent: 'The file is in your conversation with Laurel. Open it with your calendar program.',
  'nothing-planned': 'You have no study time planned, so there is no file to send.',
} as const;

export const fileSent = (how: keyof typeof filesSent): MessageContent => paragraph(filesSent[how]);
