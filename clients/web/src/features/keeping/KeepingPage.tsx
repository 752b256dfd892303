import { useTranslation } from "react-i18next";
import { Stack } from "@/ui/Card";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";
import { HoldsPart } from "./HoldsPart";
import { RunsPart } from "./RunsPart";
import { YearsPart } from "./YearsPart";

/** The administrator's page: what is erased and when, whose data is kept by a hold, and for how many years. */
export default function KeepingPage() {
  const { t } = useTranslation("keeping");
  return (
    <Page title={t("title")} lead={t("lead")} width="wide">
      <Stack gap={5}>
        <Notice tone="care" title={t("review")}>
          <p>{t("reviewDetail")}</p>
        </Notice>
        <RunsPart />
        <HoldsPart />
        <YearsPart />
      </Stack>
    </Page>
  );
}
