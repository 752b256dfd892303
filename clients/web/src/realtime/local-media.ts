import type { MediaKind, Sending } from "./call";
import {
  type Choice,
  DeviceError,
  type DeviceProblem,
  type Devices,
  listDevices,
  type MediaSource,
  openBoth,
  openCamera,
  openMicrophone,
} from "./devices";
import { type Readable, Store } from "./store";

export interface LocalMediaState extends Sending {
  /** The question to the person, or the device, is still open. */
  readonly opening: boolean;
  readonly microphoneProblem: DeviceProblem | null;
  readonly cameraProblem: DeviceProblem | null;
  /** The system took the microphone away, as for a telephone call, and has not given it back yet. */
  readonly interrupted: boolean;
  readonly devices: Devices;
  readonly choice: Choice;
}

const NOTHING: LocalMediaState = {
  tracks: { audio: null, video: null },
  microphone: false,
  camera: false,
  opening: false,
  microphoneProblem: null,
  cameraProblem: null,
  interrupted: false,
  devices: { microphones: [], cameras: [], speakers: [] },
  choice: {},
};

/** Milliseconds. A short silence of the system's own making ends by itself; after this time the microphone is opened anew. */
const INTERRUPTED_MS = 3_000;

/**
 * The own microphone and camera.
 *
 * Muting leaves the microphone open, so that speaking again takes no time. Switching the camera off closes it, so that its
 * light goes off too. Every track opened here is stopped here.
 */
export class LocalMedia {
  readonly #source: MediaSource | null;
  readonly #state = new Store<LocalMediaState>(NOTHING);
  /** Counts up at `close`, so that a device that opens too late is shut again at once. */
  #life = 0;
  #opening: { readonly life: number; readonly done: Promise<void> } | null = null;
  /** What the person asked for; no change of the device may undo it. */
  #muted = false;
  /** The camera went away by itself, and not because the person switched it off. */
  #lostCamera = false;
  #regaining: Promise<void> | null = null;
  #interruption: ReturnType<typeof setTimeout> | undefined;

  constructor(source: MediaSource | null) {
    this.#source = source;
  }

  get state(): Readable<LocalMediaState> {
    return this.#state;
  }

  /** Opens the microphone, and for a video call the camera. What fails is told in the state; it never rejects. */
  open(kind: MediaKind): Promise<void> {
    const life = this.#life;
    // Asked for by several: the later one takes what the former one opens.
    const former = this.#opening?.life === life ? this.#opening.done : null;
    const done = former === null ? this.#open(kind, life) : former.then(() => this.#open(kind, life));
    this.#opening = { life, done };
    return done;
  }

