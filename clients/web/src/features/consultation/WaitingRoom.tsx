import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { QuestionnaireTask } from "@/api/types";
import { GuestNotes, People } from "@/features/guests/People";
import { pathOf } from "@/features/questionnaire/sequence";
import type { EncounterOut } from "@/generated/protocol";
import { textOf } from "@/i18n";
import type { Consultation } from "@/realtime/consultation";
import { Avatar } from "@/ui/Avatar";
import { Button, ButtonLink } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Icon } from "@/ui/Icon";
import { Page } from "@/ui/Page";
import { useIsHere } from "./Away";
import { Chat } from "./Chat";
import { Frame } from "./Frame";
import { LineNotice } from "./LineNotice";
import type { Way } from "./readiness";
import { useStore } from "./use-store";
import { useOwnStream, VideoTile } from "./VideoTile";
import { AlertedNote, WaitingNews } from "./WaitingNews";
import styles from "./WaitingRoom.module.css";

interface WaitingRoomProps {
  consultation: Consultation;
  encounter: EncounterOut;
  way: Way;
  onChooseAgain?: (() => void) | undefined;
}

/** Who will open the door and when, one's own picture, and the text that can be written already. */
export function WaitingRoom({ consultation, encounter, way, onChooseAgain }: WaitingRoomProps) {
  const { t } = useTranslation("consultation");
  const isHere = useIsHere(consultation, encounter.practitioner);
  const { practitioner, appointment } = encounter;
  const who = t("waiting.who", { title: textOf(practitioner.title), name: practitioner.display_name });
  return (
    <Frame>
      <Page title={t("waiting.title")} documentTitle={t("title")} hideTitle step="waiting">
        <div className={styles.head}>
          <Avatar name={practitioner.display_name} role={practitioner.role} size="large" />
          <p className={styles.sentence} role="status">
            <WaitingNews encounter={encounter} who={who} isHere={isHere} />
          </p>
        </div>
        <GuestNotes encounter={encounter} side="client" />
        <LineNotice consultation={consultation} hasCall={false} />
        <AlertedNote encounter={encounter} />
        <Questionnaire appointmentId={appointment.id} />
        {way === "text" ? null : <OwnDevices consultation={consultation} way={way} onChooseAgain={onChooseAgain} />}
        <Card className={styles.chat} as="section" aria-labelledby="waiting-chat">
          <h2 id="waiting-chat" className={styles.heading}>
            {t("waiting.write")}
          </h2>
          <Chat consultation={consultation} empty={t("waiting.writeHint")} />
        </Card>
        <People encounter={encounter} side="client" />
        <p className={styles.leave}>{t("waiting.leave")}</p>
      </Page>
    </Frame>
  );
}

function OwnDevices({ consultation, way, onChooseAgain }: Omit<WaitingRoomProps, "encounter">) {
  const { t } = useTranslation("consultation");
  const { media } = consultation;
  const state = useStore(media.state);
  const stream = useOwnStream(state.tracks.video);
  return (
    <Card className={styles.own}>
      <div className={styles.seen}>
        {way === "video" ? (
          <div className={styles.picture}>
            <VideoTile stream={stream} label={t("call.ownPicture")} own isHidden={!state.camera} />
            {state.camera ? null : <Icon name="cameraOff" size={32} />}
          </div>
        ) : null}
        <p className={styles.unseen}>{t("waiting.unseen")}</p>
      </div>
      <div className={styles.switches}>
        <Button variant="secondary" onPress={() => void media.setMicrophone(!state.microphone)}>
          <Icon name={state.microphone ? "mic" : "micOff"} size={20} />
          {t(state.microphone ? "controls.micOn" : "controls.micOff")}
        </Button>
        {way === "video" ? (
          <Button variant="secondary" onPress={() => void media.setCamera(!state.camera)}>
            <Icon name={state.camera ? "video" : "cameraOff"} size={20} />
            {t(state.camera ? "controls.cameraOn" : "controls.cameraOff")}
          </Button>
        ) : null}
        {onChooseAgain ? (
          <Button variant="quiet" onPress={onChooseAgain}>
            {t("waiting.check")}
          </Button>
        ) : null}
      </div>
    </Card>
  );
}

/** The questions that are due before this consultation. */
function Questionnaire({ appointmentId }: { appointmentId: string }) {
  const { t } = useTranslation("consultation");
  const { data } = useQuery({
    queryKey: [...keys.questionnaireTasks, "waiting"],
    queryFn: ({ signal }) => api.get<{ tasks: QuestionnaireTask[] }>("/questionnaire-tasks", undefined, signal),
  });
  const task = data?.tasks.find((each) => each.appointment_id === appointmentId);
  if (!task) return null;
  return (
    <Card tone="accent">
      <p>{t("waiting.questions")}</p>
      <ButtonLink href={pathOf(task)} variant="secondary">
        {t("waiting.answer")}
      </ButtonLink>
    </Card>
  );
}
