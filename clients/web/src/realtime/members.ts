import type { Peer as PeerOut } from "../generated/protocol";
import type { Remote } from "./call-state";
import type { Peer } from "./peer";

/** One who is in the call, or whose entry is expected, with the connection to their page. */
export interface Member {
  readonly connectionId: string;
  readonly peer: Peer;
  facts: PeerOut;
  away: boolean;
  /** The offer has run ahead; the entry of the other side, which waited before the door, is still to come. */
  isExpected: boolean;
  readonly stop: () => void;
  watch?: ReturnType<typeof setInterval>;
  patience?: ReturnType<typeof setTimeout>;
}

/** An offer that ran ahead of an entry is answered within this time, or goes out once more. */
const ANSWER_MS = 1_500;
const WATCH_MS = 1_000;
const SILENT_WATCHES = 3;

/** The members of a call, one for each account. */
export class Members {
  readonly #changed: () => void;
  readonly #members = new Map<string, Member>();

  /** `changed` is called after whatever shows. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get all(): readonly Member[] {
    return [...this.#members.values()];
  }

  /** Those who are in the call, as far as is known here. */
  get present(): readonly Member[] {
    return this.all.filter(({ isExpected }) => !isExpected);
  }

  /** Those who are in the call, as a view shows them. */
  get remotes(): readonly Remote[] {
    return this.present.map(remoteOf);
  }

  ofAccount(accountId: string): Member | undefined {
    return this.#members.get(accountId);
  }

  ofConnection(connectionId: string): Member | undefined {
    return this.all.find((one) => one.connectionId === connectionId);
  }

  /** Takes somebody in, in place of the page of the same account that there may be. */
  include(facts: PeerOut, peer: Peer, isExpected: boolean): Member {
    const former = this.#members.get(facts.account_id);
    if (former !== undefined) this.remove(former);
    const stop = peer.state.subscribe(this.#changed);
    const member: Member = { connectionId: facts.connection_id, facts, away: false, isExpected, peer, stop };
    this.#members.set(facts.account_id, member);
    this.#changed();
    return member;
  }

  /** The same page as before, maybe after a loss of signalling on either side; or the one whose entry was expected. */
  back(member: Member, facts: PeerOut, isReturn = true): void {
    clearInterval(member.watch);
    if (member.isExpected) member.patience = setTimeout(() => member.peer.signallingReturned(), ANSWER_MS);
    else if (isReturn) member.peer.signallingReturned();
    member.isExpected = false;
    member.facts = facts;
    member.away = false;
    this.#changed();
  }

  /** What is known of who stands behind a page has changed. */
  learn(facts: PeerOut): void {
    const member = this.#members.get(facts.account_id);
    if (member?.connectionId !== facts.connection_id) return;
    member.facts = facts;
    this.#changed();
  }

  remove(member: Member): void {
    clearInterval(member.watch);
    clearTimeout(member.patience);
    member.stop();
    member.peer.close();
    if (this.#members.get(member.facts.account_id) === member) this.#members.delete(member.facts.account_id);
    this.#changed();
  }

  clear(): void {
    for (const member of this.all) this.remove(member);
  }

  /** Without signalling, but maybe with media: the member stays as long as something comes in. */
  watch(member: Member): void {
    clearInterval(member.watch);
    member.away = true;
    this.#changed();
    let bytes = -1;
    let silent = 0;
    member.watch = setInterval(() => {
      void member.peer.bytesReceived().then((now) => {
        silent = now > bytes ? 0 : silent + 1;
        bytes = now;
        if (silent >= SILENT_WATCHES && member.away) this.remove(member);
      });
    }, WATCH_MS);
  }
}

function remoteOf({ facts, peer, away }: Member): Remote {
  const { connection, picture, stream, tracks } = peer.state.get();
  return {
    accountId: facts.account_id,
    media: facts.media,
    microphone: facts.microphone,
    camera: facts.camera,
    weakLine: facts.weak_line,
    screen: facts.screen,
    connection,
    picture,
    stream,
    tracks,
    away,
  };
}
