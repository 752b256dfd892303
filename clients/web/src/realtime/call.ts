import type { CallEnterAck, Me, Peer as PeerOut, SignalDescription } from "../generated/protocol";
import { Refused } from "./connection";
import { fingerprintOf } from "./fingerprint";
import { type Grant, IceRenewal } from "./ice";
import type { ConsultationLine, ConsultationTold } from "./lines";
import { type Connect, Peer, type Signal, type Tracks } from "./peer";
import type { PictureLimit } from "./picture-limit";
import { type Readable, Store } from "./store";

export type MediaKind = PeerOut["media"];

/** The own microphone and camera, as the call sees them. */
export interface Sending {
  readonly tracks: Tracks;
  readonly microphone: boolean;
  readonly camera: boolean;
  /** The picture is withheld, because the line is too weak for it. */
  readonly weakLine?: boolean | undefined;
  /** A screen goes out in the place of the camera's picture. */
  readonly screen?: boolean | undefined;
}

/** One who is in the call. */
export interface Remote {
  readonly accountId: string;
  readonly media: MediaKind;
  readonly microphone: boolean;
  readonly camera: boolean;
  /** They withhold their picture, because their line is too weak for it. */
  readonly weakLine: boolean;
  /** What they show is their screen. */
  readonly screen: boolean;
  /** Their picture comes in; the first one takes a moment after the connection. */
  readonly picture: boolean;
  readonly connection: RTCPeerConnectionState;
  readonly stream: MediaStream;
  /** Counts up when a track joins the stream. */
  readonly tracks: number;
  /** Their signalling is gone while their media still comes in. */
  readonly away: boolean;
}

export interface CallState {
  /** Not in the call; entering it; in it; or in it on another device of the same person. */
  readonly at: "out" | "entering" | "in" | "elsewhere";
  readonly remotes: readonly Remote[];
  /** Why the server refused the last attempt to enter. */
  readonly code: string | null;
}

export interface CallOptions {
  readonly line: ConsultationLine;
  readonly sending: Readable<Sending>;
  readonly connect?: Connect | undefined;
}

interface Member {
  readonly connectionId: string;
  readonly peer: Peer;
  facts: PeerOut;
  away: boolean;
  readonly stop: () => void;
  watch?: ReturnType<typeof setInterval>;
}

const WATCH_MS = 1_000;
const SILENT_WATCHES = 3;

/**
 * The call of one consultation: who is in it, and one Peer for each of them.
 *
 * A page keeps its connection id when it returns after a loss of signalling, on either side; then its RTCPeerConnection is
 * kept, and whatever media flows goes on flowing. A page that is loaded anew has a new id and gets a new RTCPeerConnection.
 */
export class Call {
  readonly #line: ConsultationLine;
  readonly #options: CallOptions;
  readonly #state = new Store<CallState>({ at: "out", remotes: [], code: null });
  readonly #members = new Map<string, Member>();
  /** Who stands behind a connection, as told by the server. */
  readonly #facts = new Map<string, PeerOut>();
  #me: Me | null = null;
  readonly #ice: IceRenewal;
  #wanted: MediaKind | null = null;
  #pictures = false;
  #limit: PictureLimit | null = null;
  #stopSending: (() => void) | null = null;

