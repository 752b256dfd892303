import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { displacedQuery } from "@/features/today/queries";
import { ButtonLink } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { ErrorState } from "@/ui/States";
import styles from "./schedules.module.css";

/** How many appointments lie outside of the hours as they are now, and the way to repair them; nothing where all fit. */
export function OutsideHours() {
  const { t } = useTranslation("schedules");
  const query = useQuery(displacedQuery());
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data || query.data.total === 0) return null;
  return (
    <Notice tone="care" live title={t("outside.title", { count: query.data.total })}>
      <p>{t("outside.body")}</p>
      <div className={styles.buttons}>
        <ButtonLink href="/absences/displaced" variant="secondary">
          {t("outside.repair")}
        </ButtonLink>
      </div>
    </Notice>
  );
}
