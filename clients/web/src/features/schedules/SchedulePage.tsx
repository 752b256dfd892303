import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useParams } from "wouter";
import { NotFound } from "@/app/NotFound";
import { SupervisorOf } from "@/features/supervision/SupervisorOf";
import { Page } from "@/ui/Page";
import { Answer } from "@/ui/States";
import { Absences } from "./Absences";
import { OutsideHours } from "./OutsideHours";
import { weeksQuery } from "./queries";
import { ScheduleForm } from "./ScheduleForm";

/** When one practitioner works: their weeks, other hours on single dates, their absences, who supervises them. */
export default function SchedulePage() {
  const { t } = useTranslation("schedules");
  const { practitionerId } = useParams<{ practitionerId: string }>();
  const weeks = useQuery(weeksQuery);
  return (
    <Answer of={weeks}>
      {(all) => {
        const found = all.find(({ practitioner }) => practitioner.id === practitionerId)?.practitioner;
        if (!found) return <NotFound />;
        return (
          <Page
            title={t("of", { name: found.display_name })}
            documentTitle={t("title")}
            lead={t(`common:role.${found.role}`)}
            back="/schedules"
            backLabel={t("title")}
          >
            <OutsideHours />
            <ScheduleForm key={found.id} practitionerId={found.id} />
            <Absences practitionerId={found.id} />
            {found.role === "counsellor" ? <SupervisorOf practitionerId={found.id} /> : null}
          </Page>
        );
      }}
    </Answer>
  );
}
