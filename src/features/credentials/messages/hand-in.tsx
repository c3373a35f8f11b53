import type { ModalView } from '@slack/types';
import type { MessageContent } from '../../../shared/block-limits.js';
import {
  Actions,
  actionId,
  B,
  Blocks,
  Br,
  Context,
  DateInput,
  FileInput,
  Modal,
  message,
  modal,
  paragraph,
  Section,
  SelectInput,
  Text,
  TextInput,
  UrlInput,
} from '../../../shared/blocks.js';
import type { CalendarDate } from '../../../shared/dates.js';
import { longDate } from '../../../shared/dates.js';
import type { CertificationId, CredentialId } from '../../../shared/ids.js';
import { listWords, plain } from '../../../shared/text.js';
import type { FileRefusal } from '../credential.js';
import type { Entered } from '../hand-in.js';
import { inputs, mostFiles } from '../hand-in.js';
import { correctButton } from '../parts.js';

export const handInDialog = actionId('credentials.hand-in');

type Named = Readonly<{ _id: CertificationId; name: string }>;

/** Who is asked, by name, and how many of them must agree; no names when nobody is known to be asked. */
export type Reviewers = Readonly<{ names: readonly string[]; needed: 1 | 2 }>;

/** Why the dialog is shown although something was just sent. */
export type HandInNote =
  | Readonly<{ kind: 'handed-in-already'; on: CalendarDate }>
  | Readonly<{ kind: 'changed-meanwhile'; agreed: readonly string[] }>;

export type HandInForm = Readonly<{
  subject: string;
  purpose: 'hand in' | 'correct';
  /** The name of what is handed in, or what can be chosen; `by code` where that would be too many. */
  certification: string | readonly Named[] | 'by code';
  /** Whose it is, when it is not the reader's own. */
  whose: string | undefined;
  reviewers: Reviewers | undefined;
  entered: Entered | undefined;
  /** The names of the files that stay unless others are chosen. */
  keptFiles: readonly string[];
  note: HandInNote | undefined;
  /** The names of files that were chosen before and that this dialog cannot hold. */
  filesToChooseAgain: readonly string[];
}>;

/** More options than Slack shows in one menu. */
export const mostChoices = 100;

export const handInForm = (form: HandInForm): ModalView =>
  modal(
    <Modal
      callbackId={handInDialog}
      title={form.purpose === 'correct' ? 'Correct what you sent' : 'Hand in a certificate'}
      submit={form.purpose === 'correct' ? 'Correct' : 'Hand in'}
      close="Cancel"
      privateMetadata={form.subject}
    >
      {form.note !== undefined && <Section>{noteWords(form.note)}</Section>}
      {typeof form.certification === 'string' && form.certification !== 'by code' ? (
        <Section>
          <B>
            <Text of={form.certification} max={150} />
          </B>
          {form.whose !== undefined && [' of ', <Text of={form.whose} max={100} />]}
          {form.reviewers !== undefined && [<Br />, nextWords(form.reviewers)]}
        </Section>
      ) : (
        certificationInput(form.certification)
      )}
      <DateInput name={inputs.earned} label="Earned on" initial={form.entered?.earnedOn} />
      <DateInput
        name={inputs.until}
        label="Valid until"
        hint="Only when the certificate names a day. Otherwise Laurel works it out."
        initial={form.entered?.expiresOn}
        optional
      />
      <TextInput
        name={inputs.number}
        label="Number of the certificate"
        hint="Give a number, a link or a file: at least one of them, so that somebody can check it."
        initial={form.entered?.number}
        maxLength={100}
        optional
      />
      <UrlInput name={inputs.link} label="Link to the certificate or badge" initial={form.entered?.link} optional />
      <FileInput
        name={inputs.files}
        label="Photo or scan"
        hint={filesHint(form)}
        types={['pdf', 'png', 'jpg', 'jpeg']}
        most={mostFiles}
        optional
      />
    </Modal>,
  );

function certificationInput(choices: HandInForm['certification']) {
  const label = 'Certification';
  if (typeof choices === 'string') {
    return <TextInput name={inputs.certification} label={label} hint="Its code or its whole name" maxLength={200} />;
  }
  return (
    <SelectInput
      name={inputs.certification}
      label={label}
      placeholder="Which one did you earn?"
      options={choices.map(({ _id, name }) => ({ value: _id, label: name, description: _id }))}
    />
  );
}

function filesHint({ keptFiles, filesToChooseAgain }: HandInForm): string {
  if (filesToChooseAgain.length > 0) return `Please choose ${listWords(filesToChooseAgain)} once more.`;
  if (keptFiles.length === 0) return `PDF, PNG or JPEG, at most ${mostFiles} files of 10 MB`;
  return `Leave it empty to keep ${listWords(keptFiles)}. New files take the place of all that you sent before.`;
}

