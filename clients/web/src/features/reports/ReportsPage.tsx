import { useTranslation } from "react-i18next";
import { useWords } from "@/features/evaluation/words";
import { useFormat } from "@/time/use-format";
import { Stack } from "@/ui/Card";
import { LinkRows } from "@/ui/LinkRows";
import { Page } from "@/ui/Page";
import { Answer, Empty } from "@/ui/States";
import { Freeze } from "./Freeze";
import { type Report, useReports } from "./queries";

/** The coordinator's frozen reports, and freezing another. */
export default function ReportsPage() {
  const { t } = useTranslation("reports");
  const words = useWords();
  const format = useFormat();
  const reports = useReports();
  const standing = ({ release }: Report) => {
    if (release === null) return t("notReleased");
    const released = t("releasedAt", { at: format.dateTime(release.released_at) });
    return release.superseded_by === null ? released : `${released} ${t("corrected.former")}`;
  };
  return (
    <Page title={t("list.title")} lead={t("list.lead")} back="/figures" backLabel={t("figures")} width="wide">
      <Answer of={reports}>
        {({ since, reports: list }) => (
          <Stack gap={5}>
            <Freeze since={since} reports={list} />
            {list.length === 0 ? (
              <Empty title={t("list.none")} />
            ) : (
              <LinkRows
                rows={list.map((one) => ({
                  href: `/figures/reports/${one.id}`,
                  title: words.period({ from: one.first_day, to: one.last_day }),
                  detail: [t("frozenAt", { at: format.dateTime(one.frozen_at) }), standing(one)].join(t("common:dot")),
                }))}
              />
            )}
          </Stack>
        )}
      </Answer>
    </Page>
  );
}
