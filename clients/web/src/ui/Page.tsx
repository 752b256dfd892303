import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Icon } from "./Icon";
import styles from "./Page.module.css";
import { takeFocusWish } from "./page-focus";
import { setTitle } from "./title";

interface PageProps {
  title: ReactNode;
  /** The browser's title where it differs from the heading. Never a name, never anything clinical. */
  documentTitle?: string;
  /** The way back: an address, or a step within this page. */
  back?: string | (() => void);
  backLabel?: string;
  lead?: ReactNode;
  /** narrow: a phone's column (parents); wide: tables and working screens (staff); full: a month. */
  width?: "narrow" | "wide" | "full";
  hideTitle?: boolean;
  /** Changes when a step within the page does, so that its heading gets the focus. */
  step?: string | number;
  children: ReactNode;
}

/** One screen: its heading (focused after a move, so that screen readers begin there), the way back, the content. */
export function Page(props: PageProps) {
  const { title, documentTitle, back, backLabel, lead, width = "narrow", hideTitle, step, children } = props;
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  const lastStep = useRef(step);

  const named = documentTitle ?? (typeof title === "string" ? title : null);
  useEffect(() => {
    setTitle(named ? `${named} | ${t("product")}` : t("product"));
  }, [named, t]);

  useEffect(() => {
    if (takeFocusWish() || lastStep.current !== step) {
      lastStep.current = step;
      window.scrollTo({ top: 0 });
      heading.current?.focus({ preventScroll: true });
    }
  }, [step]);

  return (
    <div className={`${styles.page} ${styles[width]}`}>
      {typeof back === "string" ? (
        <Link href={back} className={styles.back}>
          <Icon name="back" size={20} />
          {backLabel ?? t("back")}
        </Link>
      ) : back ? (
        <button type="button" className={styles.back} onClick={back}>
          <Icon name="back" size={20} />
          {backLabel ?? t("back")}
        </button>
      ) : null}
      <header className={hideTitle ? "visually-hidden" : styles.header}>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {lead ? <p className={styles.lead}>{lead}</p> : null}
      </header>
      {children}
    </div>
  );
}
