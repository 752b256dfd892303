import { hopefulDelay, moveDelay, retryDelay } from "./backoff";
import { opensLater } from "./codes";
import type { AnyAsked, Line } from "./lines";
import type { Lookout } from "./lookout";
import { type Readable, Store, type Unsubscribe } from "./store";
import { isOutdated, UNSUPPORTED } from "./version";

/** The part of socket.io-client's Socket that a connection uses; a test gives its own. */
export interface Socket {
  readonly connected: boolean;
  connect(): unknown;
  disconnect(): unknown;
  // biome-ignore lint/suspicious/noExplicitAny: the library's own handler type
  on(event: string, handler: (...args: any[]) => void): unknown;
  emit(event: string, payload: unknown, acknowledge: (answer: unknown) => void): unknown;
}

/** What a connect carries; the server refuses another protocol version with a code of its own. */
export interface Credentials {
  readonly token: string;
  readonly protocol: number;
  /** Made once by a page: the server gives it the same connection id again after a loss. */
  readonly resume_key: string;
}

/** Makes a socket that is not yet connecting. `credentials` is called once for each attempt. */
export type Dial = (credentials: (give: (credentials: Credentials) => void) => void) => Socket;

/** Where the access tokens come from. Both ways reject with SessionEnded when the person has to sign in again. */
export interface Tokens {
  /** The token as it stands, or a new one when there is none. */
  readonly current: () => Promise<string>;
  /** A new token in place of one that the server refused. */
  readonly replace: (refused: string) => Promise<string>;
  /** Tells of each new token, before the former one expires. */
  readonly onToken: (listener: (token: string) => void) => Unsubscribe;
}

export class SessionEnded extends Error {
  override readonly name = "SessionEnded";
}

/** The server answered, and the answer is no. `code` is stable; the catalogue has its sentence. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, params: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.params = params;
  }
}

/** No answer came: not connected, or the connection went, or it took too long. It may or may not have been done. */
export class Unanswered extends Error {
  override readonly name = "Unanswered";
}

export type ConnectionState =
  /** The first attempt is under way, or a planned one: the server is about to stop, and this client moves to another. */
  | { readonly at: "connecting" }
  | { readonly at: "online" }
  /** Lost or not reached; it is tried again by itself. `since` is in milliseconds since 1970. */
  | { readonly at: "offline"; readonly since: number }
  /** The server will not have this client; trying again does not help. */
  | { readonly at: "refused"; readonly code: string }
  /** Over, by this side or by the server's word. */
  | { readonly at: "closed"; readonly reason: string };

export const SESSION_ENDED = "client.session_ended";
const DRAINING = "server.draining";

export interface ConnectionOptions {
  readonly dial: Dial;
  readonly tokens: Tokens;
  readonly protocol: number;
  /** Finds a server that was away sooner than the attempts do. */
  readonly lookout?: Lookout;
  readonly now?: () => number;
  readonly random?: () => number;
}

const ANSWER_MS = 8_000;
const ATTEMPT_MS = 10_000;

interface Pending {
  readonly reject: (error: Error) => void;
}

/**
 * One Socket.IO connection to one namespace, which returns by itself.
 *
 * The library's own reconnection is off: it does not cover a refused connect or a disconnect by the server, so there is one
 * way back for every kind of loss. After each return `onConnect` tells whoever has to join or catch up again; nothing that
 * was lost in between comes by itself.
 */
