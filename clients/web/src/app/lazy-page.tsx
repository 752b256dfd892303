import { type ComponentType, lazy } from "react";
import { loadCatalogues } from "@/i18n";
import { loadPart } from "./new-version";

/** A screen that comes when it is opened, its code and its catalogues at the same time. */
export function lazyPage<P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
  ...catalogues: string[]
) {
  return lazy(async () => {
    const [page] = await loadPart(() => Promise.all([load(), loadCatalogues(...catalogues)]));
    return page;
  });
}
