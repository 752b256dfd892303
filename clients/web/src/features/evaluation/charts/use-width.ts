import { useLayoutEffect, useRef, useState } from "react";

/** The width of an element in pixels, so that a chart is drawn at the size of its letters and not stretched. */
export function useWidth<E extends Element>(usual: number) {
  const ref = useRef<E>(null);
  const [width, setWidth] = useState(usual);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      const found = Math.round(entry?.contentRect.width ?? 0);
      if (found > 0) setWidth(found);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width] as const;
}
