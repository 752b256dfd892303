import { beforeEach, expect, test, vi } from "vitest";
import { DeviceError, type MediaSource, openMicrophone, problemOf } from "./devices";
import { loudness } from "./level";
import { LocalMedia } from "./local-media";
import { FakeTrack } from "./testing/rtc";

type Kind = "audio" | "video";

/** A machine's devices; each kind can be made to fail with a name that getUserMedia throws. */
class FakeDevices {
  readonly opened: FakeTrack[] = [];
  readonly asked: string[] = [];
  readonly constraints: MediaStreamConstraints[] = [];
  readonly fails: Partial<Record<Kind, string>> = {};
  /** Opens only when this is settled. */
  gate: Promise<void> = Promise.resolve();

  getUserMedia = async (constraints: MediaStreamConstraints): Promise<MediaStream> => {
    const kinds = (["audio", "video"] as const).filter((kind) => constraints[kind] !== undefined);
    this.asked.push(kinds.join("+"));
    this.constraints.push(constraints);
    await this.gate;
    for (const kind of kinds) {
      const name = this.fails[kind];
      if (name !== undefined) throw new DOMException("no", name);
    }
    const tracks = kinds.map((kind) => new FakeTrack(kind));
    this.opened.push(...tracks);
    return { getTracks: () => tracks } as never;
  };

  enumerateDevices = async () =>
    [
      { kind: "audioinput", deviceId: "m1", label: "Built-in" },
      { kind: "videoinput", deviceId: "c1", label: "Front" },
      { kind: "audiooutput", deviceId: "s1", label: "Speaker" },
    ] as never;
}

let devices: FakeDevices;
let media: LocalMedia;

beforeEach(() => {
  devices = new FakeDevices();
  media = new LocalMedia(devices as never as MediaSource);
});

test("for a video call both are opened with a single question", async () => {
  await media.open("video");
  expect(devices.asked).toEqual(["audio+video"]);
  expect(media.state.get()).toMatchObject({ microphone: true, camera: true, opening: false });
  expect(media.state.get().devices).toEqual({
    microphones: [{ id: "m1", label: "Built-in" }],
    cameras: [{ id: "c1", label: "Front" }],
    speakers: [{ id: "s1", label: "Speaker" }],
  });
});

test("asked for twice at once, the devices are opened once", async () => {
  await Promise.all([media.open("video"), media.open("video")]);
  expect(devices.asked).toEqual(["audio+video"]);
  expect(devices.opened.map(({ readyState }) => readyState)).toEqual(["live", "live"]);
});

test("for a voice call nobody is asked for a camera", async () => {
  await media.open("voice");
  expect(devices.asked).toEqual(["audio"]);
});

test("without a camera the microphone still opens, and the reason is told", async () => {
  devices.fails.video = "NotFoundError";
  await media.open("video");
  expect(media.state.get()).toMatchObject({ microphone: true, camera: false, cameraProblem: "missing" });
});

test("every refusal has its own name", async () => {
  for (const [name, problem] of [
    ["NotAllowedError", "refused"],
    ["NotFoundError", "missing"],
    ["OverconstrainedError", "missing"],
    ["NotReadableError", "in_use"],
    ["SecurityError", "unsupported"],
    ["Something", "unknown"],
  ] as const) {
    expect(problemOf(new DOMException("", name))).toBe(problem);
  }
  await expect(openMicrophone(null)).rejects.toEqual(new DeviceError("unsupported"));
});

test("muting keeps the microphone open, switching the camera off closes it", async () => {
  await media.open("video");
  const { audio, video } = media.state.get().tracks;
  await media.setMicrophone(false);
  await media.setCamera(false);
  expect(audio).toMatchObject({ enabled: false, readyState: "live" });
  expect(video).toMatchObject({ readyState: "ended" });
  expect(media.state.get()).toMatchObject({ microphone: false, camera: false });
  await media.setCamera(true);
  expect(media.state.get().camera).toBe(true);
});

