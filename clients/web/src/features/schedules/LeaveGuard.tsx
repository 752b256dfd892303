import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { ConfirmDialog } from "@/ui/ConfirmDialog";

/** Asks before a link leads away from edits that are not saved; the edits stay in this tab either way. */
export function LeaveGuard({ isActive }: { isActive: boolean }) {
  const { t } = useTranslation("schedules");
  const [, navigate] = useLocation();
  const [wanted, setWanted] = useState<string | null>(null);
  useEffect(() => {
    if (!isActive) return;
    const ask = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      const isElsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0 || link?.target;
      if (!link || isElsewhere || link.origin !== location.origin) return;
      // What stands on this page, and the emergency page, which is none of the client's.
      if (link.pathname === location.pathname || link.pathname === "/emergency") return;
      event.preventDefault();
      event.stopPropagation();
      setWanted(link.pathname + link.search);
    };
    document.addEventListener("click", ask, { capture: true });
    return () => document.removeEventListener("click", ask, { capture: true });
  }, [isActive]);
  return (
    <ConfirmDialog
      isOpen={wanted !== null}
      onClose={() => setWanted(null)}
      title={t("leave.title")}
      confirmLabel={t("leave.go")}
      cancelLabel={t("leave.stay")}
      onConfirm={() => {
        setWanted(null);
        if (wanted) navigate(wanted);
      }}
    >
      <p>{t("leave.body")}</p>
    </ConfirmDialog>
  );
}
