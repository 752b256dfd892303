import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { setTitle } from "@/ui/title";

/** The browser's title: never a name, never anything clinical. */
export function useTitle(title: string): void {
  const { t } = useTranslation();
  useEffect(() => {
    setTitle(`${title} | ${t("product")}`);
  }, [title, t]);
}
