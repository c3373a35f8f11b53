import type { ModalView } from '@slack/types';
import type { MessageContent } from '../../shared/block-limits.js';
import { actionId, Blocks, DateInput, Modal, message, modal, PersonInput, Section } from '../../shared/blocks.js';
import type { CalendarDate } from '../../shared/dates.js';
import type { SlackUserId } from '../../shared/links.js';
import { plain } from '../../shared/text.js';
import { leaveInputs } from './leave-rules.js';

export const leaveSent = actionId('people.send-leave');

/** Asks on which days somebody is away, and who decides in their place. */
export const leaveDialog = ({
  delegate,
  from,
  until,
}: {
  delegate: SlackUserId | undefined;
  from: CalendarDate | undefined;
  until: CalendarDate | undefined;
}): ModalView =>
  modal(
    <Modal callbackId={leaveSent} title="While you are away" submit="Save" close="Cancel">
      <Section>
        Laurel keeps quiet and plans no study time on these days. Study time that is planned then is cancelled. You can
        end this on your Home tab.
      </Section>
      <DateInput name={leaveInputs.from} label="First day" initial={from} />
      <DateInput name={leaveInputs.until} label="Last day" initial={until} />
      <PersonInput
        name={leaveInputs.delegate}
        label="Who decides in your place?"
        initial={delegate}
        hint="What waits for your decision goes to this colleague, too."
        optional
      />
    </Modal>,
  );

export const notInPeopleFile = (): MessageContent =>
  message(
    <Blocks>
      <Section>
        You are not in your company’s people file, so nothing was changed. Your Laurel owner can add you.
      </Section>
    </Blocks>,
    { text: plain`You are not in your company’s people file.` },
  );