function noteWords(note: HandInNote) {
  if (note.kind === 'handed-in-already') {
    return `This was handed in on ${longDate(note.on)}, and it is not decided yet. Do you want to correct that one? Then send what stands below.`;
  }
  const { agreed } = note;
  if (agreed.length === 0)
    return 'It was changed while you were writing, and nothing of yours was kept yet. Please send it again if it is still right.';
  return [
    <Text of={listWords(agreed)} max={200} />,
    ' agreed to it while you were writing. If you correct it now, it has to be looked at once more.',
  ];
}

/** "Denise looks at it next." */
const nextWords = ({ names, needed }: Reviewers) => {
  if (names.length === 0) return 'Somebody who may decide looks at it next.';
  if (names.length > mostNamed)
    return `${needed === 2 ? 'Two' : 'One'} of ${names.length} reviewers will look at it next.`;
  const text = (words: string) => <Text of={words} max={300} />;
  if (names.length === 1) return [text(names[0]!), ' looks at it next.'];
  if (needed === 2 && names.length === 2) return [text(listWords(names)), ' look at it next; both have to agree.'];
  return [needed === 2 ? 'Two of ' : 'One of ', text(listWords(names)), ' will look at it next.'];
};

const mostNamed = 4;

export type HandedIn = Readonly<{
  name: string;
  whose: string | undefined;
  reviewers: Reviewers;
  /** When it was due, and whether it was handed in by then; undefined when nobody asked for it. */
  due: Readonly<{ on: CalendarDate; isOnTime: boolean }> | undefined;
}>;

export const handedIn = ({ name, whose, reviewers, due }: HandedIn): MessageContent =>
  message(
    <Blocks>
      <Section>
        <B>
          <Text of={name} max={150} />
        </B>
        {whose !== undefined && [' of ', <Text of={whose} max={100} />]} is handed in. {nextWords(reviewers)} You will
        hear here what is decided.
        {due?.isOnTime && [<Br />, `It was handed in on time: it is due on ${longDate(due.on)}.`]}
        {due !== undefined && !due.isOnTime && [<Br />, `It was due on ${longDate(due.on)}.`]}
      </Section>
      <Context>
        {due !== undefined && 'Reminders stop meanwhile. '}
        {whose === undefined
          ? 'Until it is decided you can correct it or take it back, also on Laurel’s Home tab.'
          : 'Until it is decided you can correct it by handing in once more.'}
      </Context>
    </Blocks>,
    { text: plain`${name} is handed in.` },
  );

export const corrected = ({ name, reviewers }: Pick<HandedIn, 'name' | 'reviewers'>): MessageContent =>
  message(
    <Blocks>
      <Section>
        <B>
          <Text of={name} max={150} />
        </B>{' '}
        is corrected. {nextWords(reviewers)}
      </Section>
    </Blocks>,
    { text: plain`${name} is corrected.` },
  );

export const unchanged = ({ name }: { name: string }): MessageContent =>
  message(
    <Blocks>
      <Section>
        Nothing was changed:{' '}
        <B>
          <Text of={name} max={150} />
        </B>{' '}
        stands as it was handed in.
      </Section>
    </Blocks>,
    { text: plain`Nothing was changed.` },
  );

export const withdrawn = ({ name, dueOn }: { name: string; dueOn: CalendarDate | undefined }): MessageContent =>
  message(
    <Blocks>
      <Section>
        <B>
          <Text of={name} max={150} />
        </B>{' '}
        is taken back; nobody looks at it any more.
        {dueOn !== undefined && ` It is waiting again, due on ${longDate(dueOn)}.`} You can hand in again at any time.
      </Section>
    </Blocks>,
    { text: plain`${name} is taken back.` },
  );

/** Why something was not done. `by` is a name, undefined when nobody is known to have done it. */
export type HandInRefusal =
  | Readonly<{ code: 'not-known' | 'not-yours' | 'changed' }>
  | Readonly<{ code: 'uses-slack' | 'withdrawn'; name: string }>
  | Readonly<{ code: 'closed'; name: string; closing: 'earned' | 'waived' | 'withdrawn' }>
  | Readonly<{
      code: 'decided';
      name: string;
      outcome: 'approved' | 'declined' | 'known already';
      by: string | undefined;
      on: CalendarDate | undefined;
      why: string;
    }>;

export const handInRefused = (refusal: HandInRefusal): MessageContent => {
  const { words, text } = refusalWords(refusal);
  return message(
    <Blocks>
      <Section>{words}</Section>
    </Blocks>,
    { text: plain`${text}` },
  );
};

