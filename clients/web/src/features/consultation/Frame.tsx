import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { emergencyPath } from "@/i18n/emergency";
import { Icon } from "@/ui/Icon";
import styles from "./Frame.module.css";

/** What surrounds the quiet screens around a consultation: the way back and the way to help, no menu. */
export function Frame({ backTo = "/", children }: { backTo?: string; children: ReactNode }) {
  const { t } = useTranslation("consultation");
  return (
    <div className={styles.frame}>
      <header className={styles.header}>
        <Link href={backTo} className={styles.link}>
          <Icon name="back" size={20} />
          {t("frame.back")}
        </Link>
        <EmergencyLink className={styles.link} />
      </header>
      <main className={styles.main}>{children}</main>
    </div>
  );
}

/** Help stays one touch away, in a tab of its own, so that the consultation stays open. */
export function EmergencyLink({ className, isShort = false }: { className?: string; isShort?: boolean }) {
  const { t } = useTranslation("consultation");
  return (
    <a href={emergencyPath()} target="_blank" rel="noopener" className={className}>
      <Icon name="emergency" size={20} />
      {t(isShort ? "frame.emergency" : "common:emergency")}
      <span className="visually-hidden">{t("frame.newTab")}</span>
    </a>
  );
}
