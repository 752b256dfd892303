import type { EncounterOut, MessageOut, Peer as PeerOut, Receipt } from "../../generated/protocol";
import { Refused, Unanswered } from "../connection";
import type { Grant } from "../ice";
import type { ConsultationAsked, ConsultationLine, ConsultationTold } from "../lines";

type Asked<E extends keyof ConsultationAsked> = ConsultationAsked[E]["payload"];

const FIRST_PAGE = 50;

/** A consultation's server in memory: a log, a call, and lines to those who take part. */
export class Room {
  readonly log: MessageOut[] = [];
  readonly lines: RoomLine[] = [];
  readonly receipts = new Map<string, Receipt>();
  readonly inCall: PeerOut[] = [];
  readonly awaiting: PeerOut[] = [];
  /** Broadcasts of messages that never arrive. */
  losesBroadcasts = false;
  /** Refuses every message with this code. */
  refuses: string | null = null;
  state: EncounterOut["state"] = "in_progress";
  ice: Grant = { ice_servers: [], ice_transport_policy: "all", ice_seconds: null };

  line(account: string, connection = `${account}-1`): RoomLine {
    const line = new RoomLine(this, account, connection);
    this.lines.push(line);
    return line;
  }

  store(account: string, clientId: string, body: string): MessageOut {
    const stored = this.log.find((message) => message.client_id === clientId);
    if (stored !== undefined) return stored;
    return this.#append(account, clientId, body, null);
  }

  withdraw(account: string, clientId: string, sequence: number): MessageOut {
    const stored = this.log.find((entry) => entry.client_id === clientId || entry.withdraws === sequence);
    if (stored !== undefined) return stored;
    const index = this.log.findIndex((entry) => entry.sequence === sequence && entry.author.account_id === account);
    const message = this.log[index];
    if (message === undefined) throw new Refused("chat.message_not_found", "no");
    this.log[index] = { ...message, body: "", withdrawn: true };
    return this.#append(account, clientId, "", sequence);
  }

  mark(account: string, { delivered, read }: Asked<"receipts.mark">, by: RoomLine): Receipt {
    const known = this.receipts.get(account) ?? { account_id: account, delivered: 0, read: 0 };
    const receipt = {
      account_id: account,
      delivered: Math.min(Math.max(known.delivered, delivered, read), this.log.length),
      read: Math.min(Math.max(known.read, read), this.log.length),
    };
    this.receipts.set(account, receipt);
    this.tellAll("receipts", receipt, by);
    return receipt;
  }

  #append(account: string, clientId: string, body: string, withdraws: number | null): MessageOut {
    const sequence = this.log.length + 1;
    const message: MessageOut = {
      id: `m${sequence}`,
      sequence,
      client_id: clientId,
      author: { account_id: account, display_name: account, role: "parent" },
      body,
      file: null,
      sent_at: "2026-11-24T01:00:00.000Z",
      withdraws,
      withdrawn: false,
      unreadable: null,
    };
    this.log.push(message);
    if (!this.losesBroadcasts) this.tellAll("message", { message });
    return message;
  }

  tellAll<E extends keyof ConsultationTold>(event: E, data: ConsultationTold[E], except?: RoomLine): void {
    for (const line of this.lines) if (line !== except) line.tell(event, data);
  }
}

/** One participant's line to the room. Answers and events come later, in order, as over a socket. */
export class RoomLine implements ConsultationLine {
  online = true;
  /** Does what is asked, and loses the answer. */
  losesAnswers = false;
  /** Signals sent here never arrive. */
  losesSignals = false;
  readonly asked: { event: string; payload: unknown }[] = [];
  readonly #room: Room;
  readonly account: string;
  connection: string;
  readonly #handlers = new Map<string, ((data: never) => void)[]>();

  constructor(room: Room, account: string, connection: string) {
    this.#room = room;
    this.account = account;
    this.connection = connection;
  }

  get precedence(): string {
    return `${this.account === "parent" ? 0 : 1}:${this.connection}`;
  }

