import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Page } from "@/ui/Page";
import { PeriodChoice } from "./PeriodChoice";
import type { Period } from "./period";
import { usePeriod } from "./use-period";

interface PartPageProps {
  name: "funnel" | "times" | "load" | "groups" | "calls";
  children: (period: Period) => ReactNode;
}

/** A page of the figures behind the six measures, for the days that were chosen there. */
export function PartPage({ name, children }: PartPageProps) {
  const { t } = useTranslation("evaluation");
  const { period, choose, at } = usePeriod();
  return (
    <Page title={t(`more.${name}`)} lead={t(`${name}.lead`)} back={at("/figures")} backLabel={t("title")} width="wide">
      <PeriodChoice period={period} onChange={choose} />
      {children(period)}
    </Page>
  );
}
