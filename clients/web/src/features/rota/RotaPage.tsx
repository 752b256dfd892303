import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Redirect, useParams } from "wouter";
import { serverNow } from "@/time/clock";
import { isMonth } from "@/time/month";
import { Answer } from "@/ui/States";
import { MonthPage } from "./MonthPage";
import { monthOf } from "./months";
import { monthQuery } from "./queries";
import { RotaFrame } from "./RotaFrame";

/** The coordinator's rota of a month. Without a month in the address it is the present one. */
export default function RotaPage() {
  const { month } = useParams<{ month?: string }>();
  const now = monthOf(serverNow());
  if (!month || !isMonth(month)) return <Redirect to={`/rota/${now}`} replace />;
  return <OfMonth key={month} month={month} />;
}

function OfMonth({ month }: { month: string }) {
  const { t } = useTranslation("rota");
  const query = useQuery(monthQuery(month));
  return (
    <RotaFrame title={t("title")} month={month}>
      <Answer of={query}>{(data) => <MonthPage month={data} />}</Answer>
    </RotaFrame>
  );
}
