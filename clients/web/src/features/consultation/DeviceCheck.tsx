import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MediaKind } from "@/realtime/call";
import type { Consultation } from "@/realtime/consultation";
import { Button } from "@/ui/Button";
import { Actions } from "@/ui/Card";
import { Icon } from "@/ui/Icon";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";
import styles from "./DeviceCheck.module.css";
import { DeviceChoice } from "./DeviceChoice";
import { type Verdict, verdictOf, type Way, waysOf } from "./readiness";
import { useLevel } from "./use-level";
import { useStore } from "./use-store";
import { useOwnStream, VideoTile } from "./VideoTile";

interface DeviceCheckProps {
  consultation: Consultation;
  wish: MediaKind;
  /** The practitioner has opened the door already. */
  isAdmitted: boolean;
  onReady: (way: Way) => void;
}

/** One's own picture, a level that moves, one verdict, one advice; voice and text as choices of the same worth. */
export function DeviceCheck({ consultation, wish, isAdmitted, onReady }: DeviceCheckProps) {
  const { t } = useTranslation("consultation");
  const { media } = consultation;
  const state = useStore(media.state);
  const level = useLevel(state.tracks.audio);
  const stream = useOwnStream(state.tracks.video);
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt opens again
  useEffect(() => {
    void media.open(wish);
  }, [media, wish, attempt]);

  const verdict = verdictOf(state, level, wish);
  const ways = waysOf(state, wish);
  const best = state.opening ? null : ways[0];
  const isGood = verdict === "good";
  return (
    <Page title={t(`check.title.${wish}`)} documentTitle={t("title")} lead={t("check.unseen")}>
      {wish === "video" ? (
        <div className={styles.picture}>
          <VideoTile stream={stream} label={t("call.ownPicture")} own isHidden={!state.camera} />
          {state.camera ? null : (
            <span className={styles.none}>
              <Icon name="cameraOff" size={32} />
              {t(state.opening ? "check.openingCamera" : "check.noPicture")}
            </span>
          )}
        </div>
      ) : null}
      <LevelBar now={level?.now ?? 0} isOff={state.tracks.audio === null} />
      <Notice tone={isGood || verdict === "opening" ? "info" : "care"} icon={isGood ? "check" : "info"} live>
        <p className={styles.verdict}>{t(`check.verdict.${verdict}`)}</p>
        <p>{t(`check.advice.${verdict}`)}</p>
      </Notice>
      {isAdmitted ? (
        <Notice icon="door" live>
          <p>{t("check.doorOpen")}</p>
        </Notice>
      ) : null}
      <Actions>
        {needsRetry(verdict) ? (
          <Button variant={best === "text" ? "primary" : "secondary"} block onPress={() => setAttempt(attempt + 1)}>
            {t("check.again")}
          </Button>
        ) : null}
        {ways.map((way) => (
          <Button
            key={way}
            block
            variant={way === best && (way !== "text" || !needsRetry(verdict)) ? "primary" : "secondary"}
            isDisabled={state.opening && way !== "text"}
            onPress={() => onReady(way)}
          >
            <Icon name={way} size={20} />
            {t(`check.go.${way}`)}
          </Button>
        ))}
      </Actions>
      <DeviceChoice media={media} hasCamera={wish === "video"} />
    </Page>
  );
}

function needsRetry(verdict: Verdict): boolean {
  return verdict.startsWith("camera_") || verdict.startsWith("microphone_");
}

function LevelBar({ now, isOff }: { now: number; isOff: boolean }) {
  const { t } = useTranslation("consultation");
  return (
    <div className={styles.level}>
      <Icon name={isOff ? "micOff" : "mic"} />
      <span aria-hidden="true">{t("check.level")}</span>
      <meter className="visually-hidden" aria-label={t("check.level")} min={0} max={1} value={now} />
      <span className={styles.bar} aria-hidden="true">
        <span className={styles.fill} style={{ scale: `${now} 1` }} />
      </span>
    </div>
  );
}
