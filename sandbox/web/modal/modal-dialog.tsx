import type { FormEvent, ReactNode } from 'react';
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Cross } from '../blocks/confirm-dialog.js';
import '../blocks/dialog.css';
import type { Block, Callbacks, Entry, FormEntry, FormValues, Names, SubmitOutcome } from '../blocks/index.js';
import { BlockList } from '../blocks/index.js';
import { useShownModally } from '../blocks/shown-modally.js';
import { ErrorLine, Spinner } from '../blocks/words.js';
import { Plain } from '../mrkdwn/mrkdwn.js';
import { findProblems, touched, withEntry } from './form.js';
import './modal.css';

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
  /** Whose dialog this is, shown beside its title: a picture, or else the first letter of the name. */
  appName?: string;
  appMark?: ReactNode;
  /** `values` by block id: only what was touched, as `act/submit` wants it. */
  submit(values: Record<string, Entry>): Promise<SubmitOutcome>;
  close(): void;
  /** A dialog below the top of the stack keeps what was entered, and is not shown. */
  position?: 'top' | 'below';
}

/** Draw it with the view's id as its key: what was entered belongs to the view, also after the app has redrawn it. */
export function ModalDialog(props: ModalDialogProps) {
  const { view, names, appName = 'App', appMark, press, suggest, upload, submit, close, position = 'top' } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const [values, setValues] = useState<FormValues>({});
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [sending, setSending] = useState<'sending' | 'ready'>('ready');
  const [failure, setFailure] = useState<string>();
  const place = useMemo(() => ({ viewId: view.id }), [view.id]);

  useShownModally(dialog, position === 'top' ? 'shown' : 'hidden');
  // biome-ignore lint/correctness/useExhaustiveDependencies: a redraw must not take the focus from who types
  useLayoutEffect(() => {
    if (position === 'top') focusFirst(dialog.current, view.blocks);
  }, [position]);
  useEffect(() => {
    if (Object.keys(errors).length > 0) focusError(dialog.current);
  }, [errors]);

  const onChange = (entry: FormEntry) => {
    setValues((before) => withEntry(before, entry));
    setErrors((before) => without(before, entry.blockId));
  };

  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    if (sending === 'sending' || !view.submit || view.submit_disabled) return;
    const problems = findProblems(view.blocks, values);
    setErrors(problems);
    setFailure(undefined);
    if (Object.keys(problems).length > 0) return;
    setSending('sending');
    const outcome = await submit(touched(view.blocks, values)).catch(notSent);
    setSending('ready');
    if (outcome.outcome === 'refused') setErrors(outcome.errors);
    if (outcome.outcome === 'failed') setFailure(outcome.why);
  };

  const fields = new Set(view.blocks.map(({ block_id: id }) => id));
  const elsewhere = Object.entries(errors).filter(([blockId]) => !fields.has(blockId));
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={title}
      onCancel={(event) => {
        // The sandbox takes the view away; until then it stays.
        event.preventDefault();
        close();
      }}
    >
      <form className="modal-form" noValidate onSubmit={(event) => void onSubmit(event)}>
        <header className="dialog-head">
          <span className={appMark ? 'modal-mark' : 'modal-mark modal-letter'} aria-hidden="true">
            {appMark ?? appName.slice(0, 1)}
          </span>
          <h2 id={title} className="dialog-title">
            <Plain text={view.title.text} />
          </h2>
          <button type="button" className="dialog-x" aria-label="Close" onClick={close}>
            <Cross />
          </button>
        </header>
        <div className="dialog-body">
          <BlockList
            blocks={view.blocks}
            place={place}
            names={names}
            press={press}
            suggest={suggest}
            upload={upload}
            values={values}
            onChange={onChange}
            errors={errors}
          />
          {failure && <ErrorLine>{failure}</ErrorLine>}
          {elsewhere.map(([blockId, words]) => (
            <ErrorLine key={blockId}>{words}</ErrorLine>
          ))}
        </div>
        {view.submit && (
          <footer className="dialog-foot">
            <button type="button" className="button button-large" onClick={close}>
              <span className="button-words">
                <Plain text={view.close?.text ?? 'Cancel'} />
              </span>
            </button>
            <button
              type="submit"
              className="button button-large button-primary"
              disabled={view.submit_disabled}
              aria-busy={sending === 'sending' || undefined}
              aria-disabled={sending === 'sending' || undefined}
            >
              <span className="button-words">
                <Plain text={view.submit.text} />
              </span>
              {sending === 'sending' && <Spinner />}
            </button>
          </footer>
        )}
        {!view.submit && view.close && (
          <footer className="dialog-foot">
            <button type="button" className="button button-large" onClick={close}>
              <span className="button-words">
                <Plain text={view.close.text} />
              </span>
            </button>
          </footer>
        )}
      </form>
    </dialog>
  );
}

const anyField = 'input, textarea';

/** The field that asks for it, else the first one; a dialog without fields is only read: there, what sends or closes it. */
function focusFirst(dialog: HTMLDialogElement | null, blocks: readonly Block[]): void {
  const asking = blocks.find((block) => 'element' in block && (block.element as Focusable).focus_on_load);
  const body = dialog?.querySelector('.dialog-body');
  const field =
    body?.querySelector(`[data-block="${CSS.escape(asking?.block_id ?? '')}"] :is(${anyField})`) ??
    body?.querySelector(anyField) ??
    dialog?.querySelector('.dialog-foot button:last-child') ??
    dialog?.querySelector('.dialog-x');
  if (field instanceof HTMLElement) field.focus();
}

type Focusable = { focus_on_load?: boolean };

function focusError(dialog: HTMLDialogElement | null): void {
  const field = dialog?.querySelector(
    ':is(input, textarea)[aria-invalid="true"], fieldset[data-invalid] input, .file-drop[data-invalid] input',
  );
  if (!(field instanceof HTMLElement)) return;
  field.focus({ preventScroll: true });
  // With its label and with what is wrong, which stands below it.
  field.closest('.input-block')?.scrollIntoView({ block: 'nearest' });
}

function without(errors: Readonly<Record<string, string>>, blockId: string): Readonly<Record<string, string>> {
  if (!(blockId in errors)) return errors;
  const { [blockId]: _, ...rest } = errors;
  return rest;
}

const notSent = (error: unknown) =>
  ({ outcome: 'failed', why: error instanceof Error ? error.message : 'That could not be sent. Try again.' }) as const;
