import { useTranslation } from "react-i18next";
import type { EncounterOut } from "@/generated/protocol";
import { useFormat } from "@/time/use-format";
import { useNow } from "@/time/use-now";
import { Notice } from "@/ui/Notice";

interface WaitingNewsProps {
  encounter: EncounterOut;
  who: string;
  /** The practitioner has this consultation open. */
  isHere: boolean;
}

/** When the door opens, and honest news when that time has passed. */
export function WaitingNews({ encounter, who, isHere }: WaitingNewsProps) {
  const { t } = useTranslation("consultation");
  const format = useFormat();
  const now = useNow(5_000);
  const time = format.time(encounter.appointment.starts_at);
  return <>{t(`waiting.${newsOf(encounter, isHere, now)}`, { who, time })}</>;
}

type News = "door" | "back" | "busy" | "soon" | "notYet" | "late";

/** What is true of the wait at `now`: the first that holds. */
export function newsOf(encounter: EncounterOut, isHere: boolean, now: number): News {
  if (encounter.practitioner_busy) return now < Date.parse(encounter.appointment.starts_at) ? "door" : "busy";
  if (encounter.put_back_at !== null) return "back";
  if (now < Date.parse(encounter.appointment.starts_at)) return "door";
  if (isHere) return "soon";
  return encounter.alerted_at === null ? "notYet" : "late";
}

/** That others were told of a long wait, and what one can do meanwhile. */
export function AlertedNote({ encounter }: { encounter: EncounterOut }) {
  const { t } = useTranslation("consultation");
  const format = useFormat();
  return (
    <div role="status">
      {encounter.alerted_at === null ? null : (
        <Notice tone="care" icon="bell" title={t("waiting.alerted", { time: format.time(encounter.alerted_at) })}>
          <p>{t("waiting.alertedDetail")}</p>
        </Notice>
      )}
    </div>
  );
}
