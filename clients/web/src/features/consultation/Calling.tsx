import { useTranslation } from "react-i18next";
import { Lines } from "@/features/questionnaire/Lines";
import type { EncounterOut } from "@/generated/protocol";
import { textOf } from "@/i18n";
import type { Consultation } from "@/realtime/consultation";
import { useNow } from "@/time/use-now";
import { Avatar } from "@/ui/Avatar";
import { Card, Stack } from "@/ui/Card";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";
import { Chat } from "./Chat";
import { Frame } from "./Frame";
import { LineNotice } from "./LineNotice";
import styles from "./WaitingRoom.module.css";

/** As the server has it (clinic/safety, chain): here it is said even when nothing comes from there. */
const UNANSWERED_MS = 3 * 60_000;
const TICK_MS = 5000;

interface CallingProps {
  consultation: Consultation;
  encounter: EncounterOut;
}

/** Somebody is being called: what can be written already, and whom one can ring meanwhile. */
export function Calling({ consultation, encounter }: CallingProps) {
  const { t } = useTranslation("consultation");
  const now = useNow(TICK_MS);
  const { practitioner } = encounter;
  const isLong = encounter.alerted_at !== null || now - Date.parse(encounter.arrived_at) >= UNANSWERED_MS;
  return (
    <Frame>
      <Page title={t("calling.title")} documentTitle={t("title")} hideTitle step="calling">
        <div className={styles.head}>
          <Avatar name={practitioner.display_name} role={practitioner.role} size="large" />
          <p className={styles.sentence} role="status">
            {t("calling.who", {
              who: t("waiting.who", { title: textOf(practitioner.title), name: practitioner.display_name }),
            })}
          </p>
        </div>
        <LineNotice consultation={consultation} hasCall={false} />
        {isLong ? (
          <Notice tone="care" icon="clock" title={t("calling.long")} live>
            <p>{t("calling.longDetail")}</p>
          </Notice>
        ) : null}
        <Card className={styles.chat} as="section" aria-labelledby="calling-chat">
          <h2 id="calling-chat" className={styles.heading}>
            {t("calling.write")}
          </h2>
          <Chat consultation={consultation} empty={t("calling.writeHint")} />
        </Card>
        <Stack gap={3}>
          <h2 className={styles.heading}>{t("calling.lines")}</h2>
          <Lines hasCall={false} />
        </Stack>
      </Page>
    </Frame>
  );
}
