import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { OpenAbsence, OpenAbsences } from "@/api/types";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { ButtonLink } from "@/ui/Button";
import { Actions, Card, Stack } from "@/ui/Card";
import { LinkRows } from "@/ui/LinkRows";
import { Page } from "@/ui/Page";
import { Answer, Empty } from "@/ui/States";
import { repairHref } from "./address";
import { TouchedList } from "./TouchedList";

/** What the coordinator has to do today: a list, the absences whose appointments nobody can give first. */
export default function TodayPage() {
  const { t } = useTranslation("today");
  const query = useQuery({
    queryKey: keys.openAbsences,
    queryFn: ({ signal }) => api.get<OpenAbsences>("/absence-repairs", {}, signal),
    refetchInterval: 60_000,
  });
  return (
    <Page title={t("title")} lead={t("lead")} width="wide">
      <Actions>
        <ButtonLink href="/absences/new">{t("record")}</ButtonLink>
      </Actions>
      <Answer of={query}>
        {({ absences }) =>
          absences.length === 0 ? (
            <Empty icon="check" title={t("none")} />
          ) : (
            <Stack>
              {absences.map((each) => (
                <Absence key={each.absence.id} open={each} />
              ))}
            </Stack>
          )
        }
      </Answer>
      <LinkRows
        rows={[
          { href: "/today/appointments", title: t("day.title"), detail: t("day.detail") },
          { href: "/rota/uncovered", title: t("uncovered"), detail: t("uncoveredDetail") },
        ]}
      />
    </Page>
  );
}

function Absence({ open }: { open: OpenAbsence }) {
  const { t } = useTranslation("today");
  const format = useFormat();
  const { absence, appointments, practitioner_name: name } = open;
  const id = `absence-${absence.id}`;
  return (
    <Card as="section" tone="accent" aria-labelledby={id}>
      <Stack>
        <h2 id={id}>{t("absent", { name, kind: t(`kind.${absence.kind}`) })}</h2>
        <p>
          {t("days", { first: format.date(noonOf(absence.first)), last: format.date(noonOf(absence.last)) })}
          {" · "}
          {t("unsolved", { count: appointments.length })}
        </p>
        <TouchedList appointments={appointments} />
        <Actions>
          <ButtonLink href={repairHref(absence)}>{t("repair")}</ButtonLink>
        </Actions>
      </Stack>
    </Card>
  );
}
