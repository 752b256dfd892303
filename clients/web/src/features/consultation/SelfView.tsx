import { type PointerEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { LocalMediaState } from "@/realtime/local-media";
import { Icon } from "@/ui/Icon";
import styles from "./SelfView.module.css";
import { useOwnStream, VideoTile } from "./VideoTile";

const CORNERS = ["top-right", "bottom-right", "bottom-left", "top-left"] as const;
type Corner = (typeof CORNERS)[number];

/** Fewer pixels than this are a press, not a drag. */
const SLIP = 6;

/** One's own small picture. It is dragged to any corner, or sent to the next one by a press or a key. */
export function SelfView({ media, isWithheld }: { media: LocalMediaState; isWithheld: boolean }) {
  const { t } = useTranslation("consultation");
  const stream = useOwnStream(media.tracks.video);
  const [corner, setCorner] = useState<Corner>("top-right");
  const [offset, setOffset] = useState<{ x: number; y: number } | null>(null);
  const start = useRef<{ x: number; y: number; moved: boolean } | null>(null);

  const begin = (event: PointerEvent<HTMLButtonElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { x: event.clientX, y: event.clientY, moved: false };
  };
  const drag = (event: PointerEvent<HTMLButtonElement>) => {
    if (start.current === null) return;
    const x = event.clientX - start.current.x;
    const y = event.clientY - start.current.y;
    if (Math.hypot(x, y) > SLIP) start.current.moved = true;
    if (start.current.moved) setOffset({ x, y });
  };
  const drop = (event: PointerEvent<HTMLButtonElement>) => {
    const area = event.currentTarget.parentElement?.getBoundingClientRect();
    if (start.current?.moved === true && area !== undefined) {
      const top = event.clientY < area.top + area.height / 2;
      const left = event.clientX < area.left + area.width / 2;
      setCorner(`${top ? "top" : "bottom"}-${left ? "left" : "right"}`);
    }
    setOffset(null);
  };
  const press = () => {
    // The click that follows a drag is none.
    const dragged = start.current?.moved === true;
    start.current = null;
    if (!dragged) setCorner(CORNERS[(CORNERS.indexOf(corner) + 1) % CORNERS.length] ?? "top-right");
  };

  return (
    <button
      type="button"
      className={styles.self}
      data-corner={corner}
      data-dragged={offset !== null || undefined}
      style={offset === null ? undefined : { translate: `${offset.x}px ${offset.y}px` }}
      aria-label={t("call.moveSelf")}
      onPointerDown={begin}
      onPointerMove={drag}
      onPointerUp={drop}
      onPointerCancel={() => setOffset(null)}
      onClick={press}
    >
      <VideoTile stream={stream} label={t("call.ownPicture")} own isHidden={!media.camera} />
      {media.camera && isWithheld ? <span className={styles.withheld}>{t("quality.unseen")}</span> : null}
      {media.camera ? null : (
        <span className={styles.off}>
          <Icon name="cameraOff" />
          {t("call.you")}
        </span>
      )}
      {media.microphone ? null : (
        <span className={styles.muted}>
          <Icon name="micOff" size={18} />
        </span>
      )}
    </button>
  );
}
