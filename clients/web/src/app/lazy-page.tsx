import { type ComponentType, lazy } from "react";
import { loadCatalogues } from "@/i18n";
import { loadPart } from "./new-version";

/** A screen that comes when it is opened, its code and its catalogues at the same time; `preload` lets them come before. */
export function lazyPage<P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
  ...catalogues: string[]
) {
  const bring = async () => {
    const [page] = await loadPart(() => Promise.all([load(), loadCatalogues(...catalogues)]));
    // What can go wrong on it is told in words that need not come before it.
    void loadCatalogues("more-errors").catch(() => undefined);
    return page;
  };
  let early: ReturnType<typeof bring> | null = null;
  /** Once the language of the page is known; rejects like the loading of any part. */
  const preload = (): Promise<unknown> => {
    early ??= bring().catch((error) => {
      early = null;
      throw error;
    });
    return early;
  };
  return Object.assign(
    lazy(() => early ?? bring()),
    { preload },
  );
}
