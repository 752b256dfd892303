import { useTranslation } from "react-i18next";
import { Chat } from "@/features/consultation/Chat";
import { LineNotice } from "@/features/consultation/LineNotice";
import { useSeenHere } from "@/features/notices/queries";
import { isReadIn } from "@/features/notices/sentence";
import type { EncounterOut } from "@/generated/protocol";
import type { Consultation } from "@/realtime/consultation";
import { useFormat } from "@/time/use-format";
import { useNow } from "@/time/use-now";
import { Stack } from "@/ui/Card";
import styles from "./GoesOn.module.css";

/** Whether both may write on after the end, by the server's clock. */
export function useGoesOn({ writing_until: until }: Pick<EncounterOut, "writing_until">): boolean {
  const now = useNow();
  return until !== null && now < Date.parse(until);
}

/** The family's side of a consultation that goes on in writing. */
export function GoesOn({ encounter, consultation }: { encounter: EncounterOut; consultation: Consultation }) {
  const { t } = useTranslation("writing");
  const format = useFormat();
  useSeenHere((notice) => isReadIn(encounter.appointment.id, notice));
  return (
    <section aria-labelledby="goes-on">
      <Stack gap={3}>
        <h2 id="goes-on" className={styles.title}>
          {t("title")}
        </h2>
        <p>{t("body", { until: format.dateTime(encounter.writing_until ?? "") })}</p>
        <p>{t("hurry")}</p>
        <LineNotice consultation={consultation} hasCall={false} />
        <div className={styles.log}>
          <Chat consultation={consultation} empty={t("empty")} />
        </div>
      </Stack>
    </section>
  );
}
