import type { ModalView } from '@slack/types';
import type { MessageContent } from '../../shared/block-limits.js';
import { MessageTooLarge } from '../../shared/block-limits.js';
import {
  Actions,
  actionId,
  B,
  Blocks,
  Br,
  Button,
  DateInput,
  Link,
  Modal,
  message,
  modal,
  paragraph,
  Section,
  Select,
  SelectInput,
  Text,
  TimeInput,
} from '../../shared/blocks.js';
import type { CalendarDate, TimeOfDay, Zone } from '../../shared/dates.js';
import { clockTime } from '../../shared/dates.js';
import type { AssignmentId, TrainingBlockId } from '../../shared/ids.js';
import type { HttpUrl } from '../../shared/links.js';
import { writeSeen } from '../../shared/seen.js';
import { plain, plural } from '../../shared/text.js';
import type { Offer } from './parts.js';
import { MoveStudyTime, PlanStudyTime } from './parts.js';
import { spanWords } from './times.js';
import type { LostTo, Reply, Span, TrainingBlock } from './training-block.js';
import { lostTo } from './training-block.js';

export const keptPressed = actionId('training-time.kept');
export const partlyPressed = actionId('training-time.partly');
export const lostPressed = actionId('training-time.lost');
export const planAtSent = actionId('training-time.plan-at');

/** Which study time, as its person calls it. */
type Named = Readonly<{ name: string; span: Span; zone: Zone }>;

/** How a person's calendar hears of it: by mail, from an address that it reads, or not at all. */
export type InCalendar = 'by-mail' | 'by-address' | 'not';

/** After it was planned or moved. `recall` says whether Laurel still comes in time to remind. */
export const planned = ({
  how,
  recall,
  inCalendar,
  ...about
}: Named & { how: 'planned' | 'moved'; recall: 'to-come' | 'too-late'; inCalendar: InCalendar }): MessageContent => {
  const verb = how === 'planned' ? 'Planned' : 'Moved';
  const when = spanWords(about.span, about.zone);
  return message(
    <Blocks>
      <Section>
        {verb}: study time for {nameOf(about)}, {when}.
        {recall === 'to-come' && ' Laurel reminds you 10 minutes before.'}
        {calendarSentences[inCalendar][how]}
      </Section>
    </Blocks>,
    { text: plain`${verb}: ${when}.` },
  );
};

/** Each begins with a blank, and is nothing where nothing needs saying. */
export const calendarSentences: Readonly<Record<InCalendar, Readonly<Record<'planned' | 'moved', string>>>> = {
  'by-mail': {
    planned: ' An invitation for your calendar comes by mail.',
    moved: ' Your calendar follows by mail.',
  },
  'by-address': { planned: '', moved: '' },
  not: { planned: ' Your calendar does not know of it: your Home tab says how it can.', moved: '' },
};

type Study = Readonly<{ link: HttpUrl | undefined; hours: number }>;

type Recall = Named & Readonly<{ begins: 'to-come' | 'begun'; study: Study; offer: Offer<TrainingBlockId> }>;

/** Shortly before it begins, and redrawn once it has: what, until when, and where to start. A link too long for a message is left out. */
export function recall(data: Recall): MessageContent {
  try {
    return drawRecall(data);
  } catch (error) {
    if (!(error instanceof MessageTooLarge) || data.study.link === undefined) throw error;
    return drawRecall({ ...data, study: { ...data.study, link: undefined } });
  }
}

const drawRecall = ({ begins, study, offer, ...about }: Recall) =>
  message(
    <Blocks>
      <Section>
        {begins === 'begun' ? 'It has begun: your' : 'Your'} study time for {nameOf(about)},{' '}
        {clockTime(about.span.startsAt, about.zone)}–{clockTime(about.span.endsAt, about.zone)}.
        {study.link !== undefined && [<Br />, startWith(study, study.link)]}
      </Section>
      <Actions>
        <MoveStudyTime offer={offer} why="to-come" />
      </Actions>
    </Blocks>,
    { text: plain`Study time for ${about.name} at ${clockTime(about.span.startsAt, about.zone)}` },
  );

