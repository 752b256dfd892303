import type { JoinAck, MessageOut } from "../generated/protocol";
import type { ConsultationLine } from "./lines";
import { Delivery } from "./queue/delivery";
import type { Outbox } from "./queue/outbox";
import { ReceiptLine } from "./receipts";
import { beginningWith, emptyLog, hasGap, type Log, startingAfter, withEarlier, withMessages } from "./sequence";
import { type Readable, Store, type Unsubscribe } from "./store";
import { Typing } from "./typing";
import { withoutWithdrawn } from "./withdrawals";

/** Characters; the server's bound on one message. */
export const MESSAGE_MAX = 4_000;

const PAGE = 100;
const PROBE_MS = 4_000;

/** A message of this side that the server has not confirmed. */
export interface OwnMessage {
  readonly client_id: string;
  readonly body: string;
  /** On its way; waiting for the connection; or refused, with the server's code, until the person tries again. */
  readonly state: "sending" | "waiting" | "failed";
  readonly code: string | null;
}

export interface ChatState {
  /** What the server has stored, in its order and without a gap at the front: the newest, and as far back as was asked for. */
  readonly messages: readonly MessageOut[];
  /** What stands before the first of `messages`: nothing, something, or what was asked for and is on its way or did not come. */
  readonly earlier: "none" | "there" | "fetching" | "failed";
  /** Own messages that the server has not confirmed, in the order in which they were written. */
  readonly unsent: readonly OwnMessage[];
  readonly draft: string;
  /** False where the device keeps nothing: what is unsent is lost with the page. */
  readonly isKept: boolean;
  /** False until the first snapshot is in. */
  readonly loaded: boolean;
}

/** What a chat needs of the answer to a join. */
export type Snapshot = Pick<JoinAck, "messages" | "last_sequence" | "receipts"> & {
  readonly me: Pick<JoinAck["me"], "account_id">;
  /** Up to this number nothing is for a guest, who came in later. */
  readonly hidden_until?: number;
};

export interface ChatOptions {
  readonly line: ConsultationLine;
  readonly outbox: Outbox;
  readonly newId?: () => string;
}

/**
 * The text of one consultation: what the server's log holds, and what is still on its way there.
 *
 * An emitted message is a hint; the log is the truth. A gap in the sequence, a connect, a return to the front and a slow timer
 * each fetch what is missing. Own messages wait in the outbox, which the device keeps, until the server has them.
 */
export class Chat {
  /** How far each side has got in the messages. */
  readonly receipts: ReceiptLine;
  /** Who is writing. */
  readonly typing: Typing;
  readonly #line: ConsultationLine;
  readonly #outbox: Outbox;
  readonly #delivery: Delivery;
  readonly #newId: () => string;
  readonly #state: Store<ChatState>;
  readonly #stops: Unsubscribe[];
  #log: Log<MessageOut> = emptyLog();
  #lastKnown = 0;
  #hidden = 0;
  #account: string | null = null;
  /** Of each message that shall be withdrawn, the id under which that is asked for. */
  readonly #withdrawing = new Map<number, string>();
  #fetching: Promise<void> | null = null;
  #fetchAgain = false;

