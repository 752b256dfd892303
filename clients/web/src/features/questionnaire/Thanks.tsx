import { useTranslation } from "react-i18next";
import type { QuestionnaireTask } from "@/api/types";
import { Button, ButtonLink } from "@/ui/Button";
import { Stack } from "@/ui/Card";
import { Page } from "@/ui/Page";
import { Lines } from "./Lines";
import { isSurvey } from "./sequence";

interface ThanksProps {
  crisis: boolean;
  occasion: QuestionnaireTask["occasion"];
  /** Goes on to what is asked as well on this occasion. */
  onMore: (() => void) | null;
}

/** The end, in words: no score, no verdict. */
export function Thanks({ crisis, occasion, onMore }: ThanksProps) {
  const { t } = useTranslation("questionnaire");
  const read = t(isSurvey(occasion) ? "thanks.bodyOfSurvey" : "thanks.body");
  // Who is asked for more is not sent to rest yet.
  const lead = isSurvey(occasion) || onMore ? read : `${read} ${t("thanks.rest")}`;
  return (
    <Page title={t("thanks.title")} documentTitle={t("title")} step="thanks" lead={lead}>
      {crisis ? (
        <Stack>
          <p>{t("thanks.lines")}</p>
          <Lines />
        </Stack>
      ) : null}
      {onMore ? (
        <Stack gap={2}>
          <p>{t("thanks.more")}</p>
          <Button block onPress={onMore}>
            {t("thanks.goOn")}
          </Button>
        </Stack>
      ) : null}
      <ButtonLink href="/" variant={onMore ? "secondary" : "primary"} block>
        {t("toHome")}
      </ButtonLink>
    </Page>
  );
}
