import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { isOutdated } from "@/realtime/version";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import styles from "./NewVersion.module.css";

export function useIsOutdated(): boolean {
  return useSyncExternalStore(isOutdated.subscribe, isOutdated.get);
}

/** Says that there is a newer client. A consultation says it itself, once its connection needs it: a call is not disturbed. */
export function NewVersion() {
  const { t } = useTranslation();
  const [address] = useLocation();
  if (!useIsOutdated() || address.startsWith("/consultation/")) return null;
  return (
    <div className={styles.place}>
      <Notice icon="info" title={t("newVersion.title")} live>
        <p>{t("newVersion.body")}</p>
        <Button variant="secondary" onPress={() => location.reload()}>
          {t("newVersion.reload")}
        </Button>
      </Notice>
    </div>
  );
}
