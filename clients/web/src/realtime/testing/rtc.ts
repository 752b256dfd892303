import { fragmentOf } from "../fingerprint";

/** Stand-ins for the browser's media and RTCPeerConnection, true to the state machine of WebRTC 1.0 where the call needs it. */

export class FakeTrack extends EventTarget {
  enabled = true;
  muted = false;
  readyState: "live" | "ended" = "live";
  readonly kind: "audio" | "video";
  readonly id: string;

  constructor(kind: "audio" | "video", id = `${kind}-${Math.random()}`) {
    super();
    this.kind = kind;
    this.id = id;
  }

  getSettings = () => (this.kind === "video" ? { width: 1280, height: 720 } : {});

  stop(): void {
    this.readyState = "ended";
  }
}

export class FakeStream {
  readonly tracks = new Set<FakeTrack>();
  getTracks = (): FakeTrack[] => [...this.tracks];
  addTrack = (track: FakeTrack): unknown => this.tracks.add(track);
  removeTrack = (track: FakeTrack): unknown => this.tracks.delete(track);
}

class FakeSender {
  track: FakeTrack | null;

  constructor(track: FakeTrack | null) {
    this.track = track;
  }

  parameters: { encodings: RTCRtpEncodingParameters[] } = { encodings: [{ active: true }] };
  getParameters = () => structuredClone(this.parameters);

  async setParameters(parameters: { encodings: RTCRtpEncodingParameters[] }): Promise<void> {
    this.parameters = parameters;
  }

  async replaceTrack(track: FakeTrack | null): Promise<void> {
    this.track = track;
  }
}

interface Description {
  readonly type: RTCSdpType;
  readonly sdp: string;
}

class FakeTransceiver {
  direction: string;
  currentDirection: string | null = null;
  readonly sender: FakeSender;
  readonly receiver: { track: FakeTrack };

  constructor(kind: "audio" | "video", track: FakeTrack | null, direction: string) {
    this.sender = new FakeSender(track);
    this.receiver = { track: new FakeTrack(kind, `remote-${kind}`) };
    this.direction = direction;
  }
}

let made = 0;

export class FakePeerConnection extends EventTarget {
  signalingState: RTCSignalingState = "stable";
  connectionState: RTCPeerConnectionState = "new";
  localDescription: Description | null = null;
  remoteDescription: Description | null = null;
  readonly number = ++made;
  /** In the order in which they were added. */
  readonly candidates: string[] = [];
  rollbacks = 0;
  bytes = 0;
  configuration: RTCConfiguration = {};
  /** The path in use goes through a relay. */
  relayed = false;
  /** Nothing is found, however often ICE begins anew. */
  hasNoPath = false;
  readonly #transceivers: FakeTransceiver[] = [];
  #stableLocal: Description | null = null;
  #generation = 0;
  #wantsRestart = false;
  #operations: Promise<void> = Promise.resolve();

  getTransceivers = (): readonly FakeTransceiver[] => this.#transceivers;

  addTransceiver(what: FakeTrack | "audio" | "video", init?: RTCRtpTransceiverInit): FakeTransceiver {
    const isKind = typeof what === "string";
    const transceiver = new FakeTransceiver(isKind ? what : what.kind, isKind ? null : what, "sendrecv");
    if (init?.sendEncodings !== undefined) transceiver.sender.parameters.encodings = init.sendEncodings;
    this.#transceivers.push(transceiver);
    this.#check();
    return transceiver;
  }

  addTrack(track: FakeTrack): FakeSender {
    return this.addTransceiver(track).sender;
  }

  restartIce(): void {
    this.#wantsRestart = true;
    this.#check();
  }

  setConfiguration(configuration: RTCConfiguration): void {
    this.configuration = configuration;
  }

  setLocalDescription(): Promise<void> {
    return this.#operate(() => {
      const answering = this.signalingState === "have-remote-offer";
      if (this.#wantsRestart || this.#generation === 0) this.#generation += 1;
      this.#wantsRestart = false;
      this.localDescription = { type: answering ? "answer" : "offer", sdp: this.#sdp() };
      this.#enter(answering ? "stable" : "have-local-offer");
      for (let index = 0; index < 3; index += 1) this.#gather(`${this.number}.${this.#generation}.${index}`);
      this.#gather(null);
    });
  }

