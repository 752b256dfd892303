import type { Candidate, IceServer, SignalCandidate, SignalDescription } from "../generated/protocol";
import { fingerprintOf } from "./fingerprint";
import { type Readable, Store } from "./store";

/** What is sent to the other peer; who it goes to is the call's business. */
export type Signal = Omit<SignalDescription, "to"> | Omit<SignalCandidate, "to">;

export interface Tracks {
  readonly audio: MediaStreamTrack | null;
  readonly video: MediaStreamTrack | null;
}

export interface PeerState {
  readonly connection: RTCPeerConnectionState;
  /** What comes from the other side; one and the same stream as long as the peer lives. */
  readonly stream: MediaStream;
  /** Counts up when a track joins the stream, so that a view looks again. */
  readonly tracks: number;
}

export type Connect = (configuration: RTCConfiguration) => RTCPeerConnection;

export interface PeerOptions {
  readonly polite: boolean;
  /** The one who entered last makes the first offer; the other one answers, and offers only if none comes. */
  readonly offers: boolean;
  /** The other side means to send video: make room for it in the first offer, with or without video of our own. */
  readonly expectsVideo: boolean;
  readonly iceServers: readonly IceServer[];
  readonly tracks: Tracks;
  readonly send: (signal: Signal) => void;
  readonly connect?: Connect;
}

const OFFER_MISSING_MS = 3_000;
const RESTART_AFTER_MS = 2_500;
const FAILURES_MAX = 3;

/**
 * One RTCPeerConnection, negotiated perfectly (WebRTC 1.0, section 10.7): either side may offer at any time, and when two
 * offers meet, the polite one yields.
 */
