import type { MediaKind } from "@/realtime/call";
import type { DeviceProblem } from "@/realtime/devices";
import { type EchoState, NO_ECHO } from "@/realtime/echo";
import type { Level } from "@/realtime/level";
import type { LocalMediaState } from "@/realtime/local-media";

/** How somebody takes part: with a picture, by voice, or by text alone. */
export type Way = MediaKind | "text";

/** The one verdict of the device check; the catalogue has its sentence and its advice. */
export type Verdict =
  | "opening"
  | "good"
  | "say_something"
  | `camera_${DeviceProblem}`
  | `microphone_${DeviceProblem}`
  | "camera_off"
  /** By the echo: nothing came through; it was not heard; it was heard, perhaps by the relay alone. */
  | "network_blocked"
  | "not_heard"
  | "heard"
  | "heard_relay";

/** Judges the devices for what was wished. The microphone comes first: without it nobody is heard; the picture last. */
export function verdictOf(
  media: LocalMediaState,
  level: Level | null,
  wish: MediaKind,
  echo: EchoState = NO_ECHO,
): Verdict {
  if (media.microphoneProblem !== null) return `microphone_${media.microphoneProblem}`;
  if (media.opening || media.tracks.audio === null) return "opening";
  if (echo.network === "blocked") return "network_blocked";
  if (echo.heard === false) return "not_heard";
  if (wish === "video" && media.cameraProblem !== null) return `camera_${media.cameraProblem}`;
  if (wish === "video" && !media.camera) return "camera_off";
  if (echo.heard === true) return echo.network === "relay" ? "heard_relay" : "heard";
  return level?.heard === true ? "good" : "say_something";
}

/** Whether the devices may be opened once more in the hope of better. */
export function needsRetry(verdict: Verdict): boolean {
  return verdict.startsWith("camera_") || verdict.startsWith("microphone_");
}

/** What works with the devices as they are, best first. Text always does. */
export function waysOf(media: LocalMediaState, wish: MediaKind): readonly Way[] {
  const hears = media.tracks.audio !== null;
  return [
    ...(wish === "video" && hears && media.camera ? (["video"] as const) : []),
    ...(hears ? (["voice"] as const) : []),
    "text",
  ];
}

const PREFIX = "hagukumi.way.";

/** The way that was chosen in this tab, so that a reload in the middle of a call goes straight back into it. */
export function rememberedWay(encounterId: string): Way | null {
  try {
    const way = sessionStorage.getItem(PREFIX + encounterId);
    return way === "video" || way === "voice" || way === "text" ? way : null;
  } catch {
    return null;
  }
}

export function rememberWay(encounterId: string, way: Way | null): void {
  try {
    if (way === null) sessionStorage.removeItem(PREFIX + encounterId);
    else sessionStorage.setItem(PREFIX + encounterId, way);
  } catch {
    // Without storage a reload only asks once more.
  }
}
