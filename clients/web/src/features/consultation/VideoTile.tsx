import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui/Button";
import { usePlaying } from "./use-playing";
import styles from "./VideoTile.module.css";

interface VideoTileProps {
  stream: MediaStream | null;
  label: string;
  /** One's own picture is shown as in a mirror, and without its sound. */
  own?: boolean;
  /** The sound goes on; the picture is not shown (their camera is off). */
  isHidden?: boolean;
  /** A shared screen: nothing of it is cut off, and it can be opened large. */
  isWhole?: boolean;
  /** A new track has come: the element looks again. */
  version?: number;
  /** The loudspeaker that the person chose. */
  speaker?: string | undefined;
}

/** A moving picture. Where the browser wants a touch before it plays sound, it asks for one. */
export function VideoTile(props: VideoTileProps) {
  const { stream, label, own = false, isHidden = false, isWhole = false, version = 0, speaker } = props;
  const { t } = useTranslation("consultation");
  const video = useRef<HTMLVideoElement>(null);
  const { asking, play } = usePlaying(video, stream, version);

  // Where the browser lets a page choose; elsewhere the system does.
  useEffect(() => {
    const element = video.current as (HTMLVideoElement & { setSinkId?: (id: string) => Promise<void> }) | null;
    // A loudspeaker that is gone leaves the one before.
    if (speaker !== undefined) void element?.setSinkId?.(speaker).catch(() => undefined);
  }, [speaker]);

  return (
    <>
      <video
        ref={video}
        className={`${styles.video} ${own ? styles.mirrored : ""}`}
        data-hidden={isHidden || undefined}
        data-whole={isWhole || undefined}
        aria-label={label}
        aria-hidden={isHidden || undefined}
        autoPlay
        playsInline
        muted={own}
      />
      {isWhole && !isHidden ? (
        <span className={styles.large}>
          <Button variant="secondary" onPress={() => openLarge(video.current)}>
            {t("call.large")}
          </Button>
        </span>
      ) : null}
      {asking === null ? null : (
        <span className={styles.ask}>
          <Button onPress={play}>{t(asking === "first" ? "call.playSound" : "call.soundBack")}</Button>
        </span>
      )}
    </>
  );
}

/** Over the whole display; an iPhone has a way of its own for it. */
function openLarge(video: (HTMLVideoElement & { webkitEnterFullscreen?: () => void }) | null): void {
  if (video === null) return;
  if (video.requestFullscreen === undefined) video.webkitEnterFullscreen?.();
  // Refused: it stays as large as it is.
  else void video.requestFullscreen().catch(() => undefined);
}

/** One's own camera as a stream of its own, without the microphone. */
export function useOwnStream(track: MediaStreamTrack | null): MediaStream | null {
  const [stream, setStream] = useState<MediaStream | null>(null);
  useEffect(() => setStream(track === null ? null : new MediaStream([track])), [track]);
  return stream;
}
