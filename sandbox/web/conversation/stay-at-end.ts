import { useCallback, useLayoutEffect, useRef, useState } from 'react';

/** This near to the end counts as being there. */
const nearPx = 40;

/** Keeps a box scrolled to the end while its content grows or is redrawn, unless somebody has scrolled up in it. */
export function useStayAtEnd() {
  const scroller = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const stays = useRef<'yes' | 'no'>('yes');
  const [away, setAway] = useState<'yes' | 'no'>('no');

  const goToEnd = useCallback(() => {
    const box = scroller.current;
    if (box) box.scrollTop = box.scrollHeight;
  }, []);

  useLayoutEffect(() => {
    const box = scroller.current;
    const inner = content.current;
    if (!box || !inner) return;
    let heightThen = box.scrollHeight;
    const onScroll = () => {
      const distance = box.scrollHeight - box.clientHeight - box.scrollTop;
      // Content that has just grown puts the end away without anybody scrolling: the observer below follows it.
      if (box.scrollHeight !== heightThen && stays.current === 'yes') return;
      stays.current = distance <= nearPx ? 'yes' : 'no';
      setAway(stays.current === 'yes' ? 'no' : 'yes');
    };
    const grown = new ResizeObserver(() => {
      heightThen = box.scrollHeight;
      if (stays.current === 'yes') goToEnd();
    });
    grown.observe(inner);
    grown.observe(box);
    box.addEventListener('scroll', onScroll, { passive: true });
    goToEnd();
    return () => {
      grown.disconnect();
      box.removeEventListener('scroll', onScroll);
    };
  }, [goToEnd]);

  return { scroller, content, goToEnd, away };
}
