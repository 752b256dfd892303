import type { CallEnterAck, JoinAck, Me, Peer as PeerOut, SignalDescription } from "../generated/protocol";
import type { CallState, MediaKind, Sending } from "./call-state";
import { Refused } from "./connection";
import { Doorstep, type Ready } from "./doorstep";
import { fingerprintOf } from "./fingerprint";
import { type Grant, IceRenewal } from "./ice";
import type { ConsultationLine, ConsultationTold } from "./lines";
import { type Member, Members } from "./members";
import { type Connect, Peer, type Signal } from "./peer";
import type { PictureLimit } from "./picture-limit";
import { type Readable, Store } from "./store";

export type { CallState, MediaKind, Remote, Sending } from "./call-state";

export interface CallOptions {
  readonly line: ConsultationLine;
  readonly sending: Readable<Sending>;
  readonly connect?: Connect | undefined;
}

/** What a call needs of the answer to a join. */
export type CallSnapshot = Grant & { readonly me: Me; readonly call?: Pick<JoinAck["call"], "awaiting"> };

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
  readonly #members = new Members(() => this.#set({ remotes: this.#members.remotes }));
  /** Who stands behind a connection, as told by the server. */
  readonly #facts = new Map<string, PeerOut>();
  #me: Me | null = null;
  readonly #ice: IceRenewal;
  readonly #doorstep = new Doorstep((facts, send) => (this.#isPolite(facts) ? null : this.#peerFor(facts, send)));
  /** Waits before the door, to enter with these. */
  #awaits: MediaKind | null = null;
  #wanted: MediaKind | null = null;
  #pictures = false;
  #limit: PictureLimit | null = null;
  /** What was signalled in the last attempt to enter may be lost. */
  #isInterrupted = false;
  #stopSending: (() => void) | null = null;

  constructor(options: CallOptions) {
    this.#options = options;
    this.#line = options.line;
    this.#ice = new IceRenewal(options.line, (ice) => {
      for (const { peer } of this.#members.all) peer.setIce(ice);
      this.#doorstep.renew();
    });
    this.#line.on("call.awaited", ({ peer }) => this.#awaited([peer]));
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
      this.#members.present.map(async ({ facts, peer }) => ({ accountId: facts.account_id, report: await peer.stats })),
    );
  }

  /**
   * Makes an offer ready for the one who waits before the door; it leaves behind the own entry, and nothing of it before.
   * `pictures`: as for `enter`.
   */
  prepare(pictures: boolean): void {
    this.#pictures = pictures;
    this.#follow();
    this.#doorstep.begin();
  }

  /** Waits before the door to enter with these media after the admission, which is the caller's to notice. */
  awaitEntry(media: MediaKind): void {
    if (this.#awaits === media) return;
    this.#awaits = media;
    this.#tellAwaiting();
  }

  /** Nobody is admitted from here: what was made ready is let go. */
  forgetWaiting(): void {
    this.#doorstep.clear();
  }

  /**
   * Enters the call, now or as soon as the consultation is joined again. The server refuses it before admission.
   * `pictures`: whether there may be any, now or later, from either side.
   */
  async enter(media: MediaKind, pictures: boolean): Promise<void> {
    this.#wanted = media;
    this.#awaits = null;
    this.#pictures = pictures;
    this.#follow();
    await this.#enterNow();
  }

  /** Leaves the call, or waits for it no longer. */
  giveUp(): void {
    this.#doorstep.clear();
    if (this.#awaits !== null && this.#line.online) this.#line.request("call.leave", {}).catch(() => undefined);
    this.#awaits = null;
    this.leave();
  }

  /** Leaves the call. Microphone and camera are the caller's to switch off. */
  leave(): void {
    const here = this.#state.get().at !== "out";
    this.#end({ at: "out", remotes: [], code: null });
    // When it does not arrive, the lost connection says the same.
    if (here && this.#line.online) this.#line.request("call.leave", {}).catch(() => undefined);
  }

  /** The consultation is joined, for the first time or again. */
  joined({ me, call, ...grant }: CallSnapshot): void {
    this.#me = me;
    // The snapshot tells anew who waits.
    this.#doorstep.clear();
    this.#ice.take(grant);
    if (this.#wanted !== null) void this.#enterNow();
    else this.#awaited(call?.awaiting ?? []);
    this.#tellAwaiting();
  }

  /** How much of the own picture is sent at most, to everyone; null for all of it. */
  limitPictures(limit: PictureLimit | null): void {
    this.#limit = limit;
    for (const { peer } of this.#members.all) peer.limitPicture(limit);
  }

  /** The network changed under us: look for a new path at once. */
  networkChanged(): void {
    for (const { peer } of this.#members.all) peer.restartIce();
    this.#doorstep.renew();
  }

  async #enterNow(): Promise<void> {
    const media = this.#wanted;
    if (media === null || this.#me === null || !this.#line.online) return;
    const entering = this.#line.request("call.enter", { media });
    if (this.#state.get().at !== "in") this.#set({ at: "entering", code: null });
    // The server works off a connection's events in order: the offers go through the door behind the entry.
    for (const ready of this.#doorstep.take()) this.#expect(ready);
    try {
      const { peers } = await entering;
      if (this.#wanted !== null) this.#meet(peers);
    } catch (error) {
      this.#isInterrupted = true;
      if (!(error instanceof Refused)) return;
      this.#end({ at: "out", remotes: [], code: error.code });
    }
  }

  /** These wait before the door; inside, one hears of their entry. */
  #awaited(peers: readonly PeerOut[]): void {
    if (this.#wanted !== null || peers.length === 0) return;
    this.#follow();
    for (const peer of peers) this.#doorstep.add(peer);
  }

  #tellAwaiting(): void {
    if (this.#awaits === null || this.#me === null || !this.#line.online) return;
    // What is not told makes the call begin a moment later, and no more.
    this.#line.request("call.await", { media: this.#awaits }).catch(() => undefined);
  }

  /** Their offer was made ready while they waited. */
  #expect({ facts, peer, release }: Ready): void {
    this.#facts.set(facts.connection_id, facts);
    const member = this.#members.include(facts, peer, true);
    release((signal) => this.#send(member, signal));
  }

  /** Inside: the others who are there. They may be known already, since the event of their entry can overtake this answer. */
  #meet(peers: CallEnterAck["peers"]): void {
    // On the way in signals have gone both ways already.
    const isReturn = this.#state.get().at === "in" || this.#isInterrupted;
    this.#isInterrupted = false;
    this.#set({ at: "in" });
    this.#tellUnusual();
    const others = peers.filter((facts) => facts.account_id !== this.#me?.account_id);
    for (const facts of others) {
      this.#facts.set(facts.connection_id, facts);
      const member = this.#members.ofAccount(facts.account_id);
      if (member?.connectionId === facts.connection_id) {
        this.#members.back(member, facts, isReturn);
      } else {
        this.#add(facts);
      }
    }
    // Left, or not back yet, while we did not hear it: media has the last word.
    const here = new Set(others.map((facts) => facts.account_id));
    for (const member of this.#members.present) if (!here.has(member.facts.account_id)) this.#members.watch(member);
  }

  #entered(facts: PeerOut): void {
    if (this.#wanted === null || facts.account_id === this.#me?.account_id) return;
    this.#facts.set(facts.connection_id, facts);
    this.#tellUnusual();
    const member = this.#members.ofAccount(facts.account_id);
    if (member?.connectionId === facts.connection_id) {
      this.#members.back(member, facts);
    } else {
      this.#add(facts);
    }
  }

  #left({ connection_id, reason }: ConsultationTold["call.left"]): void {
    this.#facts.delete(connection_id);
    this.#doorstep.remove(connection_id);
    if (reason === "replaced" && connection_id === this.#me?.connection_id) {
      this.#end({ at: "elsewhere", remotes: [], code: null });
      return;
    }
    const member = this.#members.ofConnection(connection_id);
    if (member === undefined) return;
    if (reason === "lost" && !member.isExpected) this.#members.watch(member);
    else this.#members.remove(member);
  }

  #hear({ from, ...signal }: ConsultationTold["signal"]): void {
    const facts = this.#facts.get(from);
    if (facts === undefined || this.#wanted === null) return;
    const member = this.#members.ofAccount(facts.account_id);
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
    const peer = this.#peerFor(facts, (signal) => this.#send(member, signal));
    const member: Member = this.#members.include(facts, peer, false);
    return member;
  }

  #peerFor(facts: PeerOut, send: (signal: Signal) => void): Peer {
    return new Peer({
      polite: this.#isPolite(facts),
      pictures: this.#pictures,
      ice: this.#ice.current,
      tracks: this.#options.sending.get().tracks,
      limit: this.#limit,
      send,
      connect: this.#options.connect,
    });
  }

  #isPolite({ precedence }: PeerOut): boolean {
    return (this.#me?.precedence ?? "") < precedence;
  }

  #send(member: Member, signal: Signal): void {
    const { at } = this.#state.get();
    // What is not sent now is made good when signalling returns, by a new offer with all candidates.
    if (!this.#line.online || (at !== "in" && at !== "entering")) return;
    this.#line.request("signal", { to: member.connectionId, ...signal }).catch(() => undefined);
  }

  #follow(): void {
    this.#stopSending ??= this.#options.sending.subscribe(() => this.#sendingChanged());
  }

  #sendingChanged(): void {
    const { tracks } = this.#options.sending.get();
    this.#doorstep.setTracks(tracks);
    for (const { peer } of this.#members.all) peer.setTracks(tracks);
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
    this.#members.learn(changed);
  }

  #end(state: CallState): void {
    this.#wanted = null;
    this.#isInterrupted = false;
    this.#stopSending?.();
    this.#stopSending = null;
    this.#members.clear();
    this.#facts.clear();
    this.#state.set(state);
  }

  #set(change: Partial<CallState>): void {
    this.#state.set({ ...this.#state.get(), ...change });
  }
}
