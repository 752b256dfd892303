import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { DeviceCheck } from "@/features/consultation/DeviceCheck";
import { Frame } from "@/features/consultation/Frame";
import { Interrupted, Left } from "@/features/consultation/Interrupted";
import { rememberedWay, rememberWay, type Way } from "@/features/consultation/readiness";
import { Talk } from "@/features/consultation/Talk";
import { TextTalk } from "@/features/consultation/TextTalk";
import { useConsultation } from "@/features/consultation/use-consultation";
import { useStore } from "@/features/consultation/use-store";
import type { EncounterOut } from "@/generated/protocol";
import type { Consultation } from "@/realtime/consultation";
import { Page } from "@/ui/Page";
import { Loading } from "@/ui/States";
import { GuestOver } from "./GuestOver";

/** The consultation as a guest has it: the devices, the call and the text; nothing of what came before. */
export function GuestRoom({ encounter }: { encounter: EncounterOut }) {
  const consultation = useConsultation(encounter);
  if (consultation === null) {
    return (
      <Frame>
        <Loading />
      </Frame>
    );
  }
  return <OpenRoom consultation={consultation} first={encounter} />;
}

function OpenRoom({ consultation, first }: { consultation: Consultation; first: EncounterOut }) {
  const { t } = useTranslation("guests");
  const state = useStore(consultation.state);
  const connection = useStore(consultation.connection);
  const call = useStore(consultation.call.state);
  const encounter = state.encounter ?? first;
  const { modality } = encounter.appointment;
  const [way, setWay] = useState<Way | null>(modality === "text" ? "text" : rememberedWay(encounter.id));
  const [hasLeft, setLeft] = useState(false);
  const isOver = encounter.state === "finished" || connection.at === "closed" || state.code === "encounters.not_found";

  useEffect(() => {
    if (way === null || way === "text" || hasLeft || isOver) return;
    let gone = false;
    void consultation.media.open(way).then(() => {
      if (gone) return;
      if (consultation.media.state.get().tracks.audio === null) setWay(null);
      else consultation.meet(way);
    });
    return () => {
      gone = true;
    };
  }, [consultation, way, hasLeft, isOver]);

  const choose = (chosen: Way | null) => {
    rememberWay(encounter.id, chosen);
    if (chosen === null || chosen === "text") consultation.hangUp();
    setLeft(false);
    setWay(chosen);
  };
  if (isOver) return <GuestOver />;
  if (connection.at === "refused" || state.code !== null) {
    return <Interrupted code={connection.at === "refused" ? connection.code : state.code} />;
  }
  if (call.at === "elsewhere") {
    const goOn = () => {
      if (way !== null && way !== "text") void consultation.media.open(way).then(() => consultation.meet(way));
    };
    return <Interrupted code="elsewhere" onReturn={goOn} />;
  }
  if (way === null) {
    return (
      <Frame>
        <DeviceCheck
          consultation={consultation}
          appointmentId={null}
          wish={modality === "voice" ? "voice" : "video"}
          isAdmitted={encounter.state === "in_progress"}
          onReady={choose}
        />
      </Frame>
    );
  }
  if (encounter.state === "arrived") {
    return (
      <Frame>
        <Page title={t("waiting.title")} documentTitle={t("waiting.title")} lead={t("waiting.lead")}>
          <p role="status">{t("waiting.stay")}</p>
        </Page>
      </Frame>
    );
  }
  const chooseAgain = modality === "text" ? undefined : () => choose(null);
  if (way === "text") {
    return <TextTalk consultation={consultation} encounter={encounter} onChooseAgain={chooseAgain} />;
  }
  if (hasLeft) return <Left onReturn={() => choose(way)} onText={() => choose("text")} />;
  const leave = () => {
    consultation.hangUp();
    setLeft(true);
  };
  return <Talk consultation={consultation} encounter={encounter} onEnd={leave} />;
}
