import type { ActionsBlockElement, ContextActionsBlock, InputBlock } from '@slack/types';
import type { Block } from '../contract.js';
import type { Controls } from '../controls.js';
import { ButtonElement } from './button.js';
import './elements.css';
import { FeedbackElement, IconElement } from './feedback.js';
import { FileInputElement } from './file-input.js';
import type { Labelling } from './labelling.js';
import { MomentInput } from './moment-input.js';
import { OverflowElement } from './overflow.js';
import { MultiSelectElement, SelectElement } from './select.js';
import { TextInput } from './text-input.js';
import { CheckboxesElement, RadioElement } from './tick-list.js';

export type DrawnElement = ActionsBlockElement | InputBlock['element'] | ContextActionsBlock['elements'][number];

interface ElementProps {
  element: DrawnElement;
  block: Block;
  controls: Controls;
  labelling?: Labelling;
}

export function Element({ element, block, controls, labelling = {} }: ElementProps) {
  switch (element.type) {
    case 'button':
    case 'workflow_button':
      return <ButtonElement element={element} controls={controls} />;
    case 'overflow':
      return <OverflowElement element={element} controls={controls} />;
    case 'static_select':
    case 'external_select':
    case 'users_select':
    case 'conversations_select':
    case 'channels_select':
      return <SelectElement element={element} block={block} controls={controls} labelling={labelling} />;
    case 'multi_static_select':
    case 'multi_external_select':
    case 'multi_users_select':
    case 'multi_conversations_select':
    case 'multi_channels_select':
      return <MultiSelectElement element={element} block={block} controls={controls} labelling={labelling} />;
    case 'checkboxes':
      return <CheckboxesElement element={element} controls={controls} labelling={labelling} />;
    case 'radio_buttons':
      return <RadioElement element={element} controls={controls} labelling={labelling} />;
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
      return <MomentInput element={element} controls={controls} labelling={labelling} />;
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
    case 'rich_text_input':
      return <TextInput element={element} block={block} controls={controls} labelling={labelling} />;
    case 'file_input':
      return <FileInputElement element={element} controls={controls} labelling={labelling} />;
    case 'feedback_buttons':
      return <FeedbackElement element={element} controls={controls} />;
    case 'icon_button':
      return <IconElement element={element} controls={controls} />;
    default:
      return <Unknown what={(element as { type: string }).type} />;
  }
}

/** Something newer than this page. Said rather than left out, so that it is missed. */
export function Unknown({ what }: { what: string }) {
  return <p className="unknown">This page does not know how to draw “{what}”.</p>;
}
