import type { ReactNode } from "react";
import { Link } from "wouter";
import { Icon } from "./Icon";
import styles from "./LinkRows.module.css";

interface LinkRow {
  href: string;
  title: ReactNode;
  detail?: ReactNode;
}

/** Ways to other screens, under one another, each with what stands there now. */
export function LinkRows({ rows }: { rows: readonly LinkRow[] }) {
  return (
    <ul className={styles.rows}>
      {rows.map(({ href, title, detail }) => (
        <li key={href}>
          <Link href={href} className={styles.row}>
            <span className={styles.words}>
              <span className={styles.title}>{title}</span>
              {detail ? <span className={styles.detail}>{detail}</span> : null}
            </span>
            <Icon name="forward" size={20} />
          </Link>
        </li>
      ))}
    </ul>
  );
}
