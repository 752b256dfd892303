import { type RefObject, useEffect, useState, useSyncExternalStore } from "react";

function followFront(listener: () => void): () => void {
  document.addEventListener("visibilitychange", listener);
  return () => document.removeEventListener("visibilitychange", listener);
}

/** Whether an element can be seen: in the window, in everything that scrolls around it, and in a page in the foreground. */
export function useInSight(target: RefObject<Element | null>): boolean {
  const [isShown, setShown] = useState(false);
  const isFront = useSyncExternalStore(followFront, () => document.visibilityState === "visible");
  useEffect(() => {
    const element = target.current;
    if (element === null || typeof IntersectionObserver === "undefined") return;
    const observer = new IntersectionObserver((entries) => setShown(entries.at(-1)?.isIntersecting ?? false));
    observer.observe(element);
    return () => observer.disconnect();
  }, [target]);
  return isShown && isFront;
}
