import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Answer } from "@/ui/States";
import styles from "./evaluation.module.css";

interface PeriodAnswerProps<T> {
  of: UseQueryResult<T>;
  children: (data: T) => ReactNode;
}

/** The answer for a period. What is there stays only while the next is on its way: another period's figures mislead. */
export function PeriodAnswer<T>({ of, children }: PeriodAnswerProps<T>) {
  return (
    <div aria-busy={of.isPlaceholderData || undefined} className={styles.answer}>
      {of.isPlaceholderData || of.error === null ? (
        <Answer of={of}>{children}</Answer>
      ) : (
        <Answer of={{ ...of, data: undefined }}>{() => null}</Answer>
      )}
    </div>
  );
}
