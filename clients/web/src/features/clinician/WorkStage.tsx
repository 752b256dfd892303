import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { EncounterOut } from "@/generated/protocol";
import type { Consultation } from "@/realtime/consultation";
import type { LocalMediaState } from "@/realtime/local-media";
import { useNow } from "@/time/use-now";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { CallStage } from "../consultation/CallStage";
import { ControlBar } from "../consultation/ControlBar";
import { DeviceFields } from "../consultation/DeviceChoice";
import room from "../consultation/stage.module.css";
import { useStore } from "../consultation/use-store";
import { useOwnStream, VideoTile } from "../consultation/VideoTile";
import styles from "./WorkStage.module.css";

interface WorkStageProps {
  consultation: Consultation;
  encounter: EncounterOut;
}

/** The practitioner's side of the call: one's own picture while the person waits, then theirs. */
export function WorkStage({ consultation, encounter }: WorkStageProps) {
  const { t } = useTranslation("clinician");
  const call = useStore(consultation.call.state);
  const media = useStore(consultation.media.state);
  const { person, appointment } = encounter;
  const hasVideo = appointment.modality === "video";
  const kind = hasVideo ? "video" : "voice";
  const isAdmitted = encounter.state === "in_progress";
  const isOut = isAdmitted && (call.at === "out" || call.at === "elsewhere");
  const [isChoosing, setChoosing] = useState(false);
  const enter = () => void consultation.media.open(kind).then(() => consultation.meet(kind));
  return (
    <>
      <DeviceTrouble media={media} onRetry={() => void consultation.media.open(kind)} />
      <div className={`${room.room} ${styles.stage}`} data-voice={hasVideo ? undefined : true}>
        {isOut ? (
          <div className={styles.out}>
            <p>{t(call.at === "elsewhere" ? "room.elsewhere" : "room.hungUp")}</p>
            <Button onPress={enter}>{t("room.callAgain")}</Button>
          </div>
        ) : isAdmitted ? (
          <CallStage
            consultation={consultation}
            other={{ name: person.display_name, role: "parent" }}
            hasVideo={hasVideo}
          />
        ) : (
          <Preview encounter={encounter} media={media} />
        )}
        {isChoosing ? (
          <div className={styles.devices}>
            <DeviceFields media={consultation.media} hasCamera={hasVideo} />
          </div>
        ) : null}
        <ControlBar
          consultation={consultation}
          hasCamera={hasVideo}
          hasScreen={isAdmitted && !isOut}
          devices={{ isOpen: isChoosing, onToggle: () => setChoosing(!isChoosing) }}
          {...(isAdmitted && !isOut ? { onEnd: () => consultation.hangUp() } : {})}
        />
      </div>
    </>
  );
}

function Preview({ encounter, media }: { encounter: EncounterOut; media: LocalMediaState }) {
  const { t } = useTranslation("clinician");
  const stream = useOwnStream(media.tracks.video);
  const now = useNow();
  const minutes = Math.max(0, Math.floor((now - Date.parse(encounter.waiting_since)) / 60_000));
  return (
    <div className={styles.preview}>
      <VideoTile stream={stream} label={t("consultation:call.ownPicture")} own isHidden={!media.camera} />
      <p className={styles.caption}>
        {t("room.waits", { name: encounter.person.display_name, count: minutes })} {t("room.unseen")}
      </p>
    </div>
  );
}

function DeviceTrouble({ media, onRetry }: { media: LocalMediaState; onRetry: () => void }) {
  const { t } = useTranslation("consultation");
  const verdict =
    media.microphoneProblem !== null
      ? `microphone_${media.microphoneProblem}`
      : media.cameraProblem !== null
        ? `camera_${media.cameraProblem}`
        : null;
  if (verdict === null) return null;
  return (
    <Notice tone="care" icon="cameraOff" title={t(`check.verdict.${verdict}`)} live>
      <p>{t(`check.advice.${verdict}`)}</p>
      <Button variant="secondary" onPress={onRetry}>
        {t("check.again")}
      </Button>
    </Notice>
  );
}