  constructor(options: CallOptions) {
    this.#options = options;
    this.#line = options.line;
    this.#ice = new IceRenewal(options.line, (ice) => {
      for (const { peer } of this.#members.values()) peer.setIce(ice);
    });
    this.#line.on("call.entered", ({ peer }) => this.#entered(peer));
    this.#line.on("call.left", (left) => this.#left(left));
    this.#line.on("signal", (signal) => this.#hear(signal));
    this.#line.on("media.state", (media) => this.#mediaChanged(media));
  }

  get state(): Readable<CallState> {
    return this.#state;
  }

  /** Each one's statistics, as RTCPeerConnection gives them. */
  async stats(): Promise<readonly { readonly accountId: string; readonly report: RTCStatsReport }[]> {
    return Promise.all(
      [...this.#members].map(async ([accountId, { peer }]) => ({ accountId, report: await peer.stats })),
    );
  }

  /**
   * Enters the call, now or as soon as the consultation is joined again. The server refuses it before admission.
   * `pictures`: whether there may be any, now or later, from either side.
   */
  async enter(media: MediaKind, pictures: boolean): Promise<void> {
    this.#wanted = media;
    this.#pictures = pictures;
    this.#stopSending ??= this.#options.sending.subscribe(() => this.#sendingChanged());
    await this.#enterNow();
  }

  /** Leaves the call. Microphone and camera are the caller's to switch off. */
  leave(): void {
    const here = this.#state.get().at !== "out";
    this.#end({ at: "out", remotes: [], code: null });
    // When it does not arrive, the lost connection says the same.
    if (here && this.#line.online) this.#line.request("call.leave", {}).catch(() => undefined);
  }

  /** The consultation is joined, for the first time or again. */
  joined({ me, ...grant }: Grant & { readonly me: Me }): void {
    this.#me = me;
    this.#ice.take(grant);
    if (this.#wanted !== null) void this.#enterNow();
  }

  /** How much of the own picture is sent at most, to everyone; null for all of it. */
  limitPictures(limit: PictureLimit | null): void {
    this.#limit = limit;
    for (const { peer } of this.#members.values()) peer.limitPicture(limit);
  }

  /** The network changed under us: look for a new path at once. */
  networkChanged(): void {
    for (const { peer } of this.#members.values()) peer.restartIce();
  }

  async #enterNow(): Promise<void> {
    const media = this.#wanted;
    if (media === null || this.#me === null || !this.#line.online) return;
    if (this.#state.get().at !== "in") this.#set({ at: "entering", code: null });
    try {
      const { peers } = await this.#line.request("call.enter", { media });
      if (this.#wanted !== null) this.#meet(peers);
    } catch (error) {
      if (!(error instanceof Refused)) return;
      this.#end({ at: "out", remotes: [], code: error.code });
    }
  }

  /** Inside: the others who are there. They may be known already, since the event of their entry can overtake this answer. */
  #meet(peers: CallEnterAck["peers"]): void {
    this.#set({ at: "in" });
    this.#tellUnusual();
    const others = peers.filter((facts) => facts.account_id !== this.#me?.account_id);
    for (const facts of others) {
      this.#facts.set(facts.connection_id, facts);
      const member = this.#members.get(facts.account_id);
      if (member?.connectionId === facts.connection_id) {
        this.#back(member, facts);
      } else {
        this.#add(facts);
      }
    }
    // Left, or not back yet, while we did not hear it: media has the last word.
    const here = new Set(others.map((facts) => facts.account_id));
    for (const [accountId, member] of this.#members) if (!here.has(accountId)) this.#watch(member);
  }

  #entered(facts: PeerOut): void {
    if (this.#wanted === null || facts.account_id === this.#me?.account_id) return;
    this.#facts.set(facts.connection_id, facts);
    this.#tellUnusual();
    const member = this.#members.get(facts.account_id);
    if (member?.connectionId === facts.connection_id) {
      this.#back(member, facts);
    } else {
      this.#add(facts);
    }
  }

  #left({ connection_id, reason }: ConsultationTold["call.left"]): void {
    this.#facts.delete(connection_id);
    if (reason === "replaced" && connection_id === this.#me?.connection_id) {
      this.#end({ at: "elsewhere", remotes: [], code: null });
      return;
    }
    const member = [...this.#members.values()].find((one) => one.connectionId === connection_id);
    if (member === undefined) return;
    if (reason === "lost") this.#watch(member);
    else this.#remove(member);
  }

  #hear({ from, ...signal }: ConsultationTold["signal"]): void {
    const facts = this.#facts.get(from);
    if (facts === undefined || this.#wanted === null) return;
    const member = this.#members.get(facts.account_id);
    if ("description" in signal) this.#memberFor(facts, member, signal)?.peer.hear(signal);
    else if (member?.connectionId === from) member.peer.hear(signal);
  }

  /** The member that a description is meant for, or null when it answers an offer that is no longer ours. */
  #memberFor(
    facts: PeerOut,
    member: Member | undefined,
    { description }: Pick<SignalDescription, "description">,
  ): Member | null {
    if (member?.connectionId === facts.connection_id) {
      const known = member.peer.remoteFingerprint;
      if (known === null || known === fingerprintOf(description.sdp)) return member;
    }
    // The other page has begun anew with another RTCPeerConnection, which cannot take the place of the old one.
    const fresh = this.#add(facts);
    return description.type === "offer" ? fresh : null;
  }

  /** A new RTCPeerConnection to this account, in place of the one there may be. */
  #add(facts: PeerOut): Member {
    const former = this.#members.get(facts.account_id);
    if (former !== undefined) this.#remove(former);
    const member: Member = {
      connectionId: facts.connection_id,
      facts,
      away: false,
      peer: new Peer({
        polite: (this.#me?.precedence ?? "") < facts.precedence,
        pictures: this.#pictures,
        ice: this.#ice.current,
        tracks: this.#options.sending.get().tracks,
        limit: this.#limit,
        send: (signal) => this.#send(member, signal),
        connect: this.#options.connect,
      }),
      stop: () => undefined,
    };
    const stop = member.peer.state.subscribe(() => this.#show());
    this.#members.set(facts.account_id, Object.assign(member, { stop }));
    this.#show();
    return member;
  }

  /** The same page as before, maybe after a loss of signalling on either side. */
  #back(member: Member, facts: PeerOut): void {
    clearInterval(member.watch);
    member.peer.signallingReturned();
    member.facts = facts;
    member.away = false;
    this.#show();
  }

  #remove(member: Member): void {
    clearInterval(member.watch);
    member.stop();
    member.peer.close();
    if (this.#members.get(member.facts.account_id) === member) this.#members.delete(member.facts.account_id);
    this.#show();
  }

  /** Without signalling, but maybe with media: the member stays as long as something comes in. */
  #watch(member: Member): void {
    clearInterval(member.watch);
    member.away = true;
    this.#show();
    let bytes = -1;
    let silent = 0;
    member.watch = setInterval(() => {
      void member.peer.bytesReceived().then((now) => {
        silent = now > bytes ? 0 : silent + 1;
        bytes = now;
        if (silent >= SILENT_WATCHES && member.away) this.#remove(member);
      });
    }, WATCH_MS);
  }

  #send(member: Member, signal: Signal): void {
    // What is not sent now is made good when signalling returns, by a new offer with all candidates.
    if (!this.#line.online || this.#state.get().at !== "in") return;
    this.#line.request("signal", { to: member.connectionId, ...signal }).catch(() => undefined);
  }

  #sendingChanged(): void {
    const { tracks } = this.#options.sending.get();
    for (const { peer } of this.#members.values()) peer.setTracks(tracks);
    this.#tellMedia();
  }

  #tellMedia(): void {
    const { microphone, camera, weakLine = false, screen = false } = this.#options.sending.get();
    if (this.#state.get().at === "in" && this.#line.online) {
      this.#line.request("media.state", { microphone, camera, weak_line: weakLine, screen }).catch(() => undefined);
    }
  }

  /** Entering says that everything is on: only what is not so is told then, since a signal has to wait behind it. */
  #tellUnusual(): void {
    const { microphone, camera, weakLine = false } = this.#options.sending.get();
    if (!microphone || camera !== (this.#wanted === "video") || weakLine) this.#tellMedia();
  }

  #mediaChanged({ from, ...media }: ConsultationTold["media.state"]): void {
    const facts = this.#facts.get(from);
    if (facts === undefined) return;
    const changed = { ...facts, ...media };
    this.#facts.set(from, changed);
    const member = this.#members.get(facts.account_id);
    if (member?.connectionId !== from) return;
    member.facts = changed;
    this.#show();
  }

  #end(state: CallState): void {
    this.#wanted = null;
    this.#stopSending?.();
    this.#stopSending = null;
    for (const member of [...this.#members.values()]) this.#remove(member);
    this.#facts.clear();
    this.#state.set(state);
  }

  #show(): void {
    this.#set({
      remotes: [...this.#members.values()].map(({ facts, peer, away }) => ({
        accountId: facts.account_id,
        media: facts.media,
        microphone: facts.microphone,
        camera: facts.camera,
        weakLine: facts.weak_line,
        screen: facts.screen,
        connection: peer.state.get().connection,
        picture: peer.state.get().picture,
        stream: peer.state.get().stream,
        tracks: peer.state.get().tracks,
        away,
      })),
    });
  }

  #set(change: Partial<CallState>): void {
    this.#state.set({ ...this.#state.get(), ...change });
  }
}
