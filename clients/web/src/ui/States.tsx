import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { asApiError } from "@/api/errors";
import { errorText } from "@/i18n/error-text";
import { Button } from "./Button";
import { Icon, type IconName } from "./Icon";
import styles from "./States.module.css";

const QUIET_MS = 250;

/** Waiting: says nothing for a moment, so that what comes quickly does not flicker. */
export function Loading({ label }: { label?: string }) {
  const { t } = useTranslation();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), QUIET_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={styles.state} role="status" aria-busy="true">
      {late ? (
        <>
          <span className={styles.dots} aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          <p>{label ?? t("loading")}</p>
        </>
      ) : null}
    </div>
  );
}

/** Something did not work: what, and what to do next. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  const failure = asApiError(error);
  return (
    <div className={styles.state} role="alert">
      <span className={styles.icon}>
        <Icon name={failure.unreachable ? "offline" : "info"} size={32} />
      </span>
      <p>{errorText(failure)}</p>
      {onRetry && failure.status !== 404 ? (
        <Button variant="secondary" onPress={onRetry}>
          {t("tryAgain")}
        </Button>
      ) : null}
    </div>
  );
}

interface EmptyProps {
  icon?: IconName;
  title: ReactNode;
  children?: ReactNode;
}

/** Nothing here yet, and what one can do about it. */
export function Empty({ icon = "leaf", title, children }: EmptyProps) {
  return (
    <div className={styles.state}>
      <span className={styles.icon}>
        <Icon name={icon} size={32} />
      </span>
      <p className={styles.title}>{title}</p>
      {children}
    </div>
  );
}

interface AnswerLike<T> {
  data: T | undefined;
  error: unknown;
  isPending: boolean;
  refetch: () => unknown;
}

/** A query's three screens: waiting, failed with a way on, and what came. What is there stays when a refetch fails. */
export function Answer<T>({ of, children }: { of: AnswerLike<T>; children: (data: T) => ReactNode }) {
  if (of.data !== undefined) return <>{children(of.data)}</>;
  if (of.isPending) return <Loading />;
  return <ErrorState error={of.error} onRetry={() => void of.refetch()} />;
}
