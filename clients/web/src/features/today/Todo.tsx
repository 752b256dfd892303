import type { ReactNode } from "react";
import { ButtonLink } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Icon, type IconName } from "@/ui/Icon";
import styles from "./Todo.module.css";

interface TodoProps {
  id: string;
  icon: IconName;
  /** danger: a person may be in danger; now: somebody waits for it; later: it can be done in the course of the day. */
  urgency: "danger" | "now" | "later";
  /** What is to be done, in one sentence. */
  title: string;
  detail?: ReactNode;
  action: { href: string; label: string };
  children?: ReactNode;
}

/** One thing to do: a sentence and a way. */
export function Todo({ id, icon, urgency, title, detail, action, children }: TodoProps) {
  return (
    <Card as="li" tone={urgency === "later" ? "plain" : "accent"} aria-labelledby={id}>
      <div className={styles.head}>
        <span className={urgency === "danger" ? styles.danger : styles.icon}>
          <Icon name={icon} />
        </span>
        <div className={styles.words}>
          <h2 id={id} className={styles.title}>
            {title}
          </h2>
          {detail ? <p>{detail}</p> : null}
        </div>
        <ButtonLink href={action.href} variant={urgency === "later" ? "secondary" : "primary"}>
          {action.label}
        </ButtonLink>
      </div>
      {children}
    </Card>
  );
}
