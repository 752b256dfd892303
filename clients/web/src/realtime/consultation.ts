import type { EncounterOut, Me, Participant } from "../generated/protocol";
import { PROTOCOL_VERSION } from "../generated/protocol";
import { Call, type MediaKind } from "./call";
import { CallQuality } from "./call-quality";
import { Chat } from "./chat";
import { opensLater } from "./codes";
import { Connection, type ConnectionState, type Dial, Refused, type Tokens } from "./connection";
import type { MediaSource } from "./devices";
import { Files, type Upload } from "./files";
import type { ConsultationAsked, ConsultationTold } from "./lines";
import { LocalMedia } from "./local-media";
import { type Ask, Lookout } from "./lookout";
import type { Connect } from "./peer";
import type { Outbox } from "./queue/outbox";
import { browserScreen, type OpenScreen, ScreenShare } from "./screen-share";
import { Sendable } from "./sendable";
import { type Readable, Store, type Unsubscribe } from "./store";
import type { WarmUp } from "./warm-up";

export interface ConsultationState {
  /** Null until the first snapshot. */
  readonly encounter: EncounterOut | null;
  readonly me: Me | null;
  readonly participants: readonly Participant[];
  /** Why the server refused the join; trying again does not help. */
  readonly code: string | null;
}

export interface ConsultationOptions {
  readonly dial: Dial;
  readonly tokens: Tokens;
  readonly devices: MediaSource | null;
  readonly outbox: Outbox;
  readonly upload: Upload;
  /** A page whose front and network state it follows; null in tests. */
  readonly page?: Page | null;
  /** How a screen is chosen; null where none can be shared. */
  readonly screen?: OpenScreen | null;
  readonly connect?: Connect | undefined;
  /** How the browser is made ready for a call while somebody waits for it; null in tests. */
  readonly warmUp?: WarmUp | null;
  /** Whether the server answers, where that is asked. */
  readonly answers?: Ask | undefined;
}

/** Tells when the page comes to the front, when the network changes, and when the page goes away. */
export interface Page {
  onFront(listener: () => void): Unsubscribe;
  onNetwork(listener: () => void): Unsubscribe;
  onLeave(listener: () => void): Unsubscribe;
}

const CATCH_UP_MS = 20_000;
const JOIN_AGAIN_MS = 2_000;

/**
 * One open consultation: its connection, its text, its call and its own devices.
 *
 * Events of the server are hints. On each connect the consultation is joined again and the snapshot replaces what is known;
 * a slow timer and the return to the front ask for what may have been missed.
 */
export class Consultation {
  readonly chat: Chat;
  readonly files: Files;
  readonly call: Call;
  readonly media: LocalMedia;
  readonly quality: CallQuality;
  readonly screen: ScreenShare;
  readonly #connection: Connection<ConsultationAsked, ConsultationTold>;
  readonly #state = new Store<ConsultationState>({ encounter: null, me: null, participants: [], code: null });
  readonly #stops: Unsubscribe[] = [];
  readonly #warmUp: WarmUp | null;
  /** Ends the warming up for the call; null before it has begun. */
  #coolDown: (() => void) | null = null;
  #meeting: MediaKind | null = null;
  /** This side opens the door, and does not wait before it. */
  #admits = false;

