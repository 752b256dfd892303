import type { Candidate, SignalCandidate, SignalDescription } from "../generated/protocol";
import { fingerprintOf, fragmentOf } from "./fingerprint";
import { firstScaleOf } from "./first-picture";
import type { Ice } from "./ice";
import { limitPicture, type PictureLimit } from "./picture-limit";
import { leavesFromRelay, RelayLease } from "./relay-lease";
import { type Readable, Store } from "./store";

/** What is sent to the other peer; who it goes to is the call's business. */
export type Signal = Omit<SignalDescription, "to"> | Omit<SignalCandidate, "to">;

export interface Tracks {
  readonly audio: MediaStreamTrack | null;
  readonly video: MediaStreamTrack | null;
}

type Kind = keyof Tracks;

export interface PeerState {
  readonly connection: RTCPeerConnectionState;
  /** What comes from the other side; one and the same stream as long as the peer lives. */
  readonly stream: MediaStream;
  /** Counts up when a track joins the stream, so that a view looks again. */
  readonly tracks: number;
  /** A picture has come in at least once since the video track was made. */
  readonly picture: boolean;
}

export type Connect = (configuration: RTCConfiguration) => RTCPeerConnection;

export interface PeerOptions {
  /** The polite one yields when two offers meet, and leaves it to the other one to begin. */
  readonly polite: boolean;
  /** A call with pictures has room for video from the start, so that a camera is switched on without a negotiation. */
  readonly pictures: boolean;
  readonly ice: Ice;
  readonly tracks: Tracks;
  readonly limit: PictureLimit | null;
  readonly send: (signal: Signal) => void;
  readonly connect?: Connect | undefined;
}

/** Milliseconds. The polite side begins, or restarts, only when the other one has let this time pass. */
const POLITE_BEGIN_MS = 1_500;
const POLITE_RESTART_MS = 3_000;
const RESTART_AFTER_MS = 2_500;
/** A relay that was away answers again at any time, and no event tells of it. */
const RESTART_AGAIN_MS = 8_000;
const FAILURES_MAX = 3;
/** After the connection stands: by then the browser has found out how much the line carries. */
const GROW_MS = 1_000;

/**
 * One RTCPeerConnection, negotiated perfectly (WebRTC 1.0, section 10.7): either side may offer at any time, and when two
 * offers meet, the polite one yields.
 */
