import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/ui/Button";
import { Stack } from "@/ui/Card";
import { Page } from "@/ui/Page";
import { Lines } from "./Lines";

/** The end, in words: no score, no verdict. */
export function Thanks({ crisis }: { crisis: boolean }) {
  const { t } = useTranslation("questionnaire");
  return (
    <Page title={t("thanks.title")} documentTitle={t("title")} step="thanks" lead={t("thanks.body")}>
      {crisis ? (
        <Stack>
          <p>{t("thanks.lines")}</p>
          <Lines />
        </Stack>
      ) : null}
      <ButtonLink href="/" block>
        {t("toHome")}
      </ButtonLink>
    </Page>
  );
}
