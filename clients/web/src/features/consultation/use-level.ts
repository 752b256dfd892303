import { useEffect, useState } from "react";
import { type Level, LevelMeter } from "@/realtime/level";

/** How loud a microphone is; null without one, or where the browser cannot tell. */
export function useLevel(track: MediaStreamTrack | null): Level | null {
  const [level, setLevel] = useState<Level | null>(null);
  useEffect(() => {
    setLevel(null);
    if (track === null || typeof AudioContext === "undefined") return;
    const meter = new LevelMeter(track);
    const stop = meter.level.subscribe(() => setLevel(meter.level.get()));
    const resume = () => meter.resume();
    document.addEventListener("pointerdown", resume);
    document.addEventListener("keydown", resume);
    document.addEventListener("visibilitychange", resume);
    return () => {
      stop();
      meter.stop();
      document.removeEventListener("pointerdown", resume);
      document.removeEventListener("keydown", resume);
      document.removeEventListener("visibilitychange", resume);
    };
  }, [track]);
  return level;
}