export class Peer {
  readonly #options: PeerOptions;
  readonly #state: Store<PeerState>;
  /** One stream for both tracks, so that the other side keeps lips and voice together. */
  readonly #label = new MediaStream();
  readonly #senders: Record<Kind, RTCRtpSender | null> = { audio: null, video: null };
  #pc: RTCPeerConnection;
  #ice: Ice;
  readonly #lease: RelayLease;
  #tracks: Tracks;
  #fragment: string | null = null;
  #limit: PictureLimit | null;
  #makingOffer = false;
  #failures = 0;
  #closed = false;
  #heard: Promise<void> = Promise.resolve();
  #beginTimer: ReturnType<typeof setTimeout> | undefined;
  #growTimer: ReturnType<typeof setTimeout> | undefined;
  /** The first pictures go out small. */
  #isSmall = true;
  #restartTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: PeerOptions) {
    this.#options = options;
    this.#ice = options.ice;
    this.#lease = new RelayLease(options.ice, {
      polite: options.polite,
      relayed: async () => leavesFromRelay(await this.#pc.getStats()),
      restart: () => this.restartIce(),
    });
    this.#tracks = options.tracks;
    this.#limit = options.limit;
    this.#pc = this.#build();
    this.#state = new Store<PeerState>({ connection: "new", stream: new MediaStream(), tracks: 0, picture: false });
    if (options.polite) this.#beginTimer = setTimeout(() => this.#begin(), POLITE_BEGIN_MS);
    else this.#begin();
  }

  get state(): Readable<PeerState> {
    return this.#state;
  }

  /** The other side's RTCPeerConnection, as far as it is known. */
  get remoteFingerprint(): string | null {
    return fingerprintOf(this.#pc.remoteDescription?.sdp);
  }

  get stats(): Promise<RTCStatsReport> {
    return this.#pc.getStats();
  }

  /** Sends these from now on. */
  setTracks(tracks: Tracks): void {
    this.#tracks = tracks;
    for (const kind of ["audio", "video"] as const) this.#put(kind);
  }

  /** Sends no more of the picture than this; null for all of it. */
  limitPicture(limit: PictureLimit | null): void {
    this.#limit = limit;
    this.#sizePicture();
  }

  /** Takes a signal. They are worked off one after the other, in the order in which they came. */
  hear(signal: Signal): Promise<void> {
    this.#heard = this.#heard.then(() => this.#work(signal)).catch(() => this.#unworkable());
    return this.#heard;
  }

  /** New addresses and credentials of the relays; they serve from the next ICE restart on. */
  setIce(ice: Ice): void {
    if (this.#closed) return;
    this.#ice = ice;
    this.#pc.setConfiguration(configurationFrom(ice));
    this.#lease.granted(ice);
  }

  /** Signalling is back, on this side or the other: what is unanswered goes out once more. Media that runs is left alone. */
  signallingReturned(): void {
    if (this.#closed) return;
    if (this.#pc.signalingState === "have-local-offer") this.#sendDescription();
    else this.#repair();
  }

  /** The network changed: look for a new path. */
  restartIce(): void {
    if (!this.#closed && this.#pc.remoteDescription !== null) this.#pc.restartIce();
  }

  /** Bytes of media that have come in so far. */
  async bytesReceived(): Promise<number> {
    let bytes = 0;
    for (const entry of (await this.#pc.getStats()).values() as Iterable<RTCInboundRtpStreamStats>) {
      if (entry.type === "inbound-rtp") bytes += entry.bytesReceived ?? 0;
    }
    return bytes;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#beginTimer);
    clearTimeout(this.#growTimer);
    clearTimeout(this.#restartTimer);
    this.#lease.close();
    this.#pc.close();
    this.#state.set({ ...this.#state.get(), connection: "closed" });
  }

  #build(): RTCPeerConnection {
    const { connect = (configuration) => new RTCPeerConnection(configuration) } = this.#options;
    const pc = connect(configurationFrom(this.#ice));
    const mine = (work: () => void) => () => {
      if (this.#pc === pc && !this.#closed) work();
    };
    pc.addEventListener(
      "negotiationneeded",
      mine(() => void this.#offer()),
    );
    pc.addEventListener("icecandidate", ({ candidate }) => mine(() => this.#sendCandidate(candidate))());
    pc.addEventListener("track", ({ track }) => mine(() => this.#receive(track))());
    pc.addEventListener(
      "connectionstatechange",
      mine(() => this.#connectionChanged()),
    );
    return pc;
  }

  /** Makes room for both kinds; that asks for the first offer. */
  #begin(): void {
    clearTimeout(this.#beginTimer);
    if (this.#closed || this.#pc.remoteDescription !== null) return;
    for (const kind of this.#options.pictures ? (["audio", "video"] as const) : (["audio"] as const)) {
      const init: RTCRtpTransceiverInit = { direction: "sendrecv", streams: [this.#label] };
      const small = [{ scaleResolutionDownBy: firstScaleOf(this.#tracks.video) }];
      this.#senders[kind] = this.#pc.addTransceiver(
        this.#tracks[kind] ?? kind,
        kind === "video" && this.#isSmall ? { ...init, sendEncodings: small } : init,
      ).sender;
    }
  }

  /** Takes the places that the other side's offer has made. */
  #join(): void {
    for (const transceiver of this.#pc.getTransceivers()) {
      const kind = transceiver.receiver.track.kind as Kind;
      if (this.#senders[kind] !== null || transceiver.currentDirection === "stopped") continue;
      transceiver.direction = "sendrecv";
      transceiver.sender.setStreams?.(this.#label);
      this.#senders[kind] = transceiver.sender;
      this.#put(kind);
    }
  }

  #put(kind: Kind): void {
    const sender = this.#senders[kind];
    const track = this.#tracks[kind];
    if (this.#closed || sender?.track === track) return;
    if (sender !== null) void sender.replaceTrack(track).catch(() => undefined);
    // No room for it: it is asked for. Before the first negotiation it is made anyway.
    else if (track !== null && this.#pc.remoteDescription !== null) {
      this.#senders[kind] = this.#pc.addTrack(track, this.#label);
    }
  }

  /** Tells the sender how large the picture goes out. */
  #sizePicture(): void {
    const { video } = this.#senders;
    if (video === null || this.#closed) return;
    const small = this.#isSmall ? { scaleResolutionDownBy: firstScaleOf(this.#tracks.video) } : null;
    void limitPicture(video, this.#limit ?? small).catch(() => undefined);
  }

  #grow(): void {
    this.#growTimer ??= setTimeout(() => {
      this.#isSmall = false;
      this.#sizePicture();
    }, GROW_MS);
  }

  async #offer(): Promise<void> {
    if (this.#makingOffer) return;
    this.#makingOffer = true;
    const pc = this.#pc;
    try {
      await pc.setLocalDescription();
      if (this.#pc === pc) this.#sendDescription();
    } catch {
      this.#unworkable();
    } finally {
      this.#makingOffer = false;
    }
  }

  async #work(signal: Signal): Promise<void> {
    if (this.#closed) return;
    if ("description" in signal) await this.#describe(signal.description as RTCSessionDescriptionInit);
    // A candidate of an offer that was passed over, or one that cannot be used, is one path less and no more.
    else await this.#pc.addIceCandidate(signal.candidate).catch(() => undefined);
  }

  async #describe(description: RTCSessionDescriptionInit): Promise<void> {
    // Signals are worked off one by one, so an answer that is being set cannot stand in the way here.
    const isOffer = description.type === "offer";
    const collision = isOffer && (this.#makingOffer || this.#pc.signalingState !== "stable");
    if (collision && !this.#options.polite) return;
    // A rolled back first offer leaves Chromium's receivers muted for good, so the polite side begins anew instead.
    if (collision && this.#pc.remoteDescription === null) this.#rebuild();
    const pc = this.#pc;
    // An offer that went out twice is answered twice.
    if (description.type === "answer" && pc.signalingState === "stable") return;
    await pc.setRemoteDescription(description);
    if (!isOffer) return;
    clearTimeout(this.#beginTimer);
    this.#join();
    await pc.setLocalDescription();
    if (this.#pc !== pc) return;
    this.#sendDescription();
    if (this.#isSmall) this.#sizePicture();
  }

  #rebuild(): void {
    const former = this.#pc;
    this.#senders.audio = null;
    this.#senders.video = null;
    this.#pc = this.#build();
    former.close();
  }

  #sendDescription(): void {
    const description = this.#pc.localDescription;
    if (description === null) return;
    const fragment = fragmentOf(description.sdp);
    if (fragment !== this.#fragment) this.#gathering(fragment);
    this.#send({ description: { type: description.type, sdp: description.sdp } });
  }

  #sendCandidate(candidate: RTCIceCandidate | null): void {
    // toJSON() types `candidate` as optional; a gathered one always has it.
    this.#send({ candidate: candidate === null ? null : (candidate.toJSON() as Candidate) });
  }

  #send(signal: Signal): void {
    if (!this.#closed) this.#options.send(signal);
  }

  #receive(track: MediaStreamTrack): void {
    const { stream, tracks } = this.#state.get();
    for (const other of stream.getTracks()) {
      if (other.kind === track.kind && other !== track) stream.removeTrack(other);
    }
    stream.addTrack(track);
    this.#state.set({ ...this.#state.get(), tracks: tracks + 1 });
    if (track.kind !== "video") return;
    const look = () => {
      if (stream.getTracks().includes(track)) this.#state.set({ ...this.#state.get(), picture: !track.muted });
    };
    track.addEventListener("unmute", look);
    track.addEventListener("mute", look);
    look();
  }

  #connectionChanged(): void {
    this.#state.set({ ...this.#state.get(), connection: this.#pc.connectionState });
    // Only what is negotiated can be limited.
    if (this.#limit !== null && this.#pc.connectionState === "connected") this.#sizePicture();
    if (this.#pc.connectionState === "connected") this.#grow();
    this.#repair();
  }

  /** A path that is gone is replaced: at once when it failed, after a moment when it only stutters. */
  #repair(): void {
    clearTimeout(this.#restartTimer);
    const { connectionState } = this.#pc;
    if (connectionState !== "failed" && connectionState !== "disconnected") return;
    const wait = (connectionState === "failed" ? 0 : RESTART_AFTER_MS) + (this.#options.polite ? POLITE_RESTART_MS : 0);
    if (wait === 0) this.restartIce();
    else this.#restartTimer = setTimeout(() => this.restartIce(), wait);
  }

  /** ICE has begun, or begun anew, on either side's word: give it time, and where it finds nothing, begin once more. */
  #gathering(fragment: string | null): void {
    this.#fragment = fragment;
    this.#lease.gathering();
    clearTimeout(this.#restartTimer);
    const wait = RESTART_AGAIN_MS + (this.#options.polite ? POLITE_RESTART_MS : 0);
    const look = () => {
      const { connectionState, signalingState } = this.#pc;
      if (connectionState !== "failed" && connectionState !== "disconnected") return;
      // An offer that waits for its answer goes out again when signalling returns.
      if (signalingState === "stable") this.restartIce();
      else this.#restartTimer = setTimeout(look, wait);
    };
    this.#restartTimer = setTimeout(look, wait);
  }

  /** A description that does not fit: start over, a few times, so that two who never fit do not go on for ever. */
  #unworkable(): void {
    if (!this.#closed && this.#pc.signalingState === "stable" && this.#failures++ < FAILURES_MAX) this.restartIce();
  }
}

function configurationFrom({ configuration }: Ice): RTCConfiguration {
  return { bundlePolicy: "max-bundle", ...configuration };
}