  constructor({
    dial,
    tokens,
    devices,
    outbox,
    upload,
    page = browserPage(),
    screen = browserScreen(),
    connect,
    warmUp = null,
    answers,
  }: ConsultationOptions) {
    const connection = new Connection<ConsultationAsked, ConsultationTold>({
      dial,
      tokens,
      protocol: PROTOCOL_VERSION,
      ...(answers === undefined ? {} : { lookout: new Lookout({ ask: answers, isUrgent: () => this.#cannotWait }) }),
    });
    this.#connection = connection;
    this.#warmUp = warmUp;
    this.media = new LocalMedia(devices);
    this.chat = new Chat({ line: connection, outbox });
    this.files = new Files({ line: connection, upload, onStored: (message) => this.chat.stored(message) });
    this.screen = new ScreenShare(this.media.state, screen);
    const sendable = new Sendable(this.screen);
    this.call = new Call({ line: connection, sending: sendable, connect });
    this.quality = new CallQuality({
      call: this.call,
      media: this.media.state,
      sendable,
      line: connection,
      isOver: () => this.#state.get().encounter?.state === "finished",
    });
    connection.onConnect(() => void this.#join());
    connection.on("encounter", ({ encounter }) => this.#encounterChanged(encounter));
    connection.on("participant", (participant) => this.#participantChanged(participant));
    connection.on("closed", ({ reason }) => {
      // An expired token is renewed by the next connect; the other two are the end.
      if (reason !== "token_expired") this.#end(reason);
    });
    this.#stops.push(connection.state.subscribe(() => this.#connectionChanged()));
    this.#stops.push(this.call.state.subscribe(() => this.#callChanged()));
    const timer = setInterval(() => this.#catchUp(), CATCH_UP_MS);
    this.#stops.push(() => clearInterval(timer));
    if (page !== null) {
      this.#stops.push(page.onFront(() => this.#returned()));
      this.#stops.push(page.onNetwork(() => this.#networkChanged()));
      this.#stops.push(page.onLeave(() => this.quality.pageCloses()));
    }
  }

  get state(): Readable<ConsultationState> {
    return this.#state;
  }

  get connection(): Readable<ConnectionState> {
    return this.#connection.state;
  }

  open(): void {
    this.#connection.open();
  }

  /** The practitioner gets ready for the call, while the client waits: nothing of it leaves before they open the door. */
  prepare(pictures: boolean): void {
    this.#admits = true;
    this.call.prepare(pictures);
    this.#warmUpWaiting();
  }

  /** The practitioner opens the door, and meets the client with these media. Rejects with Refused or Unanswered. */
  async admit(media: MediaKind | null): Promise<void> {
    this.#meeting = media;
    const admitted = this.#connection.request("encounter.admit", {});
    // The server works off a connection's events in order: this one goes through the door that the first one opens.
    // Before the answer to the join it is not known what kind of call it is; then the news of the admission leads in.
    if (media !== null && this.#state.get().encounter !== null) void this.call.enter(media, this.#hasPictures);
    const { encounter } = await admitted;
    this.#encounterChanged(encounter);
  }

  /** The practitioner sends the client back to the waiting room. Rejects with Refused or Unanswered. */
  async putBack(): Promise<void> {
    const { encounter } = await this.#connection.request("encounter.put_back", {});
    this.#encounterChanged(encounter);
  }

  /** What was fetched of it elsewhere; an older view changes nothing. */
  learn(encounter: EncounterOut): void {
    if (this.#state.get().encounter !== null) this.#encounterChanged(encounter);
  }

  /** The practitioner ends the consultation. Rejects with Refused or Unanswered. */
  async finish(): Promise<void> {
    const { encounter } = await this.#connection.request("encounter.finish", {});
    this.#encounterChanged(encounter);
  }

  /** Enters the call with these media, as soon as the practitioner has opened the door. */
  meet(media: MediaKind): void {
    this.#meeting = media;
    this.#enterWhenAdmitted();
  }

  /** The media that this side takes part in the call with, or will after the admission. */
  get meeting(): MediaKind | null {
    return this.#meeting;
  }

  /** Hangs up and switches the devices off; the text stays open. */
  hangUp(): void {
    this.#meeting = null;
    this.call.giveUp();
    this.screen.stop();
    this.media.close();
  }

  /** Leaves for good: nothing of it stays open. */
  close(): void {
    this.#end("left");
  }

  get #cannotWait(): boolean {
    return this.call.state.get().at === "in" || this.chat.state.get().unsent.length > 0;
  }

  async #join(): Promise<void> {
    if (!this.#connection.online) return;
    try {
      const { ok: _, ...snapshot } = await this.#connection.request("join", { since: this.chat.complete });
      const { me, participants } = snapshot;
      this.#state.set({ ...this.#state.get(), me, participants, code: null });
      this.#encounterChanged(snapshot.encounter);
      this.chat.joined(snapshot);
      this.files.joined();
      this.call.joined(snapshot);
    } catch (error) {
      if (!(error instanceof Refused)) return;
      if (opensLater(error.code)) setTimeout(() => void this.#join(), JOIN_AGAIN_MS);
      else this.#state.set({ ...this.#state.get(), code: error.code });
    }
  }

  #encounterChanged(encounter: EncounterOut): void {
    const known = this.#state.get().encounter;
    // Events may overtake one another, and what was fetched is older than what was told since.
    if (known !== null && encounter.revision < known.revision) return;
    this.#state.set({ ...this.#state.get(), encounter });
    if (encounter.state === "finished") this.hangUp();
    // Put back: the call is over until the next admission; the own devices stay open for it.
    else if (encounter.state === "arrived") this.call.leave();
    // Opened from another page: the call is taken there.
    else if (this.#meeting === null) this.call.forgetWaiting();
    this.#enterWhenAdmitted();
  }

  #enterWhenAdmitted(): void {
    const { encounter } = this.#state.get();
    const { at } = this.call.state.get();
    if (this.#meeting === null || at === "entering" || at === "in") return;
    if (encounter?.state === "in_progress") void this.call.enter(this.#meeting, this.#hasPictures);
    else if (encounter?.state === "arrived" && !this.#admits) this.call.awaitEntry(this.#meeting);
    this.#warmUpWaiting();
  }

  /** Once, on either side of the door, as soon as the own devices are open: the call then begins without a cold start. */
  #warmUpWaiting(): void {
    const { audio, video } = this.media.state.get().tracks;
    const isReady = (this.#admits || this.#meeting !== null) && audio !== null;
    if (this.#coolDown !== null || !isReady || this.#state.get().encounter?.state !== "arrived") return;
    this.#coolDown = this.#warmUp?.(video) ?? null;
  }

  get #hasPictures(): boolean {
    return this.#state.get().encounter?.appointment.modality === "video";
  }

  #participantChanged(participant: Participant): void {
    const { participants } = this.#state.get();
    const others = participants.filter((one) => one.account_id !== participant.account_id);
    this.#state.set({ ...this.#state.get(), participants: [...others, participant] });
  }

  #connectionChanged(): void {
    const { at } = this.#connection.state.get();
    if (at !== "online") {
      this.chat.lineLost();
      this.files.lineLost();
    }
    // Refused: signed out meanwhile, or shut out. Nobody may go on being seen or heard then.
    if (at === "refused" || at === "closed") this.hangUp();
  }

  /** Another device of the same person has the call: this one neither takes it back by itself nor keeps its camera on. */
  #callChanged(): void {
    const { at } = this.call.state.get();
    if (at === "entering" || at === "in") this.#coolDown?.();
    if (at !== "elsewhere" || this.#meeting === null) return;
    this.#meeting = null;
    this.media.close();
  }

  #catchUp(): void {
    if (this.#connection.online && this.#state.get().me !== null) void this.chat.catchUp();
  }

  #returned(): void {
    this.#connection.wake();
    this.#catchUp();
    void this.media.regain();
  }

  #networkChanged(): void {
    this.#connection.wake();
    this.#catchUp();
    this.call.networkChanged();
  }

  #end(reason: string): void {
    for (const stop of this.#stops) stop();
    this.#coolDown?.();
    this.hangUp();
    this.quality.close();
    this.chat.close();
    this.files.close();
    this.#connection.close(reason);
  }
}

/** From Wi-Fi to the mobile network without being offline in between; only some phones' browsers tell of it. */
function onTypeChange(listener: () => void): Unsubscribe {
  const { connection } = navigator as { connection?: EventTarget & { readonly type?: string } };
  let known = connection?.type;
  if (connection === undefined || known === undefined) return () => undefined;
  // The event comes for every new estimate of the speed, too.
  const look = () => {
    const changed = connection.type !== known;
    known = connection.type;
    if (changed) listener();
  };
  connection.addEventListener("change", look);
  return () => connection.removeEventListener("change", look);
}

export function browserPage(): Page {
  const on = (target: EventTarget, event: string, listener: () => void): Unsubscribe => {
    target.addEventListener(event, listener);
    return () => target.removeEventListener(event, listener);
  };
  return {
    onFront: (listener) =>
      on(document, "visibilitychange", () => {
        if (document.visibilityState === "visible") listener();
      }),
    onNetwork: (listener) => {
      const stops = [on(window, "online", listener), onTypeChange(listener)];
      return () => {
        for (const stop of stops) stop();
      };
    },
    onLeave: (listener) => on(window, "pagehide", listener),
  };
}
