import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { session } from "@/auth/session";
import { Frame } from "@/features/consultation/Frame";
import { encounterKeys } from "@/features/consultation/queries";
import type { EncounterOut } from "@/generated/protocol";
import { useFormat } from "@/time/use-format";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";
import { Answer } from "@/ui/States";
import { GuestOver } from "./GuestOver";
import { GuestRoom } from "./GuestRoom";
import { useVisit, type Visit } from "./queries";

/** All that a guest has here: the waiting for the door, and the consultation behind it. */
export default function GuestPage() {
  const visit = useVisit();
  const encounterId = visit.data?.encounter_id ?? null;
  if (visit.data?.state === "over") return <GuestOver />;
  if (encounterId !== null) return <Inside key={encounterId} encounterId={encounterId} />;
  return (
    <Frame>
      <Answer of={visit}>{(data) => <Waiting visit={data} />}</Answer>
    </Frame>
  );
}

/** A consultation in which somebody is a guest; also for the supervising psychiatrist. */
export function Inside({ encounterId }: { encounterId: string }) {
  const encounter = useQuery({
    queryKey: [...encounterKeys.all, encounterId],
    queryFn: ({ signal }) => api.get<EncounterOut>(`/encounters/${encounterId}`, undefined, signal),
  });
  if (encounter.data !== undefined) return <GuestRoom encounter={encounter.data} />;
  return (
    <Frame>
      <Answer of={encounter}>{() => null}</Answer>
    </Frame>
  );
}

function Waiting({ visit }: { visit: Visit }) {
  const { t } = useTranslation("guests");
  const format = useFormat();
  return (
    <Page title={t("waiting.title")} documentTitle={t("waiting.title")} lead={t("waiting.lead")}>
      <p role="status">{t("waiting.when", { time: format.dateTime(Date.parse(visit.starts_at)) })}</p>
      <Notice icon="info">
        <p>{t("noRecording")}</p>
        <p>{t("waiting.stay")}</p>
      </Notice>
      <Button variant="quiet" block onPress={() => void session.signOut()}>
        {t("waiting.leave")}
      </Button>
    </Page>
  );
}
