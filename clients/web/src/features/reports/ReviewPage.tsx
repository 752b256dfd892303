import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Role } from "@/api/types";
import { serverNow } from "@/time/clock";
import { isoDate } from "@/time/format";
import { Button } from "@/ui/Button";
import { Page } from "@/ui/Page";
import { SelectField } from "@/ui/SelectField";
import { Answer } from "@/ui/States";
import { useReview } from "./queries";
import { ReviewBody } from "./ReviewBody";
import styles from "./reports.module.css";
import { quartersOver, useSpans } from "./spans";

const QUARTERS = 8;

/** What changed since the quarter before beyond chance; the city's officer sees only what rests on released reports. */
export default function ReviewPage({ role }: { role: Role }) {
  const { t } = useTranslation("reports");
  const span = useSpans();
  const quarters = quartersOver(isoDate(serverNow()), QUARTERS);
  const [quarter, setQuarter] = useState(quarters[0] ?? "");
  const isCity = role === "officer";
  const review = useReview(quarter, isCity);
  return (
    <Page
      title={t("review.title")}
      lead={t("review.lead")}
      back="/figures"
      backLabel={t(isCity ? "city.title" : "figures")}
      width="wide"
    >
      <div className={styles.body}>
        {isCity ? <p>{t("review.cityLead")}</p> : null}
        <div className={`${styles.choose} ${styles.unprinted}`}>
          <SelectField
            label={t("review.quarter")}
            value={quarter}
            onChange={setQuarter}
            options={quarters.map((name) => ({ value: name, label: span(name) }))}
          />
          <Button variant="secondary" onPress={() => window.print()}>
            {t("save.print")}
          </Button>
        </div>
        <Answer of={review}>{(found) => <ReviewBody review={found} />}</Answer>
      </div>
    </Page>
  );
}
