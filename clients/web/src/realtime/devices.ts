/** Why a microphone or a camera is not to be had, in the terms a person can act on. */
export type DeviceProblem =
  /** The person, or the system's settings, said no. */
  | "refused"
  /** There is none, or not the one that was chosen. */
  | "missing"
  /** Another program or another tab holds it. */
  | "in_use"
  /** The page is not loaded safely (https), or the browser inside another app has no access. */
  | "unsupported"
  | "unknown";

export class DeviceError extends Error {
  override readonly name = "DeviceError";
  readonly problem: DeviceProblem;

  constructor(problem: DeviceProblem) {
    super(problem);
    this.problem = problem;
  }
}

export interface Choice {
  readonly microphone?: string | undefined;
  readonly camera?: string | undefined;
  readonly speaker?: string | undefined;
}

export interface Device {
  readonly id: string;
  /** Empty until the person has allowed one of them. */
  readonly label: string;
}

export interface Devices {
  readonly microphones: readonly Device[];
  readonly cameras: readonly Device[];
  /** Empty where the browser does not let a page choose. */
  readonly speakers: readonly Device[];
}

/** The part of navigator.mediaDevices in use. */
export type MediaSource = Pick<MediaDevices, "getUserMedia" | "enumerateDevices">;

/** The browser's devices, or null where it gives none to this page. */
export function browserDevices(): MediaDevices | null {
  return (navigator as { mediaDevices?: MediaDevices }).mediaDevices ?? null;
}

/** Opens the microphone. Rejects with DeviceError. */
export async function openMicrophone(source: MediaSource | null, id?: string): Promise<MediaStreamTrack> {
  return first(await open(source, { audio: audioConstraints(id) }), "audio");
}

/** Opens the camera. Rejects with DeviceError. */
export async function openCamera(source: MediaSource | null, id?: string): Promise<MediaStreamTrack> {
  return first(await open(source, { video: videoConstraints(id) }), "video");
}

/** Opens both with one question to the person. Rejects with DeviceError when either is not to be had. */
export async function openBoth(
  source: MediaSource | null,
  { microphone, camera }: Choice,
): Promise<{ audio: MediaStreamTrack; video: MediaStreamTrack }> {
  const stream = await open(source, { audio: audioConstraints(microphone), video: videoConstraints(camera) });
  return { audio: first(stream, "audio"), video: first(stream, "video") };
}

/** What there is to choose from. Never rejects. */
export async function listDevices(source: MediaSource | null): Promise<Devices> {
  const found = await (source?.enumerateDevices() ?? Promise.resolve([])).catch(() => []);
  const of = (kind: MediaDeviceKind): Device[] =>
    found
      // Before permission some browsers list one nameless entry, which is nothing to choose from.
      .filter((device) => device.kind === kind && device.deviceId !== "")
      .map(({ deviceId, label }) => ({ id: deviceId, label }));
  return { microphones: of("audioinput"), cameras: of("videoinput"), speakers: of("audiooutput") };
}

/** Classifies what getUserMedia throws. The names are those of Media Capture, with the older ones of Chrome and Firefox. */
export function problemOf(error: unknown): DeviceProblem {
  switch (error instanceof Error || isDomException(error) ? error.name : "") {
    case "NotAllowedError":
    case "PermissionDeniedError":
      return "refused";
    case "NotFoundError":
    case "DevicesNotFoundError":
    case "OverconstrainedError":
      return "missing";
    case "NotReadableError":
    case "TrackStartError":
    case "AbortError":
      return "in_use";
    case "SecurityError":
    case "TypeError":
      return "unsupported";
    default:
      return "unknown";
  }
}

function audioConstraints(id?: string): MediaTrackConstraints {
  const quiet = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  return id === undefined ? quiet : { ...quiet, deviceId: { exact: id } };
}

/** The front camera on a telephone, in a size that an ordinary line carries. */
function videoConstraints(id?: string): MediaTrackConstraints {
  const size = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 } };
  return id === undefined ? { ...size, facingMode: "user" } : { ...size, deviceId: { exact: id } };
}

async function open(source: MediaSource | null, constraints: MediaStreamConstraints): Promise<MediaStream> {
  if (source === null) throw new DeviceError("unsupported");
  try {
    return await source.getUserMedia(constraints);
  } catch (error) {
    throw new DeviceError(problemOf(error));
  }
}

function first(stream: MediaStream, kind: "audio" | "video"): MediaStreamTrack {
  const track = stream.getTracks().find((one) => one.kind === kind);
  if (track === undefined) throw new DeviceError("missing");
  return track;
}

function isDomException(error: unknown): error is DOMException {
  return typeof DOMException !== "undefined" && error instanceof DOMException;
}
