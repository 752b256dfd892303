import type { MessageOut } from "../generated/protocol";
import { passes } from "./codes";
import { Refused } from "./connection";
import type { ConsultationLine } from "./lines";
import { emptyLog, hasGap, type Log, withMessages } from "./sequence";
import { type Readable, Store } from "./store";
import type { UnsentStore } from "./unsent";

/** Characters; the server's bound on one message. */
export const MESSAGE_MAX = 4_000;

const PAGE = 100;
const PROBE_MS = 4_000;
const TRY_AGAIN_MS = 2_000;

/** A message of this side that the server has not confirmed. */
export interface OwnMessage {
  readonly client_id: string;
  readonly body: string;
  /** On its way; waiting for the connection; or refused, with the server's code, until the person tries again. */
  readonly state: "sending" | "waiting" | "failed";
  readonly code: string | null;
}

export interface ChatState {
  /** What the server has stored, in its order. */
  readonly messages: readonly MessageOut[];
  /** Own messages that the server has not confirmed, in the order in which they were written. */
  readonly unsent: readonly OwnMessage[];
  readonly draft: string;
  /** False until the first snapshot is in. */
  readonly loaded: boolean;
}

export interface ChatOptions {
  readonly line: ConsultationLine;
  readonly unsent: UnsentStore;
  readonly newId?: () => string;
}

/**
 * The text of one consultation: what the server's log holds, and what is still on its way there.
 *
 * An emitted message is a hint; the log is the truth. A gap in the sequence, a connect, a return to the front and a slow timer
 * each fetch what is missing. Own messages leave one at a time and in order; what was not confirmed is sent again with the same
 * client id, so that the server recognises it.
 */
export class Chat {
  readonly #line: ConsultationLine;
  readonly #unsentStore: UnsentStore;
  readonly #newId: () => string;
  readonly #state: Store<ChatState>;
  #log: Log<MessageOut> = emptyLog();
  #lastKnown = 0;
  #joined = false;
  #flushing = false;
  #fetching: Promise<void> | null = null;
  #fetchAgain = false;

  constructor({ line, unsent, newId = () => crypto.randomUUID() }: ChatOptions) {
    this.#line = line;
    this.#unsentStore = unsent;
    this.#newId = newId;
    const kept = unsent.read();
    this.#state = new Store<ChatState>({
      messages: [],
      unsent: kept.messages.map((message) => ({ ...message, state: "waiting", code: null })),
      draft: kept.draft,
      loaded: false,
    });
    line.on("message", ({ message }) => this.#take([message], message.sequence));
  }

  get state(): Readable<ChatState> {
    return this.#state;
  }

  /** The number up to which nothing is missing here: what a join gives as `since`. */
  get complete(): number {
    return this.#log.complete;
  }

  setDraft(draft: string): void {
    this.#set({ draft });
  }

  /** Writes a message. An empty one, or one that is too long, is not taken (false). */
  send(text: string): boolean {
    const body = text.trim();
    if (body === "" || body.length > MESSAGE_MAX) return false;
    const message: OwnMessage = { client_id: this.#newId(), body, state: this.#standing(), code: null };
    this.#set({ unsent: [...this.#state.get().unsent, message], draft: "" });
    void this.#flush();
    return true;
  }

  /** Tries a refused message again. */
  retry(clientId: string): void {
    this.#mark(clientId, { state: this.#standing(), code: null });
    void this.#flush();
  }

  /** Takes a refused message back into the draft, to change it; a draft that is there stays in front. */
  takeBack(clientId: string): void {
    const { unsent, draft } = this.#state.get();
    const message = unsent.find((one) => one.client_id === clientId && one.state === "failed");
    if (message === undefined) return;
    this.#set({
      unsent: unsent.filter((one) => one !== message),
      draft: draft === "" ? message.body : `${draft}\n${message.body}`,
    });
  }

  /** The answer to a join is in: takes its messages, fetches the rest, and sends what waited. */
  joined(snapshot: { readonly messages: readonly MessageOut[]; readonly last_sequence: number }): void {
    this.#joined = true;
    this.#take(snapshot.messages, snapshot.last_sequence);
    this.#set({ loaded: true });
    void this.#flush();
  }

  /** The connection is gone: what was on its way waits. */
  lineLost(): void {
    this.#joined = false;
    this.#set({
      unsent: this.#state.get().unsent.map((one) => (one.state === "sending" ? { ...one, state: "waiting" } : one)),
    });
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
        this.#admit(answer.messages, answer.last_sequence);
        // A page that brings nothing ends the loop: the next timer asks again.
        if (this.#log.complete === since && !this.#fetchAgain) return;
      } while (this.#fetchAgain || hasGap(this.#log, this.#lastKnown));
    } catch {
      // Not connected or refused: the next connect, or the timer, catches up.
    }
  }

  #take(messages: readonly MessageOut[], last: number): void {
    this.#admit(messages, last);
    if (hasGap(this.#log, this.#lastKnown)) void this.catchUp();
  }

  #admit(messages: readonly MessageOut[], last: number): void {
    this.#lastKnown = Math.max(this.#lastKnown, last);
    const log = withMessages(this.#log, messages);
    if (log === this.#log) return;
    this.#log = log;
    const stored = new Set(messages.map((message) => message.client_id));
    const unsent = this.#state.get().unsent.filter((one) => !stored.has(one.client_id));
    this.#set({ messages: log.messages, unsent });
  }

  async #flush(): Promise<void> {
    if (this.#flushing) return;
    this.#flushing = true;
    try {
      for (let next = this.#next(); next !== undefined && this.#joined; next = this.#next()) {
        this.#mark(next.client_id, { state: "sending", code: null });
        if (!(await this.#deliver(next))) return;
      }
    } finally {
      this.#flushing = false;
    }
  }

  /** Gives whether the next one may follow: it may not when the connection went. */
  async #deliver({ client_id, body }: OwnMessage): Promise<boolean> {
    try {
      const { message } = await this.#line.request("message.send", { client_id, body });
      this.#take([message], message.sequence);
      // Known already by the broadcast, or stored under a number that was: either way it is there.
      this.#set({ unsent: this.#state.get().unsent.filter((one) => one.client_id !== client_id) });
    } catch (error) {
      if (!(error instanceof Refused) || passes(error.code)) {
        this.#mark(client_id, { state: "waiting", code: null });
        // Refused for the moment: no connect will follow, so the next attempt is planned here.
        if (error instanceof Refused) setTimeout(() => void this.#flush(), TRY_AGAIN_MS);
        return false;
      }
      this.#mark(client_id, { state: "failed", code: error.code });
    }
    return true;
  }

  #next(): OwnMessage | undefined {
    return this.#state.get().unsent.find((one) => one.state !== "failed");
  }

  #standing(): "sending" | "waiting" {
    return this.#joined ? "sending" : "waiting";
  }

  #mark(clientId: string, change: Pick<OwnMessage, "state" | "code">): void {
    this.#set({
      unsent: this.#state.get().unsent.map((one) => (one.client_id === clientId ? { ...one, ...change } : one)),
    });
  }

  #set(change: Partial<ChatState>): void {
    const state = { ...this.#state.get(), ...change };
    this.#state.set(state);
    this.#unsentStore.write({
      draft: state.draft,
      messages: state.unsent.map(({ client_id, body }) => ({ client_id, body })),
    });
  }
}
