import { useTranslation } from "react-i18next";
import { useWords } from "@/features/evaluation/words";
import { useFormat } from "@/time/use-format";
import { LinkRows } from "@/ui/LinkRows";
import { Page } from "@/ui/Page";
import { Answer, Empty } from "@/ui/States";
import { useCityReports } from "./queries";

/** The city officer's first page: the reports that were released. */
export default function CityReportsPage() {
  const { t } = useTranslation("reports");
  const words = useWords();
  const format = useFormat();
  const reports = useCityReports();
  return (
    <Page title={t("city.title")} lead={t("city.lead")} width="wide">
      <Answer of={reports}>
        {(list) =>
          list.length === 0 ? (
            <Empty title={t("city.none")}>{t("city.noneDetail")}</Empty>
          ) : (
            <LinkRows
              rows={[
                ...list.map((one) => ({
                  href: `/figures/reports/${one.id}`,
                  title: words.period({ from: one.first_day, to: one.last_day }),
                  detail: [
                    t("releasedAt", { at: format.dateTime(one.release.released_at) }),
                    one.release.superseded_by === null ? null : t("corrected.former"),
                    one.release.supersedes === null ? null : t("corrected.since"),
                  ]
                    .filter((part) => part !== null)
                    .join(" "),
                })),
                { href: "/figures/review", title: t("review.link"), detail: t("review.linkDetail") },
              ]}
            />
          )
        }
      </Answer>
    </Page>
  );
}
