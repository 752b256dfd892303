import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { Icon } from "@/ui/Icon";
import { Page } from "@/ui/Page";
import { monthAfter } from "./months";
import styles from "./RotaFrame.module.css";

interface RotaFrameProps {
  title: string;
  /** The month that the screen is about, with the ways to those beside it. */
  month?: string;
  children: ReactNode;
}

/** What stands above each screen of the rota: its parts, and the month. */
export function RotaFrame({ title, month, children }: RotaFrameProps) {
  const { t } = useTranslation("rota");
  const [location] = useLocation();
  const format = useFormat();
  const parts = [
    { href: "/rota", label: t("parts.month"), isHere: month !== undefined },
    { href: "/rota/uncovered", label: t("parts.uncovered"), isHere: location === "/rota/uncovered" },
    { href: "/rota/swaps", label: t("parts.swaps"), isHere: location === "/rota/swaps" },
    { href: "/rota/settings", label: t("parts.settings"), isHere: location.startsWith("/rota/settings") },
  ];
  return (
    <Page
      title={month ? `${title} ${format.month(noonOf(`${month}-01`))}` : title}
      width="full"
      hideTitle={Boolean(month)}
    >
      <div className={styles.top}>
        {month ? (
          <div className={styles.month}>
            <Link href={`/rota/${monthAfter(month, -1)}`} className={styles.step} aria-label={t("month.before")}>
              <Icon name="back" />
            </Link>
            <p className={styles.name}>{format.month(noonOf(`${month}-01`))}</p>
            <Link href={`/rota/${monthAfter(month, 1)}`} className={styles.step} aria-label={t("month.after")}>
              <Icon name="forward" />
            </Link>
          </div>
        ) : null}
        <nav className={styles.parts} aria-label={t("parts.label")}>
          {parts.map(({ href, label, isHere }) => (
            <Link key={href} href={href} className={styles.part} aria-current={isHere ? "page" : undefined}>
              {label}
            </Link>
          ))}
        </nav>
      </div>
      {children}
    </Page>
  );
}
