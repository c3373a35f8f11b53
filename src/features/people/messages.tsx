import type { ModalView } from '@slack/types';
import type { MessageContent } from '../../shared/block-limits.js';
import { actionId, Blocks, DateInput, Modal, message, modal, PersonInput, Section } from '../../shared/blocks.js';
import type { CalendarDate } from '../../shared/dates.js';
import type { SlackUserId } from '../../shared/links.js';
import { plain } from '../../shared/text.js';
import { delegateInputs } from './delegate-rules.js';

export const delegateSent = actionId('people.send-delegate');

/** Asks who decides in somebody's place, and on which days. */
export const delegateDialog = ({
  delegate,
  from,
  until,
}: {
  delegate: SlackUserId | undefined;
  from: CalendarDate;
  until: CalendarDate | undefined;
}): ModalView =>
  modal(
    <Modal callbackId={delegateSent} title="While you are away" submit="Save" close="Cancel">
      <Section>
        On these days, what waits for your decision goes to a colleague. You can still decide yourself, and change or
        end this on your Home tab.
      </Section>
      <PersonInput name={delegateInputs.person} label="Who decides in your place?" initial={delegate} />
      <DateInput name={delegateInputs.from} label="First day" initial={from} />
      <DateInput name={delegateInputs.until} label="Last day" initial={until} />
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
