import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/ui/Button";
import { Page } from "@/ui/Page";

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Page title={t("notFound.title")} lead={t("notFound.body")}>
      <ButtonLink href="/">{t("notFound.home")}</ButtonLink>
    </Page>
  );
}
