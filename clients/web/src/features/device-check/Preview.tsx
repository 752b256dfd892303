import { useTranslation } from "react-i18next";
import type { MediaKind } from "@/realtime/call";
import type { Level } from "@/realtime/level";
import type { LocalMediaState } from "@/realtime/local-media";
import { Icon } from "@/ui/Icon";
import { Notice } from "@/ui/Notice";
import type { Verdict } from "../consultation/readiness";
import { useOwnStream, VideoTile } from "../consultation/VideoTile";
import { isInApp, thisBrowser } from "./browser-kind";
import { LevelBar } from "./LevelBar";
import styles from "./Preview.module.css";

interface PreviewProps {
  state: LocalMediaState;
  level: Level | null;
  wish: MediaKind;
  verdict: Verdict;
}

const GOOD: ReadonlySet<Verdict> = new Set(["good", "heard", "heard_relay"]);

/** One's own picture, a level that moves, one verdict, one advice. */
export function Preview({ state, level, wish, verdict }: PreviewProps) {
  const { t } = useTranslation("consultation");
  const stream = useOwnStream(state.tracks.video);
  const isGood = GOOD.has(verdict);
  const browser = thisBrowser();
  // What a view within an app does not have at all, no permission gives.
  const isAllowable = verdict.endsWith("_refused") || (verdict.endsWith("_unsupported") && !isInApp(browser));
  return (
    <>
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
      <LevelBar label={t("check.level")} now={level?.now ?? 0} icon={state.tracks.audio === null ? "micOff" : "mic"} />
      <Notice tone={isGood || verdict === "opening" ? "info" : "care"} icon={isGood ? "check" : "info"} live>
        <p className={styles.verdict}>{t(`check.verdict.${verdict}`)}</p>
        <p>{t(`check.advice.${verdict}`)}</p>
        {isAllowable ? <p>{t(`devices:allow.${browser}`)}</p> : null}
      </Notice>
    </>
  );
}
