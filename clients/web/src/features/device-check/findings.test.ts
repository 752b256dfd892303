import { expect, it } from "vitest";
import { NO_ECHO } from "@/realtime/echo";
import type { LocalMediaState } from "@/realtime/local-media";
import { findingsOf } from "./findings";

const track = {} as MediaStreamTrack;
const READY = {
  tracks: { audio: track, video: track },
  microphone: true,
  camera: true,
  opening: false,
  microphoneProblem: null,
  cameraProblem: null,
} as LocalMediaState;
const of = (media: Partial<LocalMediaState>, isHeard: boolean, echo = {}, wish: "video" | "voice" = "video") =>
  findingsOf({ ...READY, ...media }, isHeard, { ...NO_ECHO, ...echo }, wish, "chrome");

it("says nothing while devices open, while the echo runs, and before anybody has spoken", () => {
  expect(of({ opening: true }, false)).toBeNull();
  expect(of({}, true, { at: "listening", network: "direct" })).toBeNull();
  expect(of({}, false)).toBeNull();
  expect(of({ tracks: { audio: null, video: null } }, false)).toBeNull();
});

it("is good when a voice was heard; the echo adds the network and the loudspeaker", () => {
  const good = { microphone: "good", camera: "good", network: "untested", hearing: "untested", browser: "chrome" };
  expect(of({}, true)).toEqual(good);
  const echo = { at: "over", network: "relay", heard: true };
  expect(of({}, false, echo)).toEqual({ ...good, network: "relay", hearing: "heard" });
});

it("tells a silent microphone once the person has listened in vain", () => {
  const echo = { at: "over", network: "direct", heard: false };
  expect(of({}, false, echo)).toMatchObject({ microphone: "quiet", hearing: "not_heard" });
  expect(of({}, true, echo)).toMatchObject({ microphone: "good", hearing: "not_heard" });
});

it("tells what is refused, and asks for no camera where none is needed", () => {
  const refused = { microphoneProblem: "refused", cameraProblem: "missing", camera: false } as const;
  expect(of(refused, false)).toMatchObject({ microphone: "refused", camera: "missing" });
  expect(of({ ...refused, microphoneProblem: null }, true, {}, "voice")).toMatchObject({ camera: "unused" });
});

it("tells a blocked network; a test that could not begin for another reason says nothing of it", () => {
  expect(of({}, true, { at: "failed", network: "blocked" })).toMatchObject({ network: "blocked" });
  expect(of({}, true, { at: "failed", code: "echo.busy" })).toMatchObject({ network: "untested" });
});
