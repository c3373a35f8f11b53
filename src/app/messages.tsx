import type { MessageContent } from '../shared/block-limits.js';
import { Blocks, message, Section, Text } from '../shared/blocks.js';
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

export const stranger = (): MessageContent =>
  message(
    <Blocks>
      <Section>Laurel answers only members of its own workspace, so nothing was changed.</Section>
    </Blocks>,
    { text: plain`Laurel answers only members of its own workspace.` },
  );