function refusalWords(refusal: HandInRefusal) {
  switch (refusal.code) {
    case 'not-known':
      return alike('Laurel does not know this any more, so nothing was done. /cert shows where you stand.');
    case 'not-yours':
      return alike('Only the person whose certification it is can do this, so nothing was done.');
    case 'changed':
      return alike(
        'This has changed since it was shown to you, so nothing was done. The message shows how it stands now.',
      );
    case 'uses-slack':
      return {
        words: [
          <Text of={refusal.name} max={100} />,
          ' uses Slack, so nobody else can hand in for them. Nothing was done.',
        ],
        text: 'They use Slack, so nobody else can hand in for them.',
      };
    case 'withdrawn':
      return {
        words: [itemName(refusal.name), ' was taken back, so there is nothing to change. You can hand it in anew.'],
        text: 'It was taken back.',
      };
    case 'closed':
      return {
        words: [itemName(refusal.name), ` ${closedWords[refusal.closing]}`],
        text: 'There is nothing to hand in.',
      };
    case 'decided':
      return { words: decidedWords(refusal), text: 'It is decided already.' };
  }
}

const alike = (words: string) => ({ words, text: words });

const itemName = (name: string) => (
  <B>
    <Text of={name} max={150} />
  </B>
);

const closedWords = {
  earned: 'is earned already, so there is nothing to hand in. With /cert add you can still hand in a newer one.',
  waived: 'is waived, so there is nothing to hand in. With /cert add you still can.',
  withdrawn: 'is no longer asked of you, so there is nothing to hand in. With /cert add you still can.',
} as const;

function decidedWords({ name, outcome, by, on, why }: Extract<HandInRefusal, { code: 'decided' }>) {
  const who = by === undefined ? undefined : <Text of={by} max={100} />;
  const day = on === undefined ? '' : ` on ${longDate(on)}`;
  const said = {
    approved: who === undefined ? [' was approved', day] : [' was approved by ', who, day],
    declined: who === undefined ? [' was declined', day] : [' was declined by ', who, day],
    'known already': [' turned out', day, ' to be one that Laurel knew already'],
  }[outcome];
  return [
    itemName(name),
    ...said,
    ', so it can no longer be changed.',
    why !== '' && [<Br />, 'Reason given: ', <Text of={why} max={500} />],
    outcome === 'declined' && [<Br />, 'You can hand it in anew.'],
  ];
}

/** For words after `/cert add` that name no certification. */
export const noSuchCertification = ({ words, near }: { words: string; near: readonly Named[] }): MessageContent =>
  message(
    <Blocks>
      <Section>
        The catalogue has no certification “
        <Text of={words} max={100} />
        ”, so nothing was done.
        {near.length > 0 && [
          ' Did you mean ',
          near.map(({ _id, name }, index) => [
            index > 0 && (index === near.length - 1 ? ' or ' : ', '),
            <B>{_id}</B>,
            ' (',
            <Text of={name} max={100} />,
            ')',
          ]),
          '?',
        ]}
        <Br />
        <B>/cert add</B> alone lets you choose from all
        {near[0] !== undefined && [', and ', <B>/cert add {near[0]._id}</B>, ' hands in the first of these']}.
      </Section>
    </Blocks>,
    { text: plain`The catalogue has no such certification.` },
  );

export type FilesRefused = Readonly<{
  id: CredentialId;
  version: number;
  name: string;
  files: readonly Readonly<{ name: string; why: FileRefusal }>[];
  /** Whether something else is left by which it can be checked. */
  hasOther: boolean;
}>;

export const filesRefused = ({ id, version, name, files, hasOther }: FilesRefused): MessageContent =>
  message(
    <Blocks>
      <Section>
        {files.map(({ name: file, why }, index) => [
          index > 0 && <Br />,
          <Text of={file} max={100} />,
          ' could not be used, because ',
          fileRefusals[why],
          '.',
        ])}
        <Br />
        {hasOther ? 'If it matters for ' : 'Please send another one for '}
        {itemName(name)}
        {hasOther ? ', please send another one.' : ': without it nobody can check what you handed in.'}
      </Section>
      <Actions>{correctButton({ id, version })}</Actions>
    </Blocks>,
    { text: plain`A file that you handed in for ${name} could not be used.` },
  );

const fileRefusals: Readonly<Record<FileRefusal, string>> = {
  'too-big': 'it is larger than 10 MB',
  'another-kind': 'it is not a PDF, PNG or JPEG file',
  gone: 'it is no longer in Slack',
};

/** What became of a press on *Show the file*. */
export type Shown = 'shown' | 'nothing-kept' | 'not-allowed' | 'not-known' | 'failed';

export const fileShown = (shown: Shown): MessageContent => paragraph(shownWords[shown]);

const shownWords: Readonly<Record<Shown, string>> = {
  shown: 'You find it in your messages with Laurel, where only you see it.',
  'nothing-kept': 'There is no file that could be shown. It may still be on its way: please try again in a minute.',
  'not-allowed': 'Only whoever decides about it, and whoever handed it in, can see the file.',
  'not-known': 'Laurel does not know this any more, so there is no file to show.',
  failed:
    'Slack did not take the file just now. Please look into your conversation with Laurel, and try again if it is not there.',
};
