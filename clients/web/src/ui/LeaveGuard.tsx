import { type ReactNode, useEffect, useState } from "react";
import { useLocation } from "wouter";
import { ConfirmDialog } from "./ConfirmDialog";

interface LeaveGuardProps {
  isActive: boolean;
  title: string;
  /** What going on would cost. */
  children: ReactNode;
  goLabel: string;
  stayLabel: string;
}

/** Asks before a link of the client leads away from this page, while that would cost something. */
export function LeaveGuard({ isActive, title, children, goLabel, stayLabel }: LeaveGuardProps) {
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
      title={title}
      confirmLabel={goLabel}
      cancelLabel={stayLabel}
      onConfirm={() => {
        setWanted(null);
        if (wanted) navigate(wanted);
      }}
    >
      {children}
    </ConfirmDialog>
  );
}
