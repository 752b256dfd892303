import { useTranslation } from "react-i18next";
import type { Role } from "@/api/types";
import type { CallState, Remote } from "@/realtime/call";
import type { Consultation } from "@/realtime/consultation";
import { Avatar } from "@/ui/Avatar";
import { Icon } from "@/ui/Icon";
import styles from "./CallStage.module.css";
import { QualityMark } from "./QualityMark";
import { SelfView } from "./SelfView";
import { useScreenAwake } from "./use-screen-awake";
import { useStore } from "./use-store";
import { VideoTile } from "./VideoTile";

interface CallStageProps {
  consultation: Consultation;
  /** The one on the other side. */
  other: { name: string; role: Role };
  /** A voice consultation has no pictures. */
  hasVideo: boolean;
}

/** The other's face, large, and one's own, small. */
export function CallStage({ consultation, other, hasVideo }: CallStageProps) {
  const { t } = useTranslation("consultation");
  const call = useStore(consultation.call.state);
  const media = useStore(consultation.media.state);
  const { participants, me } = useStore(consultation.state);
  const { rung, marks } = useStore(consultation.quality.state);
  const remote = call.remotes[0];
  const mark = remote?.connection === "connected" ? marks[remote.accountId] : undefined;
  useScreenAwake(call.at === "in");
  const isHere = participants.some((one) => one.account_id !== me?.account_id && one.online);
  // A picture that stutters stays: the notice above says why.
  const seen = remote?.camera === true && remote.picture;
  return (
    <section className={styles.stage} aria-label={t("call.stage", { name: other.name })} data-rung={rung}>
      {remote === undefined ? null : (
        <VideoTile
          key={remote.accountId}
          stream={remote.stream}
          version={remote.tracks}
          label={t("call.otherPicture", { name: other.name })}
          isHidden={!seen}
          speaker={media.choice.speaker}
        />
      )}
      {seen ? null : (
        <div className={styles.stand}>
          <Avatar name={other.name} role={other.role} size="large" />
          <p className={styles.name}>{other.name}</p>
          <p role="status">{t(`call.${standing(call, remote, isHere)}`, { name: other.name })}</p>
        </div>
      )}
      {mark === undefined ? null : <QualityMark mark={mark} />}
      {remote?.microphone === false ? (
        <p className={styles.mark}>
          <Icon name="micOff" size={18} />
          {t("call.otherMuted", { name: other.name })}
        </p>
      ) : null}
      {hasVideo ? <SelfView media={media} isWithheld={rung === "voice" || rung === "text"} /> : null}
    </section>
  );
}

type Standing = "absent" | "byText" | "connecting" | "reconnecting" | "cameraOff" | "weakLine" | "voice";

function standing(call: CallState, remote: Remote | undefined, isHere: boolean): Standing {
  if (remote === undefined) return call.at === "in" && isHere ? "byText" : "absent";
  if (remote.connection === "connected") {
    if (remote.weakLine) return "weakLine";
    if (remote.camera) return "connecting";
    return remote.media === "voice" ? "voice" : "cameraOff";
  }
  return remote.connection === "disconnected" || remote.connection === "failed" ? "reconnecting" : "connecting";
}