export class Peer {
  readonly #options: PeerOptions;
  readonly #pc: RTCPeerConnection;
  readonly #state: Store<PeerState>;
  /** One stream for both tracks, so that the other side keeps lips and voice together. */
  readonly #label = new MediaStream();
  #tracks: Tracks;
  #audio: RTCRtpSender | null = null;
  #video: RTCRtpSender | null = null;
  #attached = false;
  #makingOffer = false;
  #failures = 0;
  #closed = false;
  #heard: Promise<void> = Promise.resolve();
  #offerTimer: ReturnType<typeof setTimeout> | undefined;
  #restartTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: PeerOptions) {
    this.#options = options;
    this.#tracks = options.tracks;
    const { connect = (configuration) => new RTCPeerConnection(configuration) } = options;
    const pc = connect(configurationFrom(options.iceServers));
    this.#pc = pc;
    this.#state = new Store<PeerState>({
      connection: pc.connectionState,
      stream: new MediaStream(),
      tracks: 0,
    });
    pc.addEventListener("negotiationneeded", () => void this.#offer());
    pc.addEventListener("icecandidate", ({ candidate }) => this.#sendCandidate(candidate));
    pc.addEventListener("track", ({ track }) => this.#receive(track));
    pc.addEventListener("connectionstatechange", () => this.#connectionChanged());
    if (options.offers) this.#attach();
    else this.#offerTimer = setTimeout(() => this.#attach(), OFFER_MISSING_MS);
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

  /** Sends these from now on. A track that takes another's place needs no new negotiation. */
  setTracks(tracks: Tracks): void {
    this.#tracks = tracks;
    if (this.#attached) this.#sendTracks();
  }

  /** Takes a signal. They are worked off one after the other, in the order in which they came. */
  hear(signal: Signal): Promise<void> {
    this.#heard = this.#heard.then(() => this.#work(signal)).catch(() => this.#unworkable());
    return this.#heard;
  }

  /** New addresses and credentials of the relays; they serve from the next ICE restart on. */
  setIceServers(iceServers: readonly IceServer[]): void {
    if (!this.#closed) this.#pc.setConfiguration(configurationFrom(iceServers));
  }

  /**
   * Signalling is back and the other side may have missed something. Media that runs is left alone: a plain offer tells the
   * other side that this is the same RTCPeerConnection. Media that stopped gets new ICE candidates.
   */
  signallingReturned(): void {
    if (this.#closed) return;
    this.#attach();
    if (this.#pc.signalingState === "have-local-offer") this.#sendDescription();
    else if (this.#pc.connectionState === "connected") void this.#offer();
    else this.#pc.restartIce();
  }

  /** The other side came back under a new address: what is still unanswered goes there once more. */
  otherReturned(): void {
    if (!this.#closed && this.#pc.signalingState === "have-local-offer") this.#sendDescription();
  }

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
    clearTimeout(this.#offerTimer);
    clearTimeout(this.#restartTimer);
    this.#pc.close();
    this.#state.set({ ...this.#state.get(), connection: "closed" });
  }

  /** Puts the own tracks on. Those who answer do it when the offer is there, so that theirs take its places. */
  #attach(): void {
    if (this.#attached || this.#closed) return;
    this.#attached = true;
    clearTimeout(this.#offerTimer);
    this.#sendTracks();
    if (this.#pc.remoteDescription !== null) return;
    if (this.#tracks.audio === null) this.#pc.addTransceiver("audio", { direction: "recvonly" });
    if (this.#tracks.video === null && this.#options.expectsVideo) {
      this.#pc.addTransceiver("video", { direction: "recvonly" });
    }
  }

  #sendTracks(): void {
    this.#audio = this.#put(this.#audio, this.#tracks.audio);
    this.#video = this.#put(this.#video, this.#tracks.video);
  }

  #put(sender: RTCRtpSender | null, track: MediaStreamTrack | null): RTCRtpSender | null {
    if (this.#closed) return sender;
    if (sender === null) return track === null ? null : this.#pc.addTrack(track, this.#label);
    if (sender.track !== track) void sender.replaceTrack(track).catch(() => this.#unworkable());
    return sender;
  }

  async #offer(): Promise<void> {
    if (this.#closed || this.#makingOffer) return;
    this.#makingOffer = true;
    try {
      await this.#pc.setLocalDescription();
      this.#sendDescription();
    } catch {
      this.#unworkable();
    } finally {
      this.#makingOffer = false;
    }
  }

  async #work(signal: Signal): Promise<void> {
    if (this.#closed) return;
    if ("description" in signal) await this.#describe(signal.description as RTCSessionDescriptionInit);
    else if (signal.candidate !== undefined) await this.#addCandidate(signal.candidate);
  }

  async #describe(description: RTCSessionDescriptionInit): Promise<void> {
    const pc = this.#pc;
    // Signals are worked off one by one, so an answer that is being set cannot stand in the way here.
    const collision = description.type === "offer" && (this.#makingOffer || pc.signalingState !== "stable");
    if (collision && !this.#options.polite) return;
    await pc.setRemoteDescription(description);
    if (description.type !== "offer") return;
    this.#attach();
    await pc.setLocalDescription();
    this.#sendDescription();
  }

  async #addCandidate(candidate: RTCIceCandidateInit | null): Promise<void> {
    // One that belongs to an offer that was passed over, or that cannot be used, is one path less and no more.
    await this.#pc.addIceCandidate(candidate).catch(() => undefined);
  }

  #sendDescription(): void {
    const description = this.#pc.localDescription;
    if (description !== null) this.#send({ description: { type: description.type, sdp: description.sdp } });
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
  }

  #connectionChanged(): void {
    if (this.#closed) return;
    const connection = this.#pc.connectionState;
    this.#state.set({ ...this.#state.get(), connection });
    clearTimeout(this.#restartTimer);
    // The impolite one goes first, so that the two restarts rarely meet.
    const wait = RESTART_AFTER_MS * (this.#options.polite ? 2 : 1);
    if (connection === "failed") this.restartIce();
    else if (connection === "disconnected") this.#restartTimer = setTimeout(() => this.restartIce(), wait);
  }

  /** A description that does not fit: start over, a few times, so that two who never fit do not go on for ever. */
  #unworkable(): void {
    if (!this.#closed && this.#pc.signalingState === "stable" && this.#failures++ < FAILURES_MAX) this.restartIce();
  }
}

function configurationFrom(iceServers: readonly IceServer[]): RTCConfiguration {
  return {
    bundlePolicy: "max-bundle",
    iceServers: iceServers.map(({ urls, username, credential }) =>
      username === null || credential === null ? { urls } : { urls, username, credential },
    ),
  };
}
