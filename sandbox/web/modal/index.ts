export type { ModalDialogProps, ModalView } from './modal-dialog.js';
export { ModalDialog } from './modal-dialog.js';
export type { ModalStackProps } from './modal-stack.js';
export { ModalStack } from './modal-stack.js';
