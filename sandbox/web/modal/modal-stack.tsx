import type { ReactNode } from 'react';
import type { Callbacks, Entry, Names, SubmitOutcome } from '../blocks/index.js';
import type { ModalView } from './modal-dialog.js';
import { ModalDialog } from './modal-dialog.js';

export interface ModalStackProps extends Pick<Callbacks, 'upload'> {
  /** All open modals of a person, the topmost last. */
  views: readonly ModalView[];
  names: Names;
  appName?: string;
  appMark?: ReactNode;
  press(view: ModalView, what: Parameters<Callbacks['press']>[0]): ReturnType<Callbacks['press']>;
  suggest(view: ModalView, what: Parameters<Callbacks['suggest']>[0]): ReturnType<Callbacks['suggest']>;
  submit(view: ModalView, values: Record<string, Entry>): Promise<SubmitOutcome>;
  close(view: ModalView): void;
}

/** Shows the topmost modal; those below keep what was entered in them. */
export function ModalStack({ views, press, suggest, submit, close, ...shared }: ModalStackProps) {
  return views.map((view, index) => (
    <ModalDialog
      key={view.id}
      view={view}
      position={index === views.length - 1 ? 'top' : 'below'}
      press={(what) => press(view, what)}
      suggest={(what) => suggest(view, what)}
      submit={(values) => submit(view, values)}
      close={() => close(view)}
      {...shared}
    />
  ));
}
