import type { ReactNode } from "react";
import styles from "./Card.module.css";

interface CardProps {
  children: ReactNode;
  /** plain: paper; soft: a warm ground for what is quieter; accent: what matters now. */
  tone?: "plain" | "soft" | "accent";
  as?: "div" | "section" | "article" | "li";
  "aria-labelledby"?: string;
  className?: string;
}

export function Card({ children, tone = "plain", as: Tag = "div", className, ...rest }: CardProps) {
  return (
    <Tag {...rest} className={`${styles.card} ${styles[tone]} ${className ?? ""}`}>
      {children}
    </Tag>
  );
}

/** Things under one another with even room between them. */
export function Stack({ children, gap = 4 }: { children: ReactNode; gap?: 2 | 3 | 4 | 5 | 6 }) {
  return <div className={`${styles.stack} ${styles[`gap${gap}`]}`}>{children}</div>;
}

/** Buttons of a form: the main one last and within the thumb's reach. */
export function Actions({ children }: { children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>;
}
