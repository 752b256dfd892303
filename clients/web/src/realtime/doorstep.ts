import type { Peer as PeerOut } from "../generated/protocol";
import type { Peer, Signal, Tracks } from "./peer";

type Send = (signal: Signal) => void;

/** Makes the Peer for one who waits, or null where it is not this side that makes the offer. */
export type MakeReady = (facts: PeerOut, send: Send) => Peer | null;

/** One whose offer is ready. `release` sends what it has kept back, and lets what follows go the same way. */
export interface Ready {
  readonly facts: PeerOut;
  readonly peer: Peer;
  readonly release: (send: Send) => void;
}

interface Waiting {
  readonly facts: PeerOut;
  ready: Ready | null;
}

/**
 * Those who wait before the door, each with an offer that is made while they wait.
 *
 * Nothing of an offer, and no address of this device, leaves the page before the door is open: it is kept here until `take`.
 */
export class Doorstep {
  readonly #makeReady: MakeReady;
  readonly #waiting = new Map<string, Waiting>();
  #isBegun = false;

  constructor(makeReady: MakeReady) {
    this.#makeReady = makeReady;
  }

  /** From now on offers are made ready. */
  begin(): void {
    this.#isBegun = true;
    this.renew();
  }

  add(facts: PeerOut): void {
    this.remove(facts.connection_id);
    this.#waiting.set(facts.connection_id, { facts, ready: this.#made(facts) });
  }

  remove(connectionId: string): void {
    this.#waiting.get(connectionId)?.ready?.peer.close();
    this.#waiting.delete(connectionId);
  }

  /** The way to the others has changed, a relay or the network: the offers are made anew. */
  renew(): void {
    for (const { facts } of [...this.#waiting.values()]) this.add(facts);
  }

  setTracks(tracks: Tracks): void {
    for (const { ready } of this.#waiting.values()) ready?.peer.setTracks(tracks);
  }

  /** The door opens: gives those whose offer is ready, whose Peers are the caller's from now on. */
  take(): readonly Ready[] {
    const found = [...this.#waiting.values()].flatMap(({ ready }) => ready ?? []);
    this.#waiting.clear();
    return found;
  }

  /** Lets go of everyone who waits; nothing was sent to them. */
  clear(): void {
    for (const connectionId of [...this.#waiting.keys()]) this.remove(connectionId);
  }

  #made(facts: PeerOut): Ready | null {
    if (!this.#isBegun) return null;
    const kept: Signal[] = [];
    let send: Send = (signal) => kept.push(signal);
    const peer = this.#makeReady(facts, (signal) => send(signal));
    const release = (onwards: Send) => {
      send = onwards;
      for (const signal of kept.splice(0)) onwards(signal);
    };
    return peer === null ? null : { facts, peer, release };
  }
}
