import type { RefObject } from 'react';
import { useLayoutEffect } from 'react';

/**
 * The browser's own modal dialog: all else is inert, focus stays within, and goes back where it was when it ends.
 */
export function useShownModally(dialog: RefObject<HTMLDialogElement | null>, shown: 'shown' | 'hidden' = 'shown') {
  useLayoutEffect(() => {
    const element = dialog.current;
    if (shown === 'hidden' || !element) return undefined;
    element.showModal();
    return () => element.close();
  }, [dialog, shown]);
}
