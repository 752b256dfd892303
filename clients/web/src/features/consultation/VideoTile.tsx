import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui/Button";
import styles from "./VideoTile.module.css";

interface VideoTileProps {
  stream: MediaStream | null;
  label: string;
  /** One's own picture is shown as in a mirror, and without its sound. */
  own?: boolean;
  /** The sound goes on; the picture is not shown (their camera is off). */
  isHidden?: boolean;
  /** A new track has come: the element looks again. */
  version?: number;
}

/** A moving picture. Where the browser wants a touch before it plays sound, it asks for one. */
export function VideoTile({ stream, label, own = false, isHidden = false, version = 0 }: VideoTileProps) {
  const { t } = useTranslation("consultation");
  const video = useRef<HTMLVideoElement>(null);
  const [silent, setSilent] = useState(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` stands for the tracks within the stream
  useEffect(() => {
    const element = video.current;
    if (element === null) return;
    element.srcObject = stream;
    if (stream === null) return;
    element
      .play()
      .then(() => setSilent(false))
      .catch((error: unknown) => setSilent(error instanceof DOMException && error.name === "NotAllowedError"));
  }, [stream, version]);

  return (
    <>
      <video
        ref={video}
        className={`${styles.video} ${own ? styles.mirrored : ""}`}
        data-hidden={isHidden || undefined}
        aria-label={label}
        aria-hidden={isHidden || undefined}
        autoPlay
        playsInline
        muted={own}
      />
      {silent ? (
        <span className={styles.ask}>
          <Button onPress={() => void video.current?.play().then(() => setSilent(false))}>{t("call.playSound")}</Button>
        </span>
      ) : null}
    </>
  );
}

/** One's own camera as a stream of its own, without the microphone. */
export function useOwnStream(track: MediaStreamTrack | null): MediaStream | null {
  const [stream, setStream] = useState<MediaStream | null>(null);
  useEffect(() => setStream(track === null ? null : new MediaStream([track])), [track]);
  return stream;
}