test("one who is muted stays muted when the microphone is changed or pulled out", async () => {
  await media.open("voice");
  await media.setMicrophone(false);
  await media.chooseMicrophone("m1");
  expect(media.state.get().tracks.audio?.enabled).toBe(false);
  const before = media.state.get().tracks.audio;
  before?.dispatchEvent(new Event("ended"));
  await new Promise((resolve) => setTimeout(resolve));
  expect(media.state.get().tracks.audio).not.toBe(before);
  expect(media.state.get().tracks.audio?.enabled).toBe(false);
  expect(media.state.get().microphone).toBe(false);
});

test("echo, noise and loudness are taken care of, whichever microphone it is", async () => {
  await media.open("video");
  await media.chooseMicrophone("m1");
  const asked = devices.constraints.map(({ audio }) => audio);
  expect(asked).toHaveLength(2);
  for (const audio of asked) {
    expect(audio).toMatchObject({ echoCancellation: true, noiseSuppression: true, autoGainControl: true });
  }
});

/** The system takes a track away, or gives it back. */
function system(track: MediaStreamTrack | null, does: "mute" | "unmute" | "ended"): void {
  if (does === "ended") track?.stop();
  else Object.assign(track ?? {}, { muted: does === "mute" });
  track?.dispatchEvent(new Event(does));
}

test("a microphone that a telephone call muted is told, and opened anew when the page comes back", async () => {
  await media.open("voice");
  const before = media.state.get().tracks.audio;
  system(before, "mute");
  expect(media.state.get().interrupted).toBe(true);
  await media.regain();
  const { tracks, interrupted, microphone } = media.state.get();
  expect(tracks.audio).not.toBe(before);
  expect(before?.readyState).toBe("ended");
  expect({ interrupted, microphone }).toEqual({ interrupted: false, microphone: true });
});

test("a microphone that comes back by itself is kept", async () => {
  vi.useFakeTimers();
  await media.open("voice");
  const before = media.state.get().tracks.audio;
  system(before, "mute");
  system(before, "unmute");
  await vi.advanceTimersByTimeAsync(10_000);
  await media.regain();
  expect(media.state.get()).toMatchObject({ interrupted: false, tracks: { audio: before } });
  system(before, "mute");
  await vi.advanceTimersByTimeAsync(3_000);
  expect(media.state.get().tracks.audio).not.toBe(before);
  vi.useRealTimers();
});

test("who had muted themselves is still muted after an interruption, and two returns at once ask once", async () => {
  await media.open("voice");
  await media.setMicrophone(false);
  system(media.state.get().tracks.audio, "mute");
  await Promise.all([media.regain(), media.regain()]);
  expect(media.state.get().tracks.audio?.enabled).toBe(false);
  expect(devices.asked).toHaveLength(2);
});

test("a camera that a sleep ended comes back, one that the person switched off does not", async () => {
  await media.open("video");
  system(media.state.get().tracks.video, "ended");
  expect(media.state.get().camera).toBe(false);
  await media.regain();
  expect(media.state.get()).toMatchObject({ camera: true, cameraProblem: null });
  await media.setCamera(false);
  await media.regain();
  expect(media.state.get().camera).toBe(false);
});

test("what was refused is not asked for again at each return", async () => {
  devices.fails.audio = "NotAllowedError";
  await media.open("voice");
  const { length } = devices.asked;
  await media.regain();
  expect(devices.asked).toHaveLength(length);
});

test("at the end every track is stopped, also one that opens too late", async () => {
  await media.open("video");
  let release = (): void => undefined;
  devices.gate = new Promise((resolve) => {
    release = resolve;
  });
  const late = media.chooseCamera("c1");
  media.close();
  release();
  await late;
  expect(devices.opened).toHaveLength(3);
  expect(devices.opened.every((track) => track.readyState === "ended")).toBe(true);
  expect(media.state.get().tracks).toEqual({ audio: null, video: null });
});

test("silence is 0, full loudness is 1, and speech lies between", () => {
  expect(loudness([])).toBe(0);
  expect(loudness(new Float32Array(64))).toBe(0);
  expect(loudness(new Float32Array(64).fill(1))).toBeCloseTo(1);
  expect(loudness(new Float32Array(64).fill(0.05))).toBeGreaterThan(0.4);
});
