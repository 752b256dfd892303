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