export class Connection<Asked extends AnyAsked<Asked>, Told> implements Line<Asked, Told> {
  readonly #options: ConnectionOptions;
  readonly #state = new Store<ConnectionState>({ at: "connecting" });
  readonly #handlers = new Map<string, Set<(data: never) => void>>();
  readonly #connectListeners = new Set<() => void>();
  readonly #pending = new Set<Pending>();
  readonly #now: () => number;
  readonly #random: () => number;
  readonly #resumeKey = crypto.randomUUID();
  #socket: Socket | null = null;
  #attempt = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #deadline: ReturnType<typeof setTimeout> | undefined;
  #moveTimer: ReturnType<typeof setTimeout> | undefined;
  /** It is time to move, and an answer is awaited first. */
  #moving = false;
  /** Left one server on purpose, and not yet tried the next. */
  #between = false;
  #token = "";
  #tokenRefused = false;
  #stopTokens: Unsubscribe = () => undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#random = options.random ?? Math.random;
  }

  get state(): Readable<ConnectionState> {
    return this.#state;
  }

  get online(): boolean {
    return this.#state.get().at === "online";
  }

  open(): void {
    if (this.#socket !== null || this.#over) return;
    const socket = this.#options.dial((give) => void this.#credentials(give));
    this.#socket = socket;
    this.#stopTokens = this.#options.tokens.onToken((token) => this.#renew(token));
    socket.on("connect", () => this.#connected());
    socket.on("disconnect", () => this.#lost());
    socket.on("moving", ({ within_seconds }: { within_seconds: number }) => {
      clearTimeout(this.#moveTimer);
      this.#moveTimer = setTimeout(() => this.#move(), moveDelay(within_seconds, this.#random()));
    });
    socket.on("connect_error", (error: Error & { data?: unknown }) => this.#failed(error));
    for (const event of this.#handlers.keys()) this.#listen(event);
    this.#tryNow();
  }

  /** Ends it for good. */
  close(reason = "left"): void {
    this.#finish({ at: "closed", reason });
  }

  on<E extends keyof Told & string>(event: E, handler: (data: Told[E]) => void): Unsubscribe {
    let handlers = this.#handlers.get(event);
    if (handlers === undefined) {
      handlers = new Set();
      this.#handlers.set(event, handlers);
      if (this.#socket !== null) this.#listen(event);
    }
    handlers.add(handler as (data: never) => void);
    return () => {
      handlers.delete(handler as (data: never) => void);
    };
  }

  /** Calls `listener` on each connect, the first and every later one. */
  onConnect(listener: () => void): Unsubscribe {
    this.#connectListeners.add(listener);
    return () => {
      this.#connectListeners.delete(listener);
    };
  }

  /**
   * Asks the server and gives its answer. Rejects with Refused or Unanswered.
   *
   * Requests leave in the order of the calls. A connection that leaves one without an answer counts as dead (a phone that
   * slept keeps such a half-open one for most of a minute) and is made anew.
   */
  request<E extends keyof Asked & string>(
    event: E,
    payload: Asked[E]["payload"],
    answerWithin = ANSWER_MS,
  ): Promise<Asked[E]["answer"]> {
    const socket = this.#socket;
    if (socket === null || !this.online) return Promise.reject(new Unanswered("not connected"));
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(timer);
        this.#pending.delete(pending);
        if (this.#moving) this.#move();
      };
      const pending: Pending = {
        reject: (error) => {
          settle();
          reject(error);
        },
      };
      const timer = setTimeout(() => {
        pending.reject(new Unanswered(`no answer to ${event}`));
        this.#drop();
      }, answerWithin);
      this.#pending.add(pending);
      socket.emit(event, payload, (answer: unknown) => {
        settle();
        try {
          resolve(opened<Asked[E]["answer"]>(answer));
        } catch (error) {
          reject(error as Error);
        }
      });
    });
  }

  /** The page came back to the front or the network returned: do not wait for the next attempt. */
  wake(): void {
    if (this.#state.get().at !== "offline") return;
    this.#attempt = 0;
    this.#tryNow();
  }

  get #over(): boolean {
    const { at } = this.#state.get();
    return at === "closed" || at === "refused";
  }

  #listen(event: string): void {
    this.#socket?.on(event, (data: unknown) => {
      for (const handler of [...(this.#handlers.get(event) ?? [])]) handler(data as never);
    });
  }

  async #credentials(give: (credentials: Credentials) => void): Promise<void> {
    const { tokens, protocol } = this.#options;
    try {
      this.#token = await (this.#tokenRefused ? tokens.replace(this.#token) : tokens.current());
      if (!this.#over) give({ token: this.#token, protocol, resume_key: this.#resumeKey });
    } catch (error) {
      if (error instanceof SessionEnded) this.#finish({ at: "refused", code: SESSION_ENDED });
      else this.#drop();
    }
  }

  /** Gives the server the new token for the open connection; one that is not open brings it at the next connect. */
  #renew(token: string): void {
    if (!this.online) return;
    this.#token = token;
    // An answer that does not come has ended the connection already; a refusal is followed by the server's own end.
    this.request("token.renew" as keyof Asked & string, { token }).catch(() => undefined);
  }

  #tryNow(): void {
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#deadline);
    if (this.#over || this.#socket === null) return;
    this.#deadline = setTimeout(() => this.#drop(), ATTEMPT_MS);
    this.#socket.connect();
  }

  #connected(): void {
    clearTimeout(this.#deadline);
    clearTimeout(this.#retryTimer);
    this.#stay();
    this.#options.lookout?.end();
    this.#attempt = 0;
    this.#tokenRefused = false;
    this.#state.set({ at: "online" });
    for (const listener of [...this.#connectListeners]) listener();
  }

  #failed(error: Error & { data?: unknown }): void {
    const code = codeOf(error.data);
    if (code === DRAINING) this.#lost(hopefulDelay(this.#random()));
    else if (code === null || opensLater(code)) this.#lost();
    else if (code.startsWith("auth.") && !this.#tokenRefused) {
      this.#tokenRefused = true;
      this.#lost(hopefulDelay(this.#random()));
    } else this.#finish({ at: "refused", code });
  }

  /** Ends a connection that is dead or hangs, and goes on to the next attempt. */
  #drop(): void {
    if (this.#socket?.connected === true) this.#socket.disconnect();
    else {
      this.#socket?.disconnect();
      this.#lost();
    }
  }

  /** Goes to another server, between two requests: what was asked is answered first. */
  #move(): void {
    this.#moving = this.#pending.size > 0;
    if (this.#moving || !this.online) return;
    this.#between = true;
    this.#state.set({ at: "connecting" });
    this.#socket?.disconnect();
  }

  #stay(): void {
    clearTimeout(this.#moveTimer);
    this.#moving = false;
  }

  #lost(delay?: number): void {
    clearTimeout(this.#deadline);
    this.#stay();
    this.#rejectPending();
    if (this.#over) return;
    clearTimeout(this.#retryTimer);
    if (this.#between) {
      this.#between = false;
      this.#retryTimer = setTimeout(() => this.#tryNow(), 0);
      return;
    }
    if (this.#state.get().at !== "offline") this.#state.set({ at: "offline", since: this.#now() });
    this.#options.lookout?.begin(() => this.#tryNow());
    this.#tryLater(delay ?? this.#nextDelay());
  }

  #tryLater(delay: number): void {
    clearTimeout(this.#retryTimer);
    const attempt = () => (this.#options.lookout?.isAway ? this.#tryLater(this.#nextDelay()) : this.#tryNow());
    this.#retryTimer = setTimeout(attempt, delay);
  }

  #nextDelay(): number {
    return retryDelay(this.#attempt++, this.#random());
  }

  #finish(state: ConnectionState): void {
    if (this.#over) return;
    if (state.at === "refused" && state.code === UNSUPPORTED) isOutdated.set(true);
    this.#state.set(state);
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#deadline);
    this.#stay();
    this.#options.lookout?.end();
    this.#stopTokens();
    this.#socket?.disconnect();
    this.#rejectPending();
  }

  #rejectPending(): void {
    for (const pending of [...this.#pending]) pending.reject(new Unanswered("connection lost"));
  }
}

function opened<T>(answer: unknown): T {
  if (isRecord(answer) && answer.ok === true) return answer as T;
  const error = isRecord(answer) && isRecord(answer.error) ? answer.error : {};
  const params = isRecord(error.params) ? error.params : {};
  throw new Refused(codeOf(error) ?? "protocol.unreadable", String(error.message ?? ""), params);
}

function codeOf(data: unknown): string | null {
  if (!isRecord(data)) return null;
  const inner = isRecord(data.error) ? data.error : data;
  return typeof inner.code === "string" ? inner.code : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