const startWith = ({ hours }: Study, link: HttpUrl) => [
  <Link to={link}>Study material</Link>,
  hours > 0 && ` (about ${plural(hours, 'hour')} in all)`,
];

/** After its end, once. */
export const ask = ({ offer, ...about }: Named & { offer: Offer<TrainingBlockId> }): MessageContent => {
  const seen = writeSeen(offer.id, offer.version);
  return message(
    <Blocks>
      <Section>
        Did your study time for {nameOf(about)} happen?
        <Br />
        {spanWords(about.span, about.zone)}
      </Section>
      <Actions>
        <Button actionId={keptPressed} value={seen} style="primary">
          Kept
        </Button>
        <Button actionId={partlyPressed} value={seen}>
          Partly
        </Button>
        <MoveStudyTime offer={offer} why="moved" />
        <Select
          actionId={lostPressed}
          placeholder="Lost to…"
          options={lostTo.map((to) => ({ value: writeSeen(offer.id, offer.version, to), label: lostLabels[to] }))}
        />
      </Actions>
    </Blocks>,
    { text: plain`Did your study time for ${about.name} happen?` },
  );
};

const lostLabels: Readonly<Record<LostTo, string>> = {
  meeting: 'Lost to a meeting',
  customer: 'Lost to a customer',
  overload: 'Lost to too much work',
  other: 'Lost to something else',
};

/** After they have said it; `next` when there is still something to study for. */
export const answered = ({
  reply,
  next,
  ...about
}: Named & { reply: Reply; next: Offer<AssignmentId> | undefined }): MessageContent =>
  message(
    <Blocks>
      <Section>
        {saidBack(reply, about)}
        {next !== undefined && ` ${goOn[reply.kind]}`}
      </Section>
      {next !== undefined && (
        <Actions>
          <PlanStudyTime {...next} />
        </Actions>
      )}
    </Blocks>,
    { text: plain`${inShort[reply.kind]}: study time for ${about.name}.` },
  );

const inShort = { kept: 'Kept', partly: 'Partly kept', lost: 'Lost', dropped: 'Dropped' } as const;

const goOn = {
  kept: 'When would you like to go on?',
  partly: 'When would you like to go on?',
  lost: 'Here are the next times.',
  dropped: 'Here are other times.',
} as const;

function saidBack(reply: Reply, about: Named) {
  const name = nameOf(about);
  switch (reply.kind) {
    case 'kept':
      return ['Well done: your study time for ', name, ' is noted as kept.'];
    case 'partly':
      return ['Noted: part of your study time for ', name, ' happened, and that counts.'];
    case 'dropped':
      return ['Dropped: study time for ', name, '. Plans change, and nobody else hears of it.'];
    case 'lost':
      return [
        'Noted: your study time for ',
        name,
        ` was lost to ${lostWords[reply.to]}. Your manager sees such reasons added up for the team, without names.`,
      ];
  }
}

const lostWords: Readonly<Record<LostTo, string>> = {
  meeting: 'a meeting',
  customer: 'a customer',
  overload: 'too much work',
  other: 'something else',
};

type Standing = Named & Readonly<{ state: TrainingBlock['state'] }>;

/** What a message about it shows once there is nothing to answer any more. */
export const settled = (about: Standing): MessageContent =>
  message(
    <Blocks>
      <Section>{standing(about)}</Section>
    </Blocks>,
    { text: plain`Your study time for ${about.name}` },
  );

/** A press that came too late: how it stands. */
export const stands = (about: Standing): MessageContent =>
  message(
    <Blocks>
      <Section>This has changed since the message was sent, so nothing was done. {standing(about)}</Section>
    </Blocks>,
    { text: plain`This has changed since the message was sent, so nothing was done.` },
  );

function standing({ state, ...about }: Standing) {
  const name = nameOf(about);
  const when = spanWords(about.span, about.zone);
  return ['Your study time for ', name, stood[state](when)];
}

