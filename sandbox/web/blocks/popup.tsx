import type { ReactNode, RefObject } from 'react';
import { useEffect, useLayoutEffect, useRef } from 'react';

interface PopupProps {
  /** What it hangs on; a press there does not dismiss it. */
  anchor: RefObject<HTMLElement | null>;
  dismiss(): void;
  children: ReactNode;
}

const gap = 4;
const tallest = 300;

/** A list or menu above all else, also above a dialog, which would otherwise cut it off. */
export function Popup({ anchor, dismiss, children }: PopupProps) {
  const popup = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const shown = popup.current;
    if (!shown || !anchor.current) return undefined;
    const place = () => anchor.current && placeAt(shown, anchor.current.getBoundingClientRect());
    shown.showPopover();
    place();
    window.addEventListener('scroll', place, true);
    window.addEventListener('resize', place);
    return () => {
      window.removeEventListener('scroll', place, true);
      window.removeEventListener('resize', place);
    };
  }, [anchor]);

  useEffect(() => {
    const onPress = ({ target }: PointerEvent) => {
      const isWithin = [popup, anchor].some(({ current }) => current?.contains(target as Node));
      if (!isWithin) dismiss();
    };
    document.addEventListener('pointerdown', onPress);
    return () => document.removeEventListener('pointerdown', onPress);
  }, [anchor, dismiss]);

  return (
    <div ref={popup} popover="manual" className="popup">
      {children}
    </div>
  );
}

/** Below, or above where there is more room. */
function placeAt(shown: HTMLElement, at: DOMRect): void {
  const below = window.innerHeight - at.bottom - 2 * gap;
  const above = at.top - 2 * gap;
  const isBelow = below >= Math.min(tallest, shown.scrollHeight) || below >= above;
  shown.style.maxHeight = `${Math.min(tallest, isBelow ? below : above)}px`;
  shown.style.minWidth = `${at.width}px`;
  shown.style.left = `${Math.max(gap, Math.min(at.left, window.innerWidth - shown.offsetWidth - gap))}px`;
  shown.style.top = isBelow ? `${at.bottom + gap}px` : 'auto';
  shown.style.bottom = isBelow ? 'auto' : `${window.innerHeight - at.top + gap}px`;
}
