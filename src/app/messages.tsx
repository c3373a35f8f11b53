import type { ModalView } from '@slack/types';
import type { MessageContent } from '../shared/block-limits.js';
import { actionId, B, Blocks, Modal, message, modal, paragraph, Section, Text } from '../shared/blocks.js';
import { plain } from '../shared/text.js';

/** What a person sees when something broke on our side. The reference is in the log. */
export const apology = (reference: string): MessageContent =>
  message(
    <Blocks>
      <Section>
        Sorry, something went wrong on our side, and we do not know whether your answer was kept. Please try again in a
        minute; if it happens again, tell your Laurel owner the reference <Text of={reference} max={40} />.
      </Section>
    </Blocks>,
    { text: plain`Sorry, something went wrong on our side (reference ${reference}).` },
  );

export const tooLate = (): MessageContent =>
  message(
    <Blocks>
      <Section>
        That took too long, so we do not know whether it was done. Please look how it stands now, and try again if it
        was not.
      </Section>
    </Blocks>,
    { text: plain`That took too long. Please look how it stands now, and try again.` },
  );

export const stranger = (): MessageContent =>
  message(
    <Blocks>
      <Section>Laurel answers only members of its own workspace, so nothing was changed.</Section>
    </Blocks>,
    { text: plain`Laurel answers only members of its own workspace.` },
  );

/** Where people of another company could look over somebody's shoulder. */
export const sharedChannel = (): MessageContent =>
  message(
    <Blocks>
      <Section>
        People of another company are in this channel, so Laurel says nothing here. Use <B>/cert</B> in your
        conversation with Laurel, or in a channel of your own company.
      </Section>
    </Blocks>,
    { text: plain`Laurel says nothing in a channel shared with another company.` },
  );

/** Why somebody is not answered, and whom to ask. */
export const notAskedWords = {
  guest:
    'Laurel’s commands are for members of this workspace, not for guests. Reminders that you get here can still be answered with their buttons.',
  left: 'You are no longer in your company’s people file, so nothing was done. Your Laurel owner can change that.',
  unknown: 'You are not in your company’s people file yet, so nothing was done. Your Laurel owner can add you.',
} as const;

export const notAsked = (why: keyof typeof notAskedWords): MessageContent => paragraph(notAskedWords[why]);

export const unknownVerb = (verb: string): MessageContent =>
  message(
    <Blocks>
      <Section>
        <B>/cert</B> knows no “<Text of={verb} max={40} />
        ”. <B>/cert help</B> shows what it can do.
      </Section>
    </Blocks>,
    { text: plain`/cert knows no “${verb}”.` },
  );

/** The answer to something pressed where no words can stand. */
export function asDialog({ text, blocks }: MessageContent): ModalView {
  void text;
  const frame = modal(
    <Modal callbackId={actionId('laurel.answer')} title="Laurel" close="Close">
      <Section>-</Section>
    </Modal>,
  );
  return { ...frame, blocks };
}
