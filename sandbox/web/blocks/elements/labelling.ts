/** How an element is called, and what else is said of it. */
export interface Labelling {
  /** Of the native control, so that a click on its label reaches it. */
  id?: string;
  /** Where nothing on the page names it. */
  label?: string;
  labelledBy?: string;
  describedBy?: string;
  isInvalid?: boolean;
  isRequired?: boolean;
}

export function ariaOf({ label, labelledBy, describedBy, isInvalid, isRequired }: Labelling) {
  return {
    'aria-label': labelledBy ? undefined : label,
    'aria-labelledby': labelledBy,
    'aria-describedby': describedBy,
    'aria-invalid': isInvalid || undefined,
    'aria-required': isRequired || undefined,
  };
}
