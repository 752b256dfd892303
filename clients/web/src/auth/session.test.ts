// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api, takeTokensFrom } from "@/api/client";
import type { ApiError } from "@/api/errors";
import { queryClient } from "@/api/query-client";
import { Session } from "./session";

const NOW = Date.parse("2026-11-24T01:00:00Z");
const MINUTE = 60_000;

/** The server as far as signing in goes: tokens in a row, each valid until it is ended. */
class Server {
  asked: string[] = [];
  reachable = true;
  cookie = true;
  account = "misaki";
  #made = 0;
  #valid = new Set<string>();

  readonly fetch = async (address: string | URL | Request, options: RequestInit = {}): Promise<Response> => {
    const path = String(address);
    this.asked.push(`${options.method} ${path}`);
    // Everything takes a turn of the loop, so that what is asked at once is under way at once.
    await Promise.resolve();
    if (!this.reachable) throw new TypeError("Failed to fetch");
    if (path === "/api/auth/refresh" || path === "/api/auth/sign-in") return this.#grant(path);
    const token = new Headers(options.headers).get("Authorization")?.slice("Bearer ".length);
    if (path === "/api/auth/sign-out") return new Response(null, { status: 204 });
    if (!token || !this.#valid.has(token)) return this.#problem(401, "auth.token_expired");
    return path === "/api/auth/sign-out-everywhere" ? new Response(null, { status: 204 }) : this.#json({ path, token });
  };

  endTokens(): void {
    this.#valid.clear();
  }

  count(line: string): number {
    return this.asked.filter((each) => each === line).length;
  }

  #grant(path: string): Response {
    if (path.endsWith("refresh") && !this.cookie) return this.#problem(401, "auth.signed_out");
    this.#made += 1;
    const access_token = `token-${this.#made}`;
    this.#valid.add(access_token);
    const expires_at = new Date(Date.now() + 10 * MINUTE).toISOString();
    return this.#json({ access_token, expires_at, me: { account_id: this.account, role: "parent" } });
  }

  #json(body: unknown): Response {
    return new Response(JSON.stringify(body), { status: 200, headers: { "Content-Type": "application/json" } });
  }

  #problem(status: number, code: string): Response {
    return new Response(JSON.stringify({ status, code, detail: code }), { status });
  }
}

const REFRESH = "POST /api/auth/refresh";
let server: Server;
let session: Session;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW, toFake: ["setTimeout", "clearTimeout", "Date"] });
  localStorage.clear();
  server = new Server();
  vi.stubGlobal("fetch", server.fetch);
  session = new Session();
  takeTokensFrom(session);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  queryClient.clear();
});

describe("at the start", () => {
  it("one who never signed in here sees the entrance without asking the server", async () => {
    await session.start();
    expect(session.state()).toEqual({ status: "signed_out", expired: false });
    expect(server.asked).toEqual([]);
  });

  it("one who comes back is signed in by the cookie", async () => {
    localStorage.setItem("hagukumi.returning", "1");
    await session.start();
    expect(session.state()).toMatchObject({ status: "signed_in", me: { account_id: "misaki" } });
  });

  it("one whose session ended meanwhile is told so", async () => {
    localStorage.setItem("hagukumi.returning", "1");
    server.cookie = false;
    await session.start();
    expect(session.state()).toEqual({ status: "signed_out", expired: true });
  });

  it("what was asked before the application was there is taken once, and not asked again", async () => {
    localStorage.setItem("hagukumi.returning", "1");
    window.hagukumiEarly = server.fetch("/api/auth/refresh", { method: "POST" });
    await session.start();
    expect(session.state()).toMatchObject({ status: "signed_in", me: { account_id: "misaki" } });
    expect(server.count(REFRESH)).toBe(1);
    await session.renew(null);
    expect(server.count(REFRESH)).toBe(2);
  });

  it("asks by itself when the early question did not reach the server, and believes its refusal", async () => {
    localStorage.setItem("hagukumi.returning", "1");
    window.hagukumiEarly = Promise.resolve(null);
    await session.start();
    expect(session.state().status).toBe("signed_in");
    expect(server.count(REFRESH)).toBe(1);
    server.cookie = false;
    window.hagukumiEarly = server.fetch("/api/auth/refresh", { method: "POST" });
    await session.start();
    expect(session.state()).toEqual({ status: "signed_out", expired: true });
    expect(server.count(REFRESH)).toBe(2);
  });

  it("says that the server is not reached rather than that one is signed out", async () => {
    localStorage.setItem("hagukumi.returning", "1");
    server.reachable = false;
    await session.start();
    expect(session.state()).toMatchObject({ status: "unreachable" });
    server.reachable = true;
    await session.start();
    expect(session.state().status).toBe("signed_in");
  });
});

