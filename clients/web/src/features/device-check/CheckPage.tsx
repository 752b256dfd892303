import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "wouter";
import type { Appointment } from "@/api/types";
import { session } from "@/auth/session";
import { browserDevices } from "@/realtime/devices";
import { LocalMedia } from "@/realtime/local-media";
import { useFormat } from "@/time/use-format";
import { useNow } from "@/time/use-now";
import { Button, ButtonLink } from "@/ui/Button";
import { Actions } from "@/ui/Card";
import { Page } from "@/ui/Page";
import { Answer, Empty } from "@/ui/States";
import { DeviceChoice } from "../consultation/DeviceChoice";
import { useAppointment } from "../consultation/queries";
import { needsRetry } from "../consultation/readiness";
import { HandoverCard } from "../handover/HandoverCard";
import { offerHere } from "../handover/ways";
import styles from "./CheckPage.module.css";
import { EchoCard } from "./EchoCard";
import { Preview } from "./Preview";
import { useCheck } from "./use-check";

/** The device check on any day before the appointment. */
export default function CheckPage() {
  const { t } = useTranslation("devices");
  const { appointmentId = "" } = useParams<{ appointmentId: string }>();
  const appointment = useAppointment(appointmentId);
  const media = useMedia();
  if (appointment.data === undefined || media === null) {
    return (
      <Page title={t("title")} back={`/consultations/${appointmentId}`}>
        <Answer of={appointment}>{() => null}</Answer>
      </Page>
    );
  }
  return <Check key={appointmentId} appointment={appointment.data} media={media} />;
}

function Check({ appointment, media }: { appointment: Appointment; media: LocalMedia }) {
  const { t } = useTranslation("devices");
  const now = useNow(60_000);
  const back = `/consultations/${appointment.id}`;
  const isAhead = appointment.state === "booked" && now < Date.parse(appointment.ends_at);
  if (!isAhead || appointment.modality === "text") {
    return (
      <Page title={t("title")} back={back}>
        <Empty icon="check" title={t(isAhead ? "byText" : "over")}>
          <ButtonLink href={back}>{t("toAppointment")}</ButtonLink>
        </Empty>
      </Page>
    );
  }
  return <Devices appointment={appointment} media={media} back={back} />;
}

function Devices({ appointment, media, back }: { appointment: Appointment; media: LocalMedia; back: string }) {
  const { t } = useTranslation("devices");
  const format = useFormat();
  const wish = appointment.modality === "voice" ? "voice" : "video";
  const { state, level, echo, echoState, verdict, stored, tryAgain } = useCheck(media, wish, appointment.id);
  const leads = offerHere(needsRetry(verdict)) === "main";
  return (
    <Page title={t("title")} lead={t("lead", { when: format.dateTime(appointment.starts_at) })} back={back}>
      <Preview state={state} level={level} wish={wish} verdict={verdict} />
      <HandoverCard state={state} wish={wish} verdict={verdict} />
      {state.tracks.audio === null ? null : <EchoCard echo={echo} state={echoState} microphone={state.tracks.audio} />}
      <DeviceChoice media={media} hasCamera={wish === "video"} />
      <p className={styles.stored} role="status">
        {stored.isError ? t("notStored") : stored.isSuccess ? t("stored") : null}
      </p>
      <Actions>
        {needsRetry(verdict) ? (
          <Button block variant={leads ? "secondary" : "primary"} onPress={tryAgain}>
            {t("again")}
          </Button>
        ) : null}
        <ButtonLink href={back} variant={needsRetry(verdict) ? "secondary" : "primary"} block>
          {t("done")}
        </ButtonLink>
      </Actions>
    </Page>
  );
}

/** The devices of this page; they are let go with it, and when somebody signs out. */
function useMedia(): LocalMedia | null {
  const [media, setMedia] = useState<LocalMedia | null>(null);
  useEffect(() => {
    const opened = new LocalMedia(browserDevices());
    setMedia(opened);
    const stopWiping = session.onWipe(() => opened.close());
    return () => {
      stopWiping();
      opened.close();
    };
  }, []);
  return media;
}
