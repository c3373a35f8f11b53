import type { Drawn } from '../../shared/blocks.js';
import { actionId, Button } from '../../shared/blocks.js';
import type { AssignmentId, CertificationId, CredentialId, PersonId } from '../../shared/ids.js';
import { writeSeen } from '../../shared/seen.js';

export const passedPressed = actionId('credentials.passed');
export const handInForPressed = actionId('credentials.hand-in-for');
export const correctPressed = actionId('credentials.correct');
export const withdrawPressed = actionId('credentials.withdraw');
export const showFilePressed = actionId('credentials.show-file');

/** *I passed*, of an assignment as it is drawn. */
export const passedButton = ({ id, version }: { id: AssignmentId; version: number }): Drawn => (
  <Button actionId={passedPressed} value={writeSeen(id, version)}>
    I passed
  </Button>
);

/** For managers of people without Slack: hands in for them. Draw it once in a block. */
export const handInButton = ({
  personId,
  certificationId,
}: {
  personId: PersonId;
  certificationId: CertificationId;
}): Drawn => (
  <Button actionId={handInForPressed} value={writeSeen(personId, 0, certificationId)}>
    Hand in
  </Button>
);

/** What can be done with what is handed in until it is decided. */
export const handedInControls = ({ id, version }: { id: CredentialId; version: number }): readonly Drawn[] => [
  correctButton({ id, version }),
  <Button
    actionId={withdrawPressed}
    value={writeSeen(id, version)}
    confirm={{
      title: 'Take it back?',
      text: 'Nobody will look at it any more. You can hand in again at any time.',
      confirm: 'Take it back',
      deny: 'Leave it',
    }}
  >
    Take it back
  </Button>,
];

export const correctButton = ({ id, version }: { id: CredentialId; version: number }): Drawn => (
  <Button actionId={correctPressed} value={writeSeen(id, version)}>
    Correct it
  </Button>
);

/** Shows whoever may see it the files that Laurel has kept; nothing when there are none. */
export const evidenceButtons = ({
  id,
  version,
  keptFiles,
}: {
  id: CredentialId;
  version: number;
  keptFiles: number;
}): readonly Drawn[] =>
  keptFiles === 0
    ? []
    : [
        <Button actionId={showFilePressed} value={writeSeen(id, version)}>
          {keptFiles === 1 ? 'Show the file' : `Show the ${keptFiles} files`}
        </Button>,
      ];
