import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

/** Near enough to the end to follow what comes. */
const NEAR_END = 80;

export interface KeptPlace {
  /** The element that scrolls, and what it holds: its children stand below one another. */
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  readonly onScroll: () => void;
  readonly isAtEnd: boolean;
  readonly toEnd: () => void;
}

/**
 * Keeps what a reader looks at where it is, whatever grows above or below it. At the end it follows what comes.
 *
 * The browser's own scroll anchoring does not do: WebKit has none, and it gives way at the very top.
 */
export function useKeptPlace(change: unknown): KeptPlace {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  /** Where following has brought it. */
  const followed = useRef(0);
  const anchor = useRef<{ element: Element; bottom: number } | null>(null);
  const [isAtEnd, setAtEnd] = useState(true);

  const settle = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    if (follows.current) {
      element.scrollTop = element.scrollHeight;
      followed.current = element.scrollTop;
    } else if (anchor.current?.element.isConnected) {
      const moved = bottomIn(element, anchor.current.element) - anchor.current.bottom;
      if (Math.abs(moved) >= 1) element.scrollTop += moved;
    }
  }, []);
  const onScroll = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    const isNearEnd = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END;
    // The next message may be there before the news of having followed the last one: nobody has scrolled up then.
    follows.current = isNearEnd || (follows.current && element.scrollTop >= followed.current - 1);
    setAtEnd(follows.current);
    const first = firstInSight(element, content.current?.children ?? []);
    anchor.current = first === undefined ? null : { element: first, bottom: bottomIn(element, first) };
  }, []);

  const watched = useRef(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the place is kept whenever the content changes
  useLayoutEffect(() => {
    // At the end the observer follows, in the same frame: reading the height here would lay out the page once more.
    if (!follows.current || !watched.current) settle();
  }, [change, settle]);
  useEffect(() => {
    if (typeof ResizeObserver === "undefined") return;
    // A message comes, the sheet grows, the keyboard comes, a picture opens.
    const observer = new ResizeObserver(settle);
    for (const part of [scroller.current, content.current]) if (part !== null) observer.observe(part);
    watched.current = true;
    return () => {
      watched.current = false;
      observer.disconnect();
    };
  }, [settle]);

  const toEnd = useCallback(() => {
    follows.current = true;
    setAtEnd(true);
    settle();
  }, [settle]);
  return { scroller, content, onScroll, isAtEnd, toEnd };
}

/** By its bottom: what stands above the text, the author's name, may come and go with the message before it. */
function bottomIn(scroller: Element, element: Element): number {
  return element.getBoundingClientRect().bottom - scroller.getBoundingClientRect().top;
}

/** The first of elements below one another that reaches into sight. */
function firstInSight(scroller: Element, elements: ArrayLike<Element>): Element | undefined {
  const { top } = scroller.getBoundingClientRect();
  let low = 0;
  let high = elements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((elements[middle]?.getBoundingClientRect().bottom ?? 0) > top) high = middle;
    else low = middle + 1;
  }
  return elements[low];
}
