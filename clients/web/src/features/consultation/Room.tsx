import { useQueryClient } from "@tanstack/react-query";
import { memo, useDeferredValue, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import type { EncounterOut } from "@/generated/protocol";
import type { Consultation } from "@/realtime/consultation";
import { wishFocus } from "@/ui/page-focus";
import { Loading } from "@/ui/States";
import { Calling } from "./Calling";
import { Closed } from "./Closed";
import { DeviceCheck } from "./DeviceCheck";
import { Frame } from "./Frame";
import { Interrupted, Left } from "./Interrupted";
import { encounterKeys } from "./queries";
import { rememberedWay, rememberWay, type Way } from "./readiness";
import { Talk } from "./Talk";
import { TextTalk } from "./TextTalk";
import { useConsultation } from "./use-consultation";
import { usePart } from "./use-store";
import { WaitingRoom } from "./WaitingRoom";

/** The client's room, once they have arrived. */
export function Room({ encounter }: { encounter: EncounterOut }) {
  const { t } = useTranslation("consultation");
  const consultation = useConsultation(encounter);
  if (consultation === null) {
    return (
      <Frame>
        <Loading label={t("room.opening")} />
      </Frame>
    );
  }
  return <OpenRoom key={encounter.id} consultation={consultation} first={encounter} />;
}

/** Each screen of the room begins at its top, with the focus on its heading. */
function useFocusOnChange(screen: string): void {
  const former = useRef(screen);
  // Before the effects of the new screen, which take the wish.
  useLayoutEffect(() => {
    if (former.current !== screen) wishFocus();
    former.current = screen;
  }, [screen]);
}

function OpenRoom({ consultation, first }: { consultation: Consultation; first: EncounterOut }) {
  const told = usePart(consultation.state, (state) => state.encounter);
  // The next screen is drawn beside what the admission sets going: the call does not wait for it.
  const encounter = useDeferredValue(told ?? first);
  return <Screens consultation={consultation} encounter={encounter} first={first} />;
}

interface ScreensProps {
  consultation: Consultation;
  encounter: EncounterOut;
  first: EncounterOut;
}

/** The screens of the room. Drawn anew when the consultation takes a step: their parts follow what moves on by themselves. */
const Screens = memo(function Screens({ consultation, encounter, first }: ScreensProps) {
  const client = useQueryClient();
  const code = usePart(consultation.state, (state) => state.code);
  const isShut = usePart(consultation.connection, ({ at }) => at === "refused" || at === "closed");
  const shutOut = usePart(consultation.connection, (line) => (line.at === "refused" ? line.code : null));
  const isElsewhere = usePart(consultation.call.state, ({ at }) => at === "elsewhere");
  const { modality } = encounter.appointment;
  // Events may be lost; what is fetched on the timer has them too.
  useEffect(() => consultation.learn(first), [consultation, first]);
  const [way, setWay] = useState<Way | null>(
    modality === "text" ? "text" : (rememberedWay(encounter.id) ?? (encounter.urgent ? "text" : null)),
  );
  const [hasLeft, setLeft] = useState(false);
  const isOver = encounter.state === "finished";

  useEffect(() => {
    if (way === null || way === "text" || hasLeft || isOver) return;
    let gone = false;
    // After the device check this is open already; after a reload it is opened anew.
    void consultation.media.open(way).then(() => {
      if (gone) return;
      if (consultation.media.state.get().tracks.audio === null) setWay(null);
      else consultation.meet(way);
    });
    return () => {
      gone = true;
    };
  }, [consultation, way, hasLeft, isOver]);

  useEffect(() => {
    if (!isOver) return;
    rememberWay(encounter.id, null);
    void client.invalidateQueries({ queryKey: encounterKeys.all });
    void client.invalidateQueries({ queryKey: keys.appointments });
    void client.invalidateQueries({ queryKey: keys.questionnaireTasks });
  }, [isOver, encounter.id, client]);

  useFocusOnChange(isOver ? "closed" : way === null ? "check" : hasLeft ? "left" : `${encounter.state} ${way}`);

  const choose = (chosen: Way | null) => {
    rememberWay(encounter.id, chosen);
    if (chosen === null || chosen === "text") consultation.hangUp();
    else if (chosen === "voice") void consultation.media.setCamera(false);
    setLeft(false);
    setWay(chosen);
  };
  const leave = () => {
    consultation.hangUp();
    setLeft(true);
  };

  if (isOver) return <Closed encounter={encounter} consultation={consultation} />;
  if (isShut || code !== null) return <Interrupted code={shutOut ?? code} />;
  if (isElsewhere) {
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
          appointmentId={encounter.appointment.id}
          wish={modality === "voice" ? "voice" : "video"}
          isAdmitted={encounter.state === "in_progress"}
          onReady={choose}
        />
      </Frame>
    );
  }
  const chooseAgain = modality === "text" ? undefined : () => choose(null);
  if (encounter.state === "arrived" && encounter.urgent) {
    return <Calling consultation={consultation} encounter={encounter} />;
  }
  if (encounter.state === "arrived") {
    return <WaitingRoom consultation={consultation} encounter={encounter} way={way} onChooseAgain={chooseAgain} />;
  }
  if (way === "text") {
    return <TextTalk consultation={consultation} encounter={encounter} onChooseAgain={chooseAgain} />;
  }
  if (hasLeft) return <Left onReturn={() => choose(way)} onText={() => choose("text")} />;
  return <Talk consultation={consultation} encounter={encounter} onEnd={leave} />;
});
