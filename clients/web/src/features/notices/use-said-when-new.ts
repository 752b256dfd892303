import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Notices } from "@/api/types";
import { announce } from "@/ui/announce";
import { isUnseen } from "./queries";

/** Tells screen readers of notices that come while the page is open; those that were there are read in their place. */
export function useSaidWhenNew(newest: Notices | undefined): void {
  const { t } = useTranslation("notices");
  const known = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    if (!newest) return;
    const ids = newest.notices.filter(isUnseen).map(({ id }) => id);
    const before = known.current;
    known.current = new Set(newest.notices.map(({ id }) => id));
    const count = before ? ids.filter((id) => !before.has(id)).length : 0;
    if (count > 0) announce(t("unseenOf", { count }));
  }, [newest, t]);
}
