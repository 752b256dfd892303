import { useEffect } from "react";
import { useTranslation } from "react-i18next";

/** The browser's title: never a name, never anything clinical. */
export function useTitle(title: string): void {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${title} | ${t("product")}`;
  }, [title, t]);
}
