import type { Block, Callbacks, Entry, Names, SubmitOutcome } from '../blocks/index.js';

/** A view as `GET /control/users/ID` lists it among the modals. */
export interface ModalView {
  id: string;
  title: { text: string };
  submit: { text: string } | null;
  close: { text: string } | null;
  submit_disabled?: boolean;
  blocks: readonly Block[];
}

export interface ModalDialogProps extends Callbacks {
  view: ModalView;
  names: Names;
  /** Whose dialog this is, shown beside its title. */
  appName?: string;
  /** `values` by block id: only what was touched, as `act/submit` wants it. */
  submit(values: Record<string, Entry>): Promise<SubmitOutcome>;
  close(): void;
  /** A dialog below the top of the stack keeps what was entered, and is not shown. */
  position?: 'top' | 'below';
}

export function ModalDialog({ view, close }: ModalDialogProps) {
  return (
    <dialog aria-label={view.title.text}>
      <button type="button" onClick={close}>
        Close
      </button>
    </dialog>
  );
}
