import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { serverNow } from "@/time/clock";
import { isoDate } from "@/time/format";
import { LinkRows } from "@/ui/LinkRows";
import { Page } from "@/ui/Page";
import { Answer, Empty } from "@/ui/States";
import { OutsideHours } from "./OutsideHours";
import { weeksQuery } from "./queries";
import { useSummary } from "./use-summary";

/** When everybody works: each practitioner with their week in a line, and the ways to the closed days and the supervisors. */
export default function SchedulesPage() {
  const { t } = useTranslation("schedules");
  const today = isoDate(serverNow());
  const inWords = useSummary();
  const weeks = useQuery(weeksQuery);
  return (
    <Page title={t("title")} lead={t("lead")}>
      <OutsideHours />
      <Answer of={weeks}>
        {(all) =>
          all.length === 0 ? (
            <Empty icon="people" title={t("nobody")} />
          ) : (
            <LinkRows
              rows={all.map(({ practitioner, blocks }) => ({
                href: `/schedules/${practitioner.id}`,
                title: t("who", { name: practitioner.display_name, role: t(`common:role.${practitioner.role}`) }),
                detail: inWords(blocks, today),
              }))}
            />
          )
        }
      </Answer>
      <LinkRows
        rows={[
          { href: "/schedules/closings", title: t("closings.title"), detail: t("closings.detail") },
          { href: "/supervisors", title: t("supervisors.title"), detail: t("supervisors.detail") },
        ]}
      />
    </Page>
  );
}