  constructor({ line, outbox, newId = () => crypto.randomUUID() }: ChatOptions) {
    this.#line = line;
    this.#outbox = outbox;
    this.#newId = newId;
    this.#delivery = new Delivery({ line, outbox, onStored: (message) => this.#take([message], message.sequence) });
    this.receipts = new ReceiptLine(line);
    this.typing = new Typing(line);
    this.#state = new Store<ChatState>({ messages: [], earlier: "none", loaded: false, ...this.#own() });
    line.on("message", ({ message }) => this.#take([message], message.sequence));
    const ownChanged = () => this.#set(this.#own());
    this.#stops = [outbox.opened(), outbox.state.subscribe(ownChanged), this.#delivery.standing.subscribe(ownChanged)];
  }

  get state(): Readable<ChatState> {
    return this.#state;
  }

  /** The number up to which nothing is missing here: what a join gives as `since`. */
  get complete(): number {
    return this.#log.complete;
  }

  setDraft(draft: string): void {
    this.#outbox.setDraft(draft);
  }

  /** Writes a message. An empty one, or one that is too long, is not taken (false). */
  send(text: string): boolean {
    const body = text.trim();
    if (body === "" || body.length > MESSAGE_MAX) return false;
    this.typing.sent();
    const clientId = this.#newId();
    this.#outbox.write(clientId, body);
    this.#delivery.wrote(clientId);
    return true;
  }

  /** Tries a refused message again. */
  retry(clientId: string): void {
    this.#outbox.mark(clientId, null);
    this.#delivery.go();
  }

  /** Takes a refused message back into the draft, to change it; a draft that is there stays in front. */
  takeBack(clientId: string): void {
    const { unsent, draft } = this.#state.get();
    const message = unsent.find((one) => one.client_id === clientId && one.state === "failed");
    if (message === undefined) return;
    this.#outbox.setDraft(draft === "" ? message.body : `${draft}\n${message.body}`);
    this.#outbox.remove([clientId]);
  }

  /** Gives up a refused message. */
  discard(clientId: string): void {
    this.#outbox.remove([clientId]);
  }

  /** The answer to a join is in: takes its messages, fetches the rest, and sends what waited. */
  joined({ me, messages, last_sequence, receipts, hidden_until = 0 }: Snapshot): void {
    this.#account = me.account_id;
    this.#lastKnown = Math.max(this.#lastKnown, last_sequence);
    this.#hidden = hidden_until;
    this.#admit(beginningWith(startingAfter(this.#log, hidden_until), messages), messages);
    this.#set({ loaded: true });
    if (hasGap(this.#log, this.#lastKnown)) void this.catchUp();
    this.receipts.joined(me.account_id, receipts);
    this.typing.joined(me.account_id);
    this.#delivery.joined();
  }

  /** A message of this side is stored that was not written here, such as a file. */
  stored(message: MessageOut): void {
    this.#take([message], message.sequence);
  }

  /** The messages up to `sequence` were before a person's eyes. */
  seen(sequence: number): void {
    this.receipts.mark(0, this.#newestOfOthers(Math.min(sequence, this.#log.complete)));
  }

  /** Withdraws an own stored message. Rejects with Refused, or with Unanswered where the line does not carry it. */
  async withdraw(sequence: number): Promise<void> {
    // Asked again after a lost answer it is the same withdrawal.
    const client_id = this.#withdrawing.get(sequence) ?? this.#newId();
    this.#withdrawing.set(sequence, client_id);
    const { message } = await this.#line.request("message.withdraw", { client_id, sequence });
    this.#take([message], message.sequence);
  }

  /** Fetches the page before the first message known here; once at a time. */
  async fetchEarlier(): Promise<void> {
    const { start } = this.#log;
    if (start <= this.#hidden || this.#state.get().earlier === "fetching") return;
    this.#set({ earlier: "fetching" });
    try {
      const answer = await this.#line.request("messages.fetch", { before: start + 1 }, PROBE_MS);
      const log = withEarlier(this.#log, answer.messages);
      if (log === this.#log) this.#set({ earlier: "failed" });
      else this.#admit(log, answer.messages);
    } catch {
      this.#set({ earlier: "failed" });
    }
  }

  /** The connection is gone: what was on its way waits. */
  lineLost(): void {
    this.receipts.lineLost();
    this.typing.lineLost();
    this.#delivery.lineLost();
  }

  /** Nothing is sent or followed any longer; what is unsent stays in the outbox. */
  close(): void {
    this.receipts.lineLost();
    this.typing.close();
    this.#delivery.lineLost();
    for (const stop of this.#stops) stop();
  }

  /** Asks the log for what is missing here. Also a probe: a dead connection is noticed by the missing answer. */
  catchUp(): Promise<void> {
    if (this.#fetching !== null) {
      this.#fetchAgain = true;
      return this.#fetching;
    }
    this.#fetching = this.#fetchAll().finally(() => {
      this.#fetching = null;
    });
    return this.#fetching;
  }

  async #fetchAll(): Promise<void> {
    try {
      do {
        this.#fetchAgain = false;
        const since = this.#log.complete;
        const answer = await this.#line.request("messages.fetch", { since, limit: PAGE }, PROBE_MS);
        this.#lastKnown = Math.max(this.#lastKnown, answer.last_sequence);
        this.#admit(withMessages(this.#log, answer.messages), answer.messages);
        // A page that brings nothing ends the loop: the next timer asks again.
        if (this.#log.complete === since && !this.#fetchAgain) return;
      } while (this.#fetchAgain || hasGap(this.#log, this.#lastKnown));
    } catch {
      // Not connected or refused: the next connect, or the timer, catches up.
    }
  }

  #take(messages: readonly MessageOut[], last: number): void {
    this.#lastKnown = Math.max(this.#lastKnown, last);
    this.#admit(withMessages(this.#log, messages), messages);
    // Before the first snapshot nobody knows where the log begins here.
    if (this.#state.get().loaded && hasGap(this.#log, this.#lastKnown)) void this.catchUp();
  }

  #admit(log: Log<MessageOut>, arrived: readonly MessageOut[]): void {
    if (log === this.#log) return;
    this.#log = { ...log, messages: withoutWithdrawn(log.messages) };
    this.#set({ messages: this.#log.messages, earlier: this.#log.start > this.#hidden ? "there" : "none" });
    this.#outbox.remove(arrived.map((message) => message.client_id));
    this.receipts.mark(this.#newestOfOthers(this.#log.complete), 0);
  }

  /** The last number up to `sequence` that is not this person's own: their own need no receipt. */
  #newestOfOthers(sequence: number): number {
    const account = this.#account;
    if (account === null) return 0;
    const message = this.#log.messages.findLast((one) => one.sequence <= sequence && one.author.account_id !== account);
    return message?.sequence ?? 0;
  }

  #own(): Pick<ChatState, "unsent" | "draft" | "isKept"> {
    const { messages, draft, isKept } = this.#outbox.state.get();
    const standing = this.#delivery.standing.get();
    const unsent = messages.map(({ client_id, body, code }): OwnMessage => {
      return { client_id, body, code, state: code === null ? standing : "failed" };
    });
    return { unsent, draft, isKept };
  }

  #set(change: Partial<ChatState>): void {
    this.#state.set({ ...this.#state.get(), ...change });
  }
}