const stood: Readonly<Record<TrainingBlock['state'], (when: string) => string>> = {
  planned: (when) => ` is planned for ${when}.`,
  kept: (when) => ` on ${when}, was kept.`,
  partly: (when) => ` on ${when}, was partly kept.`,
  lost: (when) => ` on ${when}, was lost.`,
  dropped: (when) => ` on ${when}, is no longer planned.`,
};

const nameOf = ({ name }: Pick<Named, 'name'>) => (
  <B>
    <Text of={name} max={150} />
  </B>
);

/** Study time of one certification that is cancelled, with the next that is planned or times to choose from. */
export type CancelledTimes = Readonly<{
  id: AssignmentId;
  version: number;
  name: string;
  spans: readonly Span[];
  next: Span | undefined;
  offer: Offer<AssignmentId> | undefined;
}>;

const mostCancelled = 3;

/** What gives way to somebody's leave. */
export const cancelledInLeave = ({
  times,
  zone,
  inCalendar,
}: {
  times: readonly CancelledTimes[];
  zone: Zone;
  inCalendar: InCalendar;
}): MessageContent =>
  message(
    <Blocks>
      <Section>
        This study time falls on days when you are away, so it is cancelled
        {inCalendar === 'not' ? '' : ', in your calendar, too'}:
      </Section>
      {times.map(({ name, spans, next, offer }) => [
        <Section>
          {nameOf({ name })}:{' '}
          {spans
            .slice(0, mostCancelled)
            .map((span) => spanWords(span, zone))
            .join('; ')}
          {spans.length > mostCancelled && ` and ${plural(spans.length - mostCancelled, 'more time')}`}.
          {next !== undefined && [<Br />, `Next: ${spanWords(next, zone)}.`]}
        </Section>,
        offer !== undefined && (
          <Actions>
            <PlanStudyTime {...offer} />
          </Actions>
        ),
      ])}
    </Blocks>,
    { text: plain`Study time in your leave is cancelled.` },
  );

/** How long study time can be. */
export const lengths = ['30', '60', '90', '120'] as const;
export type Length = (typeof lengths)[number];

/** The dialog for any other time; it is planned or moved to, as `subject` says. */
export const planAt = ({
  subject,
  name,
  date,
  time,
  zone,
  minutes,
}: {
  subject: string;
  name: string;
  date: CalendarDate;
  time: TimeOfDay;
  zone: Zone;
  minutes: Length;
}): ModalView =>
  modal(
    <Modal callbackId={planAtSent} title="Plan study time" submit="Plan" close="Cancel" privateMetadata={subject}>
      <Section>When would you like to study for {nameOf({ name })}?</Section>
      <DateInput name="date" label="Day" initial={date} />
      <TimeInput name="time" label="From" initial={time} hint={`On your clock (${zone}).`} />
      <SelectInput
        name="minutes"
        label="For how long"
        placeholder="Pick a length"
        options={lengths.map((length) => ({ value: length, label: lengthLabels[length] }))}
        initial={minutes}
      />
    </Modal>,
  );

const lengthLabels: Readonly<Record<Length, string>> = {
  30: 'Half an hour',
  60: 'One hour',
  90: 'An hour and a half',
  120: 'Two hours',
};

/** Why nothing was done, and what to do next. */
export const refusals = {
  'not-yours': 'This study time belongs to somebody else, so nothing was changed.',
  'not-known': 'This study time is no longer known here, so nothing was changed. The next reminder will be up to date.',
  closed: 'This certification is not waiting for you any more, so there is no study time to plan.',
  past: 'That time has passed, so nothing was planned. Please pick a later one.',
  'too-far': 'That is more than a year away, so nothing was planned. Please pick an earlier day.',
  away: 'You are away then, so nothing was planned. Please pick a day after your leave, or end it on your Home tab.',
  meeting: 'Your team meets then, so nothing was changed. Please pick another time.',
  taken: 'You have other study time then, so nothing was changed. Please pick another time.',
  'not-offered':
    'That time is not within your working hours as we know them, so nothing was planned. Please pick another one.',
  'not-begun': 'This study time has not begun yet. Please answer after it.',
} as const;
export type Refusal = keyof typeof refusals;

export const refused = (refusal: Refusal): MessageContent => paragraph(refusals[refusal]);
