import { useTranslation } from "react-i18next";
import { useWords } from "@/features/evaluation/words";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";
import { Answer } from "@/ui/States";
import { Compared } from "./Compared";
import { Downloads } from "./Downloads";
import { useReport } from "./queries";
import { Release } from "./Release";
import { ReportBody } from "./ReportBody";
import styles from "./reports.module.css";

/** A frozen report for the coordinator: whole, beside the live figures, and its release to the city. */
export default function ReportPage({ id }: { id: string }) {
  const { t } = useTranslation("reports");
  const words = useWords();
  const report = useReport(id);
  const about = report.data?.report;
  const name = about ? words.period({ from: about.first_day, to: about.last_day }) : t("one.title");
  return (
    <Page title={name} back="/figures/reports" backLabel={t("list.title")} width="wide">
      <Answer of={report}>
        {(found) => (
          <div className={styles.body}>
            <Notice title={t("whole.title")}>{t("whole.lead")}</Notice>
            <Downloads path={`/reports/${id}`} content={found.content} />
            <Release report={found.report} />
            <Compared id={id} />
            <ReportBody content={found.content} />
          </div>
        )}
      </Answer>
    </Page>
  );
}
