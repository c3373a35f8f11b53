import type { ModalView } from '@slack/types';
import type { MessageContent } from './block-limits.js';
import type { ActionId, Drawn, Words } from './blocks.js';
import { B, Blocks, Br, Context, Divider, Modal, message, modal, Section, Text, TextInput } from './blocks.js';
import { writeSeen } from './seen.js';
import type { PlainText } from './text.js';
import { plain, plural } from './text.js';

/* What cards look like that somebody is to decide on: the same for all that is decided. */

/** Somebody. */
export const Name = ({ of }: { of: string }) => <Text of={of} max={100} />;

/** What it is about. */
export const Title = ({ of }: { of: string }) => (
  <B>
    <Text of={of} max={150} />
  </B>
);

/** Who decided: a name, or "you". */
export const Who = ({ by }: { by: string | 'you' }) => (by === 'you' ? <Text of="you" /> : <Name of={by} />);

/** How a decision stands, as its reader may know it. `when` is on the reader's own wall clock. */
export type Decision =
  | Readonly<{ kind: 'approved'; by: string | 'you'; when: string }>
  | Readonly<{ kind: 'declined'; by: string | 'you'; when: string; why: string }>;

/** "you approved it at 10:03." */
export const decisionWords = (decision: Decision): Words => [
  <Who by={decision.by} />,
  ` ${decision.kind} it ${decision.when}.`,
  decision.kind === 'declined' && [<Br />, 'Reason given: ', <Text of={decision.why} max={300} />],
];

/** One message for all that waits: `intro` where there are several cards, `more` for those that are not shown. */
export const cardsMessage = <Card,>(
  { cards, more }: Readonly<{ cards: readonly Card[]; more: number }>,
  {
    intro,
    drawCard,
    one,
    text,
  }: Readonly<{ intro: string; drawCard(card: Card): readonly Drawn[]; one: string; text: PlainText }>,
): MessageContent =>
  message(
    <Blocks>
      {cards.length > 1 && <Section>{intro}</Section>}
      {cards.map((card) => [cards.length > 1 && <Divider />, drawCard(card)])}
      {more > 0 && <Context>{plural(more, `more ${one}`)} will come with your next message.</Context>}
    </Blocks>,
    { text },
  );

/** What a press is answered with: the words, and as much of them as a notification shows. */
export type Said = Readonly<{ words: Words; text: PlainText }>;

export const said = ({ words, text }: Said): MessageContent =>
  message(
    <Blocks>
      <Section>{words}</Section>
    </Blocks>,
    { text },
  );

/** Somebody else was first. `did`: "approved this". */
export const decidedBy = ({ by, did, when }: Readonly<{ by: string; did: string; when: string }>): Said => ({
  words: [<Name of={by} />, ` ${did} ${when}, so nothing more was done.`],
  text: plain`${by} ${did} ${when}.`,
});

/** The dialog behind *Decline…*, which asks for the reason. */
export const whyForm = ({
  id,
  seen,
  title,
  about,
  label,
  hint,
}: Readonly<{
  id: ActionId;
  seen: Readonly<{ id: string; version: number }>;
  title: string;
  about: Words;
  label: string;
  hint: string;
}>): ModalView =>
  modal(
    <Modal
      callbackId={id}
      title={title}
      submit="Decline"
      close="Cancel"
      privateMetadata={writeSeen(seen.id, seen.version)}
    >
      <Section>{about}</Section>
      <TextInput name={whyInput} label={label} hint={hint} lines="many" maxLength={mostWhy} />
    </Modal>,
  );

export const whyInput = 'why';
export const mostWhy = 300;