  async #open(kind: MediaKind, life: number): Promise<void> {
    if (this.#life !== life) return;
    this.#set({ opening: true });
    if (kind === "video" && !this.#openedAny()) await this.#openTogether(life);
    if (this.#life !== life) return;
    const { tracks } = this.#state.get();
    if (tracks.audio === null) await this.#openMicrophone(life);
    if (kind === "video" && tracks.video === null) await this.#openCamera(life);
    await this.refreshDevices();
    if (this.#life === life) this.#set({ opening: false });
  }

  async setMicrophone(on: boolean): Promise<void> {
    this.#muted = !on;
    const { audio } = this.#state.get().tracks;
    if (audio === null) {
      if (on) await this.#openMicrophone(this.#life);
      return;
    }
    audio.enabled = on;
    this.#set({ microphone: on });
  }

  async setCamera(on: boolean): Promise<void> {
    this.#lostCamera = false;
    if (on) await this.#openCamera(this.#life);
    else this.#putVideo(null);
  }

  /** Takes another microphone; a call hears it without a new negotiation. */
  async chooseMicrophone(id: string): Promise<void> {
    this.#set({ choice: { ...this.#state.get().choice, microphone: id } });
    await this.#openMicrophone(this.#life);
  }

  async chooseCamera(id: string): Promise<void> {
    this.#set({ choice: { ...this.#state.get().choice, camera: id } });
    // Many telephones cannot hold two cameras open at once.
    this.#putVideo(null);
    await this.#openCamera(this.#life);
  }

  /** Where the others are heard; the view that plays them follows it. */
  chooseSpeaker(id: string): void {
    this.#set({ choice: { ...this.#state.get().choice, speaker: id } });
  }

  /**
   * Opens anew what an interruption, as a telephone call or a sleep, has muted or ended. Nothing that the person switched
   * off or refused is opened. A call goes on with the new tracks, without a new negotiation.
   */
  regain(): Promise<void> {
    this.#regaining ??= this.#regain(this.#life).finally(() => {
      this.#regaining = null;
    });
    return this.#regaining;
  }

  async refreshDevices(): Promise<void> {
    const devices = await listDevices(this.#source);
    this.#set({ devices });
  }

  /** Stops everything; the lights go off. It can be opened again. */
  close(): void {
    this.#life += 1;
    this.#muted = false;
    this.#lostCamera = false;
    clearTimeout(this.#interruption);
    const { audio, video } = this.#state.get().tracks;
    audio?.stop();
    video?.stop();
    this.#state.set({ ...NOTHING, devices: this.#state.get().devices, choice: this.#state.get().choice });
  }

  async #regain(life: number): Promise<void> {
    const { tracks, microphoneProblem } = this.#state.get();
    const { audio, video } = tracks;
    const lostMicrophone = audio === null && microphoneProblem !== null && microphoneProblem !== "refused";
    if (lostMicrophone || (audio !== null && isSilenced(audio))) await this.#openMicrophone(life);
    if (this.#life !== life) return;
    if (this.#lostCamera || (video !== null && isSilenced(video))) await this.#openCamera(life);
  }

  #openedAny(): boolean {
    const { audio, video } = this.#state.get().tracks;
    return audio !== null || video !== null;
  }

  async #openTogether(life: number): Promise<void> {
    try {
      const { audio, video } = await openBoth(this.#source, this.#state.get().choice);
      if (this.#kept(life, audio, video)) {
        this.#putAudio(audio);
        this.#putVideo(video);
      }
    } catch {
      // One of them is not to be had; asking for each tells which, and keeps the other.
    }
  }

  async #openMicrophone(life: number): Promise<void> {
    try {
      const audio = await this.#orAny(openMicrophone, this.#state.get().choice.microphone);
      if (this.#kept(life, audio)) this.#putAudio(audio);
    } catch (error) {
      if (this.#life === life) this.#set({ microphoneProblem: problem(error) });
    }
  }

  async #openCamera(life: number): Promise<void> {
    try {
      const video = await this.#orAny(openCamera, this.#state.get().choice.camera);
      if (this.#kept(life, video)) this.#putVideo(video);
    } catch (error) {
      if (this.#life === life) this.#set({ cameraProblem: problem(error) });
    }
  }

  /** The chosen device, or, when it is gone, any other. */
  async #orAny(
    open: (source: MediaSource | null, id?: string) => Promise<MediaStreamTrack>,
    id: string | undefined,
  ): Promise<MediaStreamTrack> {
    try {
      return await open(this.#source, id);
    } catch (error) {
      if (id === undefined || problem(error) !== "missing") throw error;
      return open(this.#source);
    }
  }

  #kept(life: number, ...tracks: readonly MediaStreamTrack[]): boolean {
    if (this.#life === life) return true;
    for (const track of tracks) track.stop();
    return false;
  }

  #putAudio(audio: MediaStreamTrack): void {
    this.#state.get().tracks.audio?.stop();
    audio.addEventListener("ended", () => {
      if (this.#state.get().tracks.audio === audio) this.#lostAudio();
    });
    const isMine = () => this.#state.get().tracks.audio === audio;
    audio.addEventListener("mute", () => {
      if (isMine()) this.#interrupted();
    });
    audio.addEventListener("unmute", () => {
      if (!isMine()) return;
      clearTimeout(this.#interruption);
      this.#set({ interrupted: false });
    });
    clearTimeout(this.#interruption);
    audio.enabled = !this.#muted;
    const microphone = audio.enabled;
    const tracks = { ...this.#state.get().tracks, audio };
    this.#set({ tracks, microphone, microphoneProblem: null, interrupted: audio.muted });
  }

  #putVideo(video: MediaStreamTrack | null): void {
    const { tracks } = this.#state.get();
    if (tracks.video !== video) tracks.video?.stop();
    video?.addEventListener("ended", () => {
      if (this.#state.get().tracks.video !== video) return;
      this.#putVideo(null);
      this.#set({ cameraProblem: "missing" });
      this.#lostCamera = true;
    });
    if (video !== null) this.#lostCamera = false;
    this.#set({ tracks: { ...this.#state.get().tracks, video }, camera: video !== null, cameraProblem: null });
  }

  /** The microphone was pulled out: take whatever other one there is, and say so if there is none. */
  #lostAudio(): void {
    this.#set({ tracks: { ...this.#state.get().tracks, audio: null }, microphone: false });
    void this.#openMicrophone(this.#life);
  }

  /** The system holds the microphone: it comes back by itself, or is opened anew after a while or at the page's return. */
  #interrupted(): void {
    this.#set({ interrupted: true });
    clearTimeout(this.#interruption);
    this.#interruption = setTimeout(() => void this.regain(), INTERRUPTED_MS);
  }

  #set(change: Partial<LocalMediaState>): void {
    this.#state.set({ ...this.#state.get(), ...change });
  }
}

function problem(error: unknown): DeviceProblem {
  return error instanceof DeviceError ? error.problem : "unknown";
}

function isSilenced(track: MediaStreamTrack): boolean {
  return track.muted || track.readyState === "ended";
}
