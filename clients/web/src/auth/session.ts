import { readEarly, requestOpen, takeTokensFrom } from "@/api/client";
import { ApiError, asApiError } from "@/api/errors";
import { queryClient } from "@/api/query-client";
import type { Me, Opened, Registration, SignedIn } from "@/api/types";
import { serverNow } from "@/time/clock";

export type SessionState =
  | { status: "starting" }
  | { status: "unreachable"; error: ApiError }
  | { status: "signed_out"; expired: boolean }
  | { status: "signed_in"; me: Me };

/** Why what was kept of a person is forgotten; after "expired" the same person most likely comes back. */
export type WipeReason = "signed_out" | "expired" | "other_person";

const LOCK = "hagukumi-refresh";
const CHANNEL = "hagukumi-session";
const RETURNING = "hagukumi.returning";
const RENEW_BEFORE_MS = 60_000;
const RETRY_RENEWAL_MS = 15_000;

/**
 * The signed-in person of this page. The access token lives in memory only; the refresh token is a cookie that no script
 * reads. Renewals of all tabs stand in one line, because a rotated cookie that is used twice signs everybody out.
 */
export class Session {
  #state: SessionState = { status: "starting" };
  #token: string | null = null;
  #renewing: Promise<string | null> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #listeners = new Set<() => void>();
  #tokenListeners = new Set<(token: string) => void>();
  #wipers = new Set<(why: WipeReason) => void>();
  #lastAccount: string | null = null;
  /** Rises with each entering and each end: an answer that was asked for before it says nothing about now. */
  #era = 0;
  #tabs = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(CHANNEL);

