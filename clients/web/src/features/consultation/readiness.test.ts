// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { NO_ECHO } from "@/realtime/echo";
import type { LocalMediaState } from "@/realtime/local-media";
import { rememberedWay, rememberWay, verdictOf, waysOf } from "./readiness";

const track = {} as MediaStreamTrack;
const READY: LocalMediaState = {
  tracks: { audio: track, video: track },
  microphone: true,
  camera: true,
  opening: false,
  microphoneProblem: null,
  interrupted: false,
  cameraProblem: null,
  devices: { microphones: [], cameras: [], speakers: [] },
  choice: {},
};
const NO_CAMERA: LocalMediaState = {
  ...READY,
  tracks: { audio: track, video: null },
  camera: false,
  cameraProblem: "missing",
};
const SILENT: LocalMediaState = {
  ...READY,
  tracks: { audio: null, video: null },
  microphone: false,
  camera: false,
  microphoneProblem: "refused",
  cameraProblem: "refused",
};
const HEARD = { now: 0.4, heard: true };
const QUIET = { now: 0, heard: false };

beforeEach(() => sessionStorage.clear());

test("all is well when a voice was heard, and until then one is asked to speak", () => {
  expect(verdictOf(READY, QUIET, "video")).toBe("say_something");
  expect(verdictOf(READY, HEARD, "video")).toBe("good");
});

test("a missing camera is one verdict in a video consultation and none in a voice consultation", () => {
  expect(verdictOf(NO_CAMERA, HEARD, "video")).toBe("camera_missing");
  expect(verdictOf(NO_CAMERA, HEARD, "voice")).toBe("good");
});

test("a microphone that is not to be had comes before everything else", () => {
  expect(verdictOf(SILENT, null, "video")).toBe("microphone_refused");
});

test("the echo tells of the network and the loudspeaker, after the microphone and before the picture", () => {
  const blocked = { ...NO_ECHO, at: "failed", network: "blocked" } as const;
  expect(verdictOf(NO_CAMERA, HEARD, "video", blocked)).toBe("network_blocked");
  expect(verdictOf(SILENT, null, "video", blocked)).toBe("microphone_refused");
  const unheard = { ...NO_ECHO, at: "over", network: "direct", heard: false } as const;
  expect(verdictOf(NO_CAMERA, HEARD, "video", unheard)).toBe("not_heard");
  expect(verdictOf(READY, QUIET, "video", { ...unheard, heard: true })).toBe("heard");
  expect(verdictOf(READY, QUIET, "video", { ...unheard, network: "relay", heard: true })).toBe("heard_relay");
});

test("whatever the devices, there is a way to take part", () => {
  expect(waysOf(READY, "video")).toEqual(["video", "voice", "text"]);
  expect(waysOf(NO_CAMERA, "video")).toEqual(["voice", "text"]);
  expect(waysOf(READY, "voice")).toEqual(["voice", "text"]);
  expect(waysOf(SILENT, "video")).toEqual(["text"]);
});

test("a reload in the middle of a call remembers the way, and the end forgets it", () => {
  rememberWay("e1", "voice");
  expect(rememberedWay("e1")).toBe("voice");
  expect(rememberedWay("e2")).toBeNull();
  rememberWay("e1", null);
  expect(rememberedWay("e1")).toBeNull();
});
