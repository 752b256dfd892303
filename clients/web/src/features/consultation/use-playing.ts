import { type RefObject, useEffect, useRef, useState } from "react";

/** Whether the browser wants a touch before it plays on: at the very first, or after an interruption. */
export type Asking = "first" | "again" | null;

interface Playing {
  readonly asking: Asking;
  /** To be called from a touch. */
  readonly play: () => void;
}

/**
 * Keeps an element playing. Telephones pause it for a call of their own or in the background, and give no sound of theirs
 * back: it plays again when it may, and asks for a touch where the browser wants one. `version` stands for the tracks
 * within the stream.
 */
export function usePlaying(
  ref: RefObject<HTMLVideoElement | null>,
  stream: MediaStream | null,
  version: number,
): Playing {
  const [asking, setAsking] = useState<Asking>(null);
  const played = useRef(false);
  const play = useRef<() => void>(() => undefined);

  // biome-ignore lint/correctness/useExhaustiveDependencies: see version
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    if (element.srcObject !== stream) element.srcObject = stream;
    if (stream === null) return;
    play.current = () => {
      element
        .play()
        .then(() => {
          played.current = true;
          setAsking(null);
        })
        .catch((error: unknown) => {
          const wantsTouch = error instanceof DOMException && error.name === "NotAllowedError";
          setAsking(wantsTouch ? (played.current ? "again" : "first") : null);
        });
    };
    const playOn = () => {
      if (document.visibilityState === "visible") play.current();
    };
    play.current();
    document.addEventListener("visibilitychange", playOn);
    element.addEventListener("pause", playOn);
    for (const track of stream.getTracks()) track.addEventListener("unmute", playOn);
    return () => {
      document.removeEventListener("visibilitychange", playOn);
      element.removeEventListener("pause", playOn);
      for (const track of stream.getTracks()) track.removeEventListener("unmute", playOn);
    };
  }, [ref, stream, version]);

  return { asking, play: () => play.current() };
}
