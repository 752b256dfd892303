import { useTranslation } from "react-i18next";
import { Frame } from "@/features/consultation/Frame";
import { Page } from "@/ui/Page";

/** The part in the consultation is over: it ended, or one was asked out, or left. */
export function GuestOver() {
  const { t } = useTranslation("guests");
  return (
    <Frame>
      <Page title={t("over.title")} documentTitle={t("over.title")} lead={t("over.body")} step="over">
        <p>{t("over.again")}</p>
      </Page>
    </Frame>
  );
}

export default GuestOver;
