import type { DeviceCheckInput } from "@/api/types";
import type { MediaKind } from "@/realtime/call";
import type { EchoState } from "@/realtime/echo";
import type { LocalMediaState } from "@/realtime/local-media";
import type { BrowserKind } from "./browser-kind";

const SETTLED: ReadonlySet<EchoState["at"]> = new Set(["idle", "over", "failed"]);

/**
 * What the check has found so far, in the codes that are stored; null while there is nothing sure to say. Silence alone is
 * no finding: perhaps nobody has spoken yet.
 */
export function findingsOf(
  media: LocalMediaState,
  isHeard: boolean,
  echo: EchoState,
  wish: MediaKind,
  browser: BrowserKind,
): DeviceCheckInput | null {
  if (media.opening || !SETTLED.has(echo.at)) return null;
  const { microphoneProblem, cameraProblem, tracks } = media;
  if (microphoneProblem === null && tracks.audio === null) return null;
  const tested = echo.heard !== null || echo.network === "blocked";
  if (microphoneProblem === null && !isHeard && !tested) return null;
  return {
    // Who heard themselves was heard.
    microphone: microphoneProblem ?? (isHeard || echo.heard === true ? "good" : "quiet"),
    camera: wish === "voice" ? "unused" : (cameraProblem ?? (media.camera ? "good" : "unused")),
    network: echo.network ?? "untested",
    hearing: echo.heard === null ? "untested" : echo.heard ? "heard" : "not_heard",
    browser,
  };
}
