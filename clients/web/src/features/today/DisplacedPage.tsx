import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Page } from "@/ui/Page";
import { Loading } from "@/ui/States";
import { Done, Outcome } from "./Outcome";
import { useRepair } from "./use-repair";

/** Who would take the appointments at whose time nobody works any more. The plan is made as the page opens. */
export default function DisplacedPage() {
  const { t } = useTranslation("today");
  const repair = useRepair(null);
  const { mutate } = repair.plan;
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    mutate();
  }, [mutate]);
  return (
    <Page title={t("displaced.page")} lead={t("displaced.lead")} back="/today" backLabel={t("title")} width="wide">
      {repair.apply.data ? (
        <Done plan={repair.apply.data} />
      ) : repair.plan.isPending || repair.plan.isIdle ? (
        <Loading label={t("planning")} />
      ) : (
        <Outcome repair={repair} before={t("displaced.before")} />
      )}
    </Page>
  );
}
