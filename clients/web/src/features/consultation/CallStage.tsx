import { useTranslation } from "react-i18next";
import type { CallState, Remote } from "@/realtime/call";
import type { Consultation } from "@/realtime/consultation";
import { Avatar } from "@/ui/Avatar";
import { Icon } from "@/ui/Icon";
import styles from "./CallStage.module.css";
import { QualityMark } from "./QualityMark";
import { SelfView } from "./SelfView";
import { type Face, OwnTile, Tiles } from "./Tiles";
import { useScreenAwake } from "./use-screen-awake";
import { useStore } from "./use-store";
import { VideoTile } from "./VideoTile";

interface CallStageProps {
  consultation: Consultation;
  /** The one on the other side. */
  other: Face;
  /** A voice consultation has no pictures. */
  hasVideo: boolean;
}

/** The other's face, large, and one's own, small. */
export function CallStage({ consultation, other, hasVideo }: CallStageProps) {
  const { t } = useTranslation("consultation");
  const call = useStore(consultation.call.state);
  const media = useStore(consultation.media.state);
  const { participants, me } = useStore(consultation.state);
  const faceOf = (accountId: string): Face => {
    const known = participants.find((one) => one.account_id === accountId);
    return known === undefined ? other : { name: known.display_name, role: known.role };
  };
  const { rung, marks } = useStore(consultation.quality.state);
  const remote = call.remotes[0];
  const mark = remote?.connection === "connected" ? marks[remote.accountId] : undefined;
  useScreenAwake(call.at === "in");
  const isWithheld = rung === "voice" || rung === "text";
  if (remote !== undefined && call.remotes.length > 1) {
    const names = call.remotes.map((one) => faceOf(one.accountId).name).join("、");
    return (
      <section className={styles.stage} aria-label={t("call.several", { names })} data-rung={rung}>
        <Tiles remotes={call.remotes} faceOf={faceOf} marks={marks} speaker={media.choice.speaker}>
          {hasVideo ? <OwnTile media={media} isWithheld={isWithheld} /> : null}
        </Tiles>
      </section>
    );
  }
  const shown = remote === undefined ? other : faceOf(remote.accountId);
  const isHere = participants.some((one) => one.account_id !== me?.account_id && one.online);
  // A picture that stutters stays: the notice above says why.
  const seen = (remote?.camera === true || remote?.screen === true) && remote.picture;
  return (
    <section className={styles.stage} aria-label={t("call.stage", { name: shown.name })} data-rung={rung}>
      {remote === undefined ? null : (
        <VideoTile
          key={remote.accountId}
          stream={remote.stream}
          version={remote.tracks}
          label={t("call.otherPicture", { name: shown.name })}
          isHidden={!seen}
          isWhole={remote.screen}
          speaker={media.choice.speaker}
        />
      )}
      {seen ? null : (
        <div className={styles.stand}>
          <Avatar name={shown.name} role={shown.role} size="large" />
          <p className={styles.name}>{shown.name}</p>
          <p role="status">{t(`call.${standing(call, remote, isHere)}`, { name: shown.name })}</p>
        </div>
      )}
      {mark === undefined ? null : <QualityMark mark={mark} />}
      {remote?.microphone === false ? (
        <p className={styles.mark}>
          <Icon name="micOff" size={18} />
          {t("call.otherMuted", { name: shown.name })}
        </p>
      ) : null}
      {hasVideo ? <SelfView media={media} isWithheld={isWithheld} /> : null}
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
