import { memo, useMemo } from 'react';
import type { JsonObject } from '../../json.js';
import type { PageNames } from '../App.js';
import { blocksOf } from '../blocks/index.js';
import type { ModalStackProps, ModalView } from '../modal/index.js';
import { ModalStack } from '../modal/index.js';
import { LaurelLeaf } from '../people/LaurelLeaf.js';
import type { Actions } from '../state/actions.js';

interface OpenModalsProps {
  modals: readonly JsonObject[];
  names: PageNames;
  appName: string;
  actions: Actions;
}

/** The dialogs that the app has open for this person. */
export const OpenModals = memo(function OpenModals({ modals, names, appName, actions }: OpenModalsProps) {
  const views = useMemo(() => modals.map(viewOf), [modals]);
  const callbacks = useMemo(() => callbacksOf(actions), [actions]);
  const mark = <LaurelLeaf size={32} />;
  return <ModalStack views={views} names={names} appName={appName} appMark={mark} {...callbacks} />;
});

function callbacksOf(actions: Actions): Omit<ModalStackProps, 'views' | 'names' | 'appName' | 'appMark'> {
  return {
    press: ({ id }, what) => actions.press({ viewId: id }, what),
    suggest: ({ id }, what) => actions.suggest({ viewId: id }, what),
    upload: actions.upload,
    submit: ({ id }, values) => actions.submit(id, values),
    close: ({ id }) => void actions.closeModal(id),
  };
}

function viewOf(modal: JsonObject): ModalView {
  return {
    id: String(modal.id),
    title: wordsOf(modal.title) ?? { text: '' },
    submit: wordsOf(modal.submit),
    close: wordsOf(modal.close),
    submit_disabled: modal.submit_disabled === true,
    blocks: blocksOf(modal.blocks),
  };
}

function wordsOf(value: JsonObject[string]): { text: string } | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return { text: String(value.text) };
}