  /** The snapshot of a join. */
  snapshot(since: number) {
    return {
      me: { connection_id: this.connection, account_id: this.account, precedence: this.precedence },
      ...this.#room.ice,
      messages: since === 0 ? this.#room.log.slice(-FIRST_PAGE) : this.after(since),
      last_sequence: this.#room.log.length,
      receipts: [...this.#room.receipts.values()],
      call: { awaiting: this.account === "parent" ? [] : this.#room.awaiting },
    };
  }

  after(since: number): MessageOut[] {
    return this.#room.log.filter((message) => message.sequence > since);
  }

  cut(): void {
    this.online = false;
    const index = this.#room.inCall.findIndex((peer) => peer.connection_id === this.connection);
    if (index < 0) return;
    this.#room.inCall.splice(index, 1);
    this.#room.tellAll("call.left", { connection_id: this.connection, reason: "lost" }, this);
  }

  on<E extends keyof ConsultationTold & string>(event: E, handler: (data: ConsultationTold[E]) => void) {
    const handlers = this.#handlers.get(event) ?? [];
    this.#handlers.set(event, [...handlers, handler as (data: never) => void]);
    return () => undefined;
  }

  tell<E extends keyof ConsultationTold>(event: E, data: ConsultationTold[E]): void {
    queueMicrotask(() => {
      if (this.online) for (const handler of this.#handlers.get(event) ?? []) handler(data as never);
    });
  }

  async request<E extends keyof ConsultationAsked & string>(
    event: E,
    payload: Asked<E>,
  ): Promise<ConsultationAsked[E]["answer"]> {
    if (!this.online) throw new Unanswered("not connected");
    this.asked.push({ event, payload });
    const answer = this.#answer(event, payload);
    await Promise.resolve();
    if (this.losesAnswers || !this.online) {
      this.online = false;
      throw new Unanswered("lost");
    }
    return answer as ConsultationAsked[E]["answer"];
  }

  #answer(event: string, payload: unknown): object {
    switch (event) {
      case "message.send": {
        const { client_id, body } = payload as Asked<"message.send">;
        if (this.#room.refuses !== null) throw new Refused(this.#room.refuses, "no");
        return { ok: true, message: this.#room.store(this.account, client_id, body) };
      }
      case "message.withdraw": {
        const { client_id, sequence } = payload as Asked<"message.withdraw">;
        if (this.#room.refuses !== null) throw new Refused(this.#room.refuses, "no");
        return { ok: true, message: this.#room.withdraw(this.account, client_id, sequence) };
      }
      case "typing":
        this.#room.tellAll("typing", { account_id: this.account }, this);
        return { ok: true };
      case "receipts.mark":
        return { ok: true, receipt: this.#room.mark(this.account, payload as Asked<"receipts.mark">, this) };
      case "messages.fetch": {
        const asked = payload as Asked<"messages.fetch">;
        const messages =
          "before" in asked
            ? this.#room.log.filter((message) => message.sequence < asked.before).slice(-(asked.limit ?? FIRST_PAGE))
            : this.after(asked.since).slice(0, asked.limit ?? 100);
        return { ok: true, messages, last_sequence: this.#room.log.length };
      }
      case "call.await": {
        const peer = this.#peer((payload as Asked<"call.await">).media);
        this.#room.awaiting.push(peer);
        for (const line of this.#room.lines) if (line.account !== "parent") line.tell("call.awaited", { peer });
        return { ok: true };
      }
      case "call.enter":
        return this.#enter(payload as Asked<"call.enter">);
      case "call.leave":
        this.#leave();
        return { ok: true };
      case "signal": {
        const { to, ...signal } = payload as Asked<"signal">;
        const line = this.#room.lines.find((one) => one.connection === to);
        if (!this.losesSignals)
          line?.tell("signal", { from: this.connection, ...signal } as ConsultationTold["signal"]);
        return { ok: true };
      }
      case "media.state":
        this.#room.tellAll(
          "media.state",
          { weak_line: false, screen: false, ...(payload as Asked<"media.state">), from: this.connection },
          this,
        );
        return { ok: true };
      case "call.report":
        return { ok: true };
      case "ice.renew":
        return { ok: true, ...this.#room.ice };
      default:
        throw new Refused("protocol.unknown_event", event);
    }
  }

  #enter({ media }: Asked<"call.enter">): object {
    if (this.#room.state !== "in_progress") throw new Refused("encounters.not_admitted", "no");
    const me = this.#peer(media);
    const peers = this.#room.inCall.filter((peer) => peer.connection_id !== this.connection);
    this.#room.inCall.splice(0, this.#room.inCall.length, ...peers, me);
    this.#room.tellAll("call.entered", { peer: me }, this);
    return { ok: true, peers };
  }

  #peer(media: PeerOut["media"]): PeerOut {
    return {
      connection_id: this.connection,
      account_id: this.account,
      precedence: this.precedence,
      media,
      microphone: true,
      camera: media === "video",
      weak_line: false,
      screen: false,
    };
  }

  #leave(): void {
    const index = this.#room.inCall.findIndex((peer) => peer.connection_id === this.connection);
    if (index >= 0) this.#room.inCall.splice(index, 1);
    this.#room.tellAll("call.left", { connection_id: this.connection, reason: "left" }, this);
  }
}
