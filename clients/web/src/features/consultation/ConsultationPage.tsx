import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Redirect, useParams } from "wouter";
import type { Appointment } from "@/api/types";
import { useMe } from "@/auth/hooks";
import { CLINICIANS } from "@/auth/roles";
import { WrittenOn } from "@/features/writing/WrittenOn";
import type { EncounterOut } from "@/generated/protocol";
import { useFormat } from "@/time/use-format";
import { useNow } from "@/time/use-now";
import { ButtonLink } from "@/ui/Button";
import { Page } from "@/ui/Page";
import { Answer, Empty } from "@/ui/States";
import { Closed } from "./Closed";
import { Frame } from "./Frame";
import { PlaceStep } from "./PlaceStep";
import { encounterKeys, useAppointment, useEncounters } from "./queries";
import { Room } from "./Room";

/** As the server has it (clinic/encounters/arrival): here it only decides which screen comes first. */
const OPENS_BEFORE_MS = 30 * 60_000;

/** A client's consultation, from the question for the place to the thanks at the end. */
export default function ConsultationPage() {
  const { appointmentId = "" } = useParams<{ appointmentId: string }>();
  const { role } = useMe();
  if (CLINICIANS.includes(role)) return <Redirect to={`/work/${appointmentId}`} replace />;
  return <ClientConsultation key={appointmentId} appointmentId={appointmentId} />;
}

function ClientConsultation({ appointmentId }: { appointmentId: string }) {
  const appointment = useAppointment(appointmentId);
  const encounters = useEncounters();
  const found = encounters.data?.find((one) => one.appointment.id === appointmentId);
  if (found !== undefined && (found.urgent || appointment.data !== undefined)) {
    if (found.state === "finished") {
      return found.writing_until === null ? <Closed encounter={found} /> : <WrittenOn encounter={found} />;
    }
    return <Room encounter={found} />;
  }
  return (
    <Frame>
      <Answer of={appointment}>
        {(data) => <Answer of={encounters}>{() => <BeforeArrival appointment={data} />}</Answer>}
      </Answer>
    </Frame>
  );
}

function BeforeArrival({ appointment }: { appointment: Appointment }) {
  const { t } = useTranslation("consultation");
  const format = useFormat();
  const now = useNow();
  const client = useQueryClient();
  const opens = Date.parse(appointment.starts_at) - OPENS_BEFORE_MS;
  if (appointment.state === "cancelled" || appointment.state === "no_show") {
    return (
      <Page title={t("before.over")} documentTitle={t("title")} hideTitle>
        <Empty icon="calendar" title={t("before.over")}>
          <ButtonLink href="/book">{t("before.book")}</ButtonLink>
        </Empty>
      </Page>
    );
  }
  if (now < opens) {
    return (
      <Page title={t("before.early")} documentTitle={t("title")} hideTitle>
        <Empty icon="clock" title={t("before.opensAt", { time: format.dateTime(opens) })}>
          <p>{t("before.startsAt", { time: format.dateTime(appointment.starts_at) })}</p>
          {appointment.modality === "text" ? null : (
            <ButtonLink href={`/consultations/${appointment.id}/check`}>{t("devices:way.action")}</ButtonLink>
          )}
          <ButtonLink href="/" variant="secondary">
            {t("before.home")}
          </ButtonLink>
        </Empty>
      </Page>
    );
  }
  const arrived = (encounter: EncounterOut) => {
    client.setQueryData<EncounterOut[]>(encounterKeys.all, (known = []) => [
      encounter,
      ...known.filter((one) => one.id !== encounter.id),
    ]);
  };
  return <PlaceStep appointment={appointment} onArrived={arrived} />;
}
