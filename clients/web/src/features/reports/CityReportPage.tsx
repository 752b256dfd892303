import { useTranslation } from "react-i18next";
import { useWords } from "@/features/evaluation/words";
import { Page } from "@/ui/Page";
import { Answer } from "@/ui/States";
import { Correction } from "./Correction";
import { Downloads } from "./Downloads";
import { useCityReport, useCityReports } from "./queries";
import { ReportBody } from "./ReportBody";
import styles from "./reports.module.css";

/** One released report as the city has it, to be read, printed and saved. */
export default function CityReportPage({ id }: { id: string }) {
  const { t } = useTranslation("reports");
  const words = useWords();
  const report = useCityReport(id);
  const release = useCityReports().data?.find((one) => one.id === id)?.release;
  const name = report.data ? words.period({ from: report.data.first_day, to: report.data.last_day }) : t("one.title");
  return (
    <Page title={name} back="/figures" backLabel={t("city.title")} width="wide">
      <Answer of={report}>
        {(content) => (
          <div className={styles.body}>
            <Correction release={release} />
            <Downloads
              path={`/city-reports/${id}`}
              content={content}
              isSuperseded={typeof release?.superseded_by === "string"}
            />
            <ReportBody content={content} />
          </div>
        )}
      </Answer>
    </Page>
  );
}
