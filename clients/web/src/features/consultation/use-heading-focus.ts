import { type RefObject, useEffect, useRef } from "react";
import { takeFocusWish } from "@/ui/page-focus";

/** The heading of a screen that is no Page: it gets the focus after a move, so that screen readers begin there. */
export function useHeadingFocus(): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takeFocusWish()) heading.current?.focus({ preventScroll: true });
  }, []);
  return heading;
}
