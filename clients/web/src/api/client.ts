import { learnServerTime } from "@/time/clock";
import { ApiError, problemOf } from "./errors";

const TIMEOUT_MS = 20_000;

export interface RequestOptions {
  query?: Readonly<Record<string, string | number | boolean | null | undefined>>;
  body?: unknown;
  signal?: AbortSignal;
}

/** What the client needs to know of the session; the session gives itself at start (no import in a circle). */
export interface TokenSource {
  accessToken(): string | null;
  /** Renews the token; the one that failed is given, so that a token renewed meanwhile is not renewed again. */
  renew(failed: string | null): Promise<string | null>;
}

let tokens: TokenSource | null = null;

export function takeTokensFrom(source: TokenSource): void {
  tokens = source;
}

/** The address of a path of the interface with its query. */
export function addressOf(path: string, query: RequestOptions["query"]): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== null && value !== undefined) parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return `/api${path}${text ? `?${text}` : ""}`;
}

async function send(method: string, path: string, options: RequestOptions, token: string | null): Promise<Response> {
  const headers = new Headers({ Accept: "application/json" });
  if (token) headers.set("Authorization", `Bearer ${token}`);
  if (options.body !== undefined) headers.set("Content-Type", "application/json");
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetch(addressOf(path, options.query), {
      method,
      headers,
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
      credentials: "same-origin",
      cache: "no-store",
    });
    learnServerTime(response.headers.get("Date"));
    return response;
  } catch (error) {
    if (options.signal?.aborted) throw error;
    if (timeout.aborted) throw new ApiError("client.timeout", 0, "The server did not answer in time.");
    throw new ApiError("client.offline", 0, "The server was not reached.");
  }
}

/** The answer's JSON; throws ApiError for a refusal. */
export async function readAnswer<T>(response: Response): Promise<T> {
  if (!response.ok) throw await problemOf(response);
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

/** The answer to what was asked before this was here, see public/early.js. */
export function readEarly<T>(response: Response): Promise<T> {
  learnServerTime(response.headers.get("Date"));
  return readAnswer<T>(response);
}

/** A request without a token and without renewal: for what is open, and for the session itself. */
export async function requestOpen<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
  return readAnswer<T>(await send(method, path, options, null));
}

/** The answer to the one who is signed in. A 401 renews the token once and sends again; throws ApiError. */
export async function signedIn(attempt: (token: string | null) => Promise<Response>): Promise<Response> {
  const token = tokens?.accessToken() ?? null;
  const response = await attempt(token);
  if (response.status !== 401 || !tokens) return response;
  const renewed = await tokens.renew(token);
  if (!renewed) {
    // The session is over, or (the token is still there) the server was not reached for its renewal.
    throw tokens.accessToken()
      ? new ApiError("client.offline", 0, "The server was not reached.")
      : await problemOf(response);
  }
  return attempt(renewed);
}

function sendSignedIn(method: string, path: string, options: RequestOptions): Promise<Response> {
  return signedIn((token) => send(method, path, options, token));
}

/** A request as the one who is signed in; throws ApiError. */
export async function request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
  return readAnswer<T>(await sendSignedIn(method, path, options));
}

/** Asks for a file as the one who is signed in and lets the browser save it under its name; throws ApiError. */
export async function download(path: string, name: string, query?: RequestOptions["query"]): Promise<void> {
  const response = await sendSignedIn("GET", path, { query });
  if (!response.ok) throw await problemOf(response);
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

export const api = {
  get: <T>(path: string, query?: RequestOptions["query"], signal?: AbortSignal) =>
    request<T>("GET", path, { query, signal }),
  post: <T = void>(path: string, body?: unknown) => request<T>("POST", path, { body }),
  put: <T = void>(path: string, body?: unknown) => request<T>("PUT", path, { body }),
  patch: <T = void>(path: string, body?: unknown) => request<T>("PATCH", path, { body }),
  delete: <T = void>(path: string) => request<T>("DELETE", path),
};