describe("an access token that ended", () => {
  beforeEach(async () => {
    await session.signIn("misaki@example.jp", "correct horse");
    server.endTokens();
  });

  it("is renewed and the question asked again", async () => {
    expect(await api.get("/services")).toEqual({ path: "/api/services", token: "token-2" });
  });

  it("is renewed once for all questions that fail with it", async () => {
    const answers = await Promise.all(
      ["/services", "/notices", "/city"].map((path) => api.get<{ token: string }>(path)),
    );
    expect(answers.map(({ token }) => token)).toEqual(["token-2", "token-2", "token-2"]);
    expect(server.count(REFRESH)).toBe(1);
  });

  it("is not renewed a second time by a question that was late", async () => {
    await session.renew("token-1");
    expect(await session.renew("token-1")).toBe("token-2");
    expect(server.count(REFRESH)).toBe(1);
  });

  it("ends the session when the cookie has ended, too, and nothing of the person stays", async () => {
    const wiped = vi.fn();
    session.onWipe(wiped);
    queryClient.setQueryData(["appointments"], ["theirs"]);
    server.cookie = false;
    await expect(api.get("/services")).rejects.toMatchObject({ code: "auth.token_expired", status: 401 });
    expect(session.state()).toEqual({ status: "signed_out", expired: true });
    expect(wiped).toHaveBeenCalledOnce();
    expect(queryClient.getQueryData(["appointments"])).toBeUndefined();
  });

  it("keeps the session while the server is away", async () => {
    const fetched = server.fetch;
    vi.stubGlobal("fetch", async (...asked: Parameters<typeof fetched>) => {
      const answer = await fetched(...asked);
      server.reachable = false;
      return answer;
    });
    const failure = (await api.get("/services").catch((error: unknown) => error)) as ApiError;
    expect(failure).toMatchObject({ code: "client.offline", unreachable: true, retryable: true });
    expect(session.state().status).toBe("signed_in");
  });
});

describe("while somebody is signed in", () => {
  beforeEach(async () => {
    await session.signIn("misaki@example.jp", "correct horse");
  });

  it("the token is renewed a minute before its end, and who listens is told", async () => {
    const told: string[] = [];
    session.onToken((token) => told.push(token));
    await vi.advanceTimersByTimeAsync(9 * MINUTE - 1);
    expect(told).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(told).toEqual(["token-2"]);
  });

  it("renewals of several tabs stand in one line", async () => {
    const lines: string[] = [];
    const request = vi.fn(async (name: string, work: () => Promise<unknown>) => {
      lines.push(name);
      return work();
    });
    vi.stubGlobal("navigator", { ...navigator, locks: { request } });
    await session.renew(null);
    expect(lines).toEqual(["hagukumi-refresh"]);
  });

  it("signing out forgets the person although the server is not reached", async () => {
    server.reachable = false;
    queryClient.setQueryData(["appointments"], ["theirs"]);
    await session.signOut();
    expect(session.state()).toEqual({ status: "signed_out", expired: false });
    expect(session.accessToken()).toBeNull();
    expect(queryClient.getQueryData(["appointments"])).toBeUndefined();
  });

  it("signing out everywhere that did not happen is told", async () => {
    server.reachable = false;
    await expect(session.signOut(true)).rejects.toMatchObject({ code: "client.offline" });
    expect(session.state().status).toBe("signed_in");
  });

  it("nothing of the former person stays when another tab signed in as somebody else", async () => {
    const wiped = vi.fn();
    session.onWipe(wiped);
    queryClient.setQueryData(["appointments"], ["theirs"]);
    server.account = "kenta";
    await session.renew(session.accessToken());
    expect(wiped).toHaveBeenCalled();
    expect(queryClient.getQueryData(["appointments"])).toBeUndefined();
    expect(session.state()).toMatchObject({ me: { account_id: "kenta" } });
  });

  it("a question that was under way when the server ended the session does not take its notice away", async () => {
    const answer = api.get("/services");
    server.endTokens();
    server.cookie = false;
    session.end();
    await expect(answer).rejects.toMatchObject({ status: 401 });
    expect(session.state()).toEqual({ status: "signed_out", expired: true });
  });

  it("a renewal under way that is refused after the session ended forgets no more than that end did", async () => {
    const wiped = vi.fn();
    session.onWipe(wiped);
    server.cookie = false;
    const renewal = session.renew(session.accessToken());
    session.end();
    expect(await renewal).toBeNull();
    expect(session.state()).toEqual({ status: "signed_out", expired: true });
    expect(wiped.mock.calls).toEqual([["expired"]]);
  });

  it("a renewal under way does not sign in again who signs out", async () => {
    const renewal = session.renew(session.accessToken());
    const out = session.signOut();
    session.end("signed_out");
    await Promise.all([renewal, out]);
    expect(session.state().status).toBe("signed_out");
    expect(session.accessToken()).toBeNull();
  });

  it("the server's word of one's own sign-out, come late, does not speak of an ended session", async () => {
    await session.signOut();
    session.end();
    expect(session.state()).toEqual({ status: "signed_out", expired: false });
  });
});