  constructor() {
    this.#tabs?.addEventListener("message", (event: MessageEvent<string>) => {
      if (event.data === "signed-out") this.#forget(false);
    });
  }

  readonly state = (): SessionState => this.#state;
  readonly accessToken = (): string | null => this.#token;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Told of every new access token (a socket renews its own with it). */
  onToken(listener: (token: string) => void): () => void {
    this.#tokenListeners.add(listener);
    return () => this.#tokenListeners.delete(listener);
  }

  /** Called when nobody or another person is signed in from now on: forget what was theirs. */
  onWipe(wiper: (why: WipeReason) => void): () => void {
    this.#wipers.add(wiper);
    return () => this.#wipers.delete(wiper);
  }

  /** Finds out who is here, by the cookie. One who never signed in on this device is not made to wait for the answer. */
  async start(): Promise<void> {
    if (hasSignedInBefore() === false) {
      this.#set({ status: "signed_out", expired: false });
      return;
    }
    this.#set({ status: "starting" });
    await this.renew(null);
  }

  /** A new access token, or null when there is no session any more (or the server is not reached). */
  renew(failed: string | null): Promise<string | null> {
    // A question that was late: another token is there by now, or the session has ended meanwhile.
    if (failed !== null && this.#token !== failed) return Promise.resolve(this.#token);
    this.#renewing ??= this.#renewInTurn(this.#era).finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  async signIn(email: string, password: string): Promise<Me> {
    return this.#enter(await requestOpen<SignedIn>("POST", "/auth/sign-in", { body: { email, password } }));
  }

  /** Uses an invitation up; who has it is signed in as a guest. */
  async redeem(token: string): Promise<Me> {
    return this.#enter(await requestOpen<SignedIn>("POST", "/invitations/redeem", { body: { token } }));
  }

  /** Uses a link that signs in up; returns the page that it leads to. */
  async open(token: string): Promise<string> {
    const { signed_in, path } = await requestOpen<Opened>("POST", "/auth/handover/redeem", { body: { token } });
    this.#enter(signed_in);
    return path;
  }

  async register(registration: Registration): Promise<Me> {
    return this.#enter(await requestOpen<SignedIn>("POST", "/auth/register", { body: registration }));
  }

  /** Signs out here, or on every device. What was kept of the person is forgotten even if the server is not reached. */
  async signOut(everywhere = false): Promise<void> {
    const token = this.#token;
    try {
      if (everywhere) await this.#post("/auth/sign-out-everywhere", token);
      else await this.#post("/auth/sign-out", token);
    } catch (error) {
      // "Everywhere" that did not happen must be known; on this device one can always leave.
      if (everywhere) throw error;
    }
    this.#tabs?.postMessage("signed-out");
    this.#forget(false);
  }

  /** The profile after a change, so that every screen shows it. */
  update(me: Me): void {
    if (this.#state.status === "signed_in") this.#set({ status: "signed_in", me });
  }

  /** The server ended the session (a blocked account, a sign-out elsewhere). */
  end(why: WipeReason = "expired"): void {
    if (this.#state.status !== "signed_out") this.#forget(true, why);
  }

  async #post(path: string, token: string | null): Promise<void> {
    const fresh = token ?? (await this.renew(null));
    const headers: HeadersInit = fresh ? { Authorization: `Bearer ${fresh}` } : {};
    const response = await fetch(`/api${path}`, { method: "POST", headers, credentials: "same-origin" }).catch(() => {
      throw new ApiError("client.offline", 0, "The server was not reached.");
    });
    if (!response.ok && response.status !== 401) {
      throw new ApiError(`http.${response.status}`, response.status, response.statusText);
    }
  }

  async #renewInTurn(era: number): Promise<string | null> {
    // What was asked early has had its turn already.
    const early = await takeEarly();
    if (early !== null) return this.#renewBy(era, () => readEarly<SignedIn>(early));
    return inOneLine(() => this.#renewBy(era, () => requestOpen<SignedIn>("POST", "/auth/refresh")));
  }

  async #renewBy(era: number, ask: () => Promise<SignedIn>): Promise<string | null> {
    try {
      const signedIn = await ask();
      if (era === this.#era) this.#enter(signedIn);
      return this.#token;
    } catch (failure) {
      if (era !== this.#era) return this.#token;
      const error = asApiError(failure);
      if (error.status === 401 || error.status === 403) this.#refused();
      else if (this.#state.status !== "signed_in") this.#set({ status: "unreachable", error });
      else this.#renewIn(RETRY_RENEWAL_MS);
      return null;
    }
  }

  /** Nobody is signed in. One who was here is told that their session ended; who knows of its end already, no second time. */
  #refused(): void {
    const { status } = this.#state;
    if (status !== "signed_out") this.#forget(status === "signed_in" || hasSignedInBefore() === true);
  }

  #enter({ access_token, expires_at, me }: SignedIn): Me {
    // Another person, in this tab or (the cookie is shared) in another one: nothing of the former may stay.
    if (this.#lastAccount !== null && this.#lastAccount !== me.account_id) this.#wipe("other_person");
    this.#lastAccount = me.account_id;
    this.#era += 1;
    this.#token = access_token;
    rememberSignedIn(true);
    this.#renewIn(Math.max(Date.parse(expires_at) - serverNow() - RENEW_BEFORE_MS, 5000));
    this.#set({ status: "signed_in", me });
    for (const listener of this.#tokenListeners) listener(access_token);
    return me;
  }

  #renewIn(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.renew(this.#token), milliseconds);
  }

  #forget(expired: boolean, why: WipeReason = expired ? "expired" : "signed_out"): void {
    clearTimeout(this.#timer);
    this.#era += 1;
    this.#token = null;
    rememberSignedIn(false);
    this.#wipe(why);
    this.#set({ status: "signed_out", expired });
  }

  #wipe(why: WipeReason): void {
    queryClient.clear();
    for (const wiper of this.#wipers) wiper(why);
  }

  #set(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

declare global {
  interface Window {
    /** Who is here, as asked by public/early.js; null when the server was not reached. */
    hagukumiEarly?: Promise<Response | null> | undefined;
  }
}

/** The early answer, once; null where there is none. */
function takeEarly(): Promise<Response | null> {
  const early = globalThis.window?.hagukumiEarly;
  if (early !== undefined) window.hagukumiEarly = undefined;
  return early ?? Promise.resolve(null);
}

function inOneLine<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks ? (navigator.locks.request(LOCK, work) as Promise<T>) : work();
}

// Storage may be refused (private windows, in-app browsers): then nobody knows, and everybody is asked by the cookie.
function hasSignedInBefore(): boolean | null {
  try {
    return localStorage.getItem(RETURNING) !== null;
  } catch {
    return null;
  }
}

function rememberSignedIn(signedIn: boolean): void {
  try {
    if (signedIn) localStorage.setItem(RETURNING, "1");
    else localStorage.removeItem(RETURNING);
  } catch {
    // Only costs one question to the server at the next start.
  }
}

export const session = new Session();
takeTokensFrom(session);