  setRemoteDescription(description: Description): Promise<void> {
    return this.#operate(() => {
      if (description.type === "offer" && this.signalingState === "have-local-offer") {
        this.rollbacks += 1;
        this.localDescription = this.#stableLocal;
      } else if (description.type === "answer" && this.signalingState !== "have-local-offer") {
        throw new DOMException("wrong state", "InvalidStateError");
      }
      // An offer that restarts ICE is answered with a restart.
      const restarts =
        this.remoteDescription !== null && fragmentOf(this.remoteDescription.sdp) !== fragmentOf(description.sdp);
      if (description.type === "offer" && restarts) this.#wantsRestart = true;
      this.remoteDescription = description;
      for (const kind of ["audio", "video"] as const) {
        if (description.sdp.includes(`m=${kind}`)) this.#remoteHas(kind);
      }
      this.#enter(description.type === "offer" ? "have-remote-offer" : "stable");
    });
  }

  async addIceCandidate(candidate: { candidate: string } | null): Promise<void> {
    await this.#operate(() => {
      if (this.remoteDescription === null) throw new DOMException("no remote description", "InvalidStateError");
    });
    if (candidate !== null) this.candidates.push(candidate.candidate);
  }

  async getStats(): Promise<Map<string, object>> {
    const entries = [
      { id: "in", type: "inbound-rtp", kind: "audio", bytesReceived: this.bytes },
      { id: "transport", type: "transport", selectedCandidatePairId: "pair" },
      { id: "pair", type: "candidate-pair", localCandidateId: "local" },
      { id: "local", type: "local-candidate", candidateType: this.relayed ? "relay" : "host" },
    ];
    return new Map(entries.map((entry) => [entry.id, entry]));
  }

  close(): void {
    this.signalingState = "closed";
    this.connectionState = "closed";
  }

  /** What the network does. */
  become(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.dispatchEvent(new Event("connectionstatechange"));
  }

  #sdp(): string {
    const lines = this.#transceivers.map(({ receiver }) => `m=${receiver.track.kind}`);
    return ["v=0", `a=ice-ufrag:${this.#generation}`, `a=fingerprint:sha-256 AA:${this.number}`, ...lines].join("\r\n");
  }

  #enter(state: RTCSignalingState): void {
    this.signalingState = state;
    if (state !== "stable") return;
    this.#stableLocal = this.localDescription;
    for (const transceiver of this.#transceivers) transceiver.currentDirection = transceiver.direction;
    if (this.connectionState !== "connected" && !this.hasNoPath) this.become("connected");
    this.#check();
  }

  #remoteHas(kind: "audio" | "video"): void {
    let transceiver = this.#transceivers.find(({ receiver }) => receiver.track.kind === kind);
    if (transceiver === undefined) {
      transceiver = new FakeTransceiver(kind, null, "recvonly");
      this.#transceivers.push(transceiver);
    }
    if (transceiver.currentDirection !== null) return;
    this.dispatchEvent(Object.assign(new Event("track"), { track: transceiver.receiver.track }));
  }

  #gather(text: string | null): void {
    const candidate = text === null ? null : { candidate: text, toJSON: () => ({ candidate: text, sdpMid: "0" }) };
    // As in a browser: after whoever waits for the description has gone on.
    void turns(5).then(() => this.dispatchEvent(Object.assign(new Event("icecandidate"), { candidate })));
  }

  #check(): void {
    queueMicrotask(() => {
      const needed = this.#wantsRestart || this.#transceivers.some((one) => one.currentDirection === null);
      if (needed && this.signalingState === "stable") this.dispatchEvent(new Event("negotiationneeded"));
    });
  }

  /** The operations chain: one after the other, each taking a while. */
  #operate(work: () => void): Promise<void> {
    const done = this.#operations.then(async () => {
      await Promise.resolve();
      if (this.signalingState === "closed") return new Promise<void>(() => undefined);
      work();
    });
    this.#operations = done.catch(() => undefined);
    return done;
  }
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
}

/** Lets everything that is only waiting for its turn take place. */
export const settle = (): Promise<void> => turns(200);
