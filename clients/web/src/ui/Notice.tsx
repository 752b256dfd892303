import type { ReactNode } from "react";
import { Icon, type IconName } from "./Icon";
import styles from "./Notice.module.css";

interface NoticeProps {
  /** info: good to know; care: something to do; danger: a person in danger, the only red. */
  tone?: "info" | "care" | "danger";
  icon?: IconName;
  title?: ReactNode;
  children?: ReactNode;
  /** Said by screen readers when it appears. */
  live?: boolean;
}

export function Notice({ tone = "info", icon = "info", title, children, live }: NoticeProps) {
  return (
    <div className={`${styles.notice} ${styles[tone]}`} role={live ? "status" : undefined}>
      <span className={styles.icon}>
        <Icon name={icon} />
      </span>
      <div className={styles.words}>
        {title ? <p className={styles.title}>{title}</p> : null}
        {children}
      </div>
    </div>
  );
}
