/*
 * Draws blocks as Slack does. For tests: what is pressed is a `button` named by its text; a select is a `combobox` named
 * by its label, or by its placeholder where it has none: a click on it lists `option`s, typing filters them; what is
 * behind the three dots is `menuitem`s of the button "More actions". Dates and times are native inputs.
 */
export type { BlockListProps } from './block-list.js';
export { BlockList } from './block-list.js';
export type {
  Block,
  Callbacks,
  ChannelName,
  Entry,
  FormEntry,
  FormValues,
  Names,
  OptionGroupOrOption,
  PersonName,
  Place,
  PressOutcome,
  SubmitOutcome,
  UploadedFile,
} from './contract.js';
export { blocksOf } from './contract.js';
export type { MessageTextProps } from './message-text.js';
export { MessageText } from './message-text.js';
