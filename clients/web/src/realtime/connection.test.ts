import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Connection, Refused, SESSION_ENDED, SessionEnded, Unanswered } from "./connection";
import type { ConsultationAsked, ConsultationTold } from "./lines";
import { Lookout } from "./lookout";
import { FakeSocket } from "./testing/socket";

let socket: FakeSocket;
let session: { current: () => Promise<string>; replace: (refused: string) => Promise<string> };
let newToken: (token: string) => void;

beforeEach(() => {
  vi.useFakeTimers();
  session = { current: async () => "token-1", replace: async () => "token-2" };
});

afterEach(() => {
  vi.useRealTimers();
});

function open(lookout?: Lookout) {
  const connection = new Connection<ConsultationAsked, ConsultationTold>({
    dial: (auth) => {
      socket = new FakeSocket(auth);
      return socket;
    },
    tokens: {
      current: () => session.current(),
      replace: (refused) => session.replace(refused),
      onToken: (listener) => {
        newToken = listener;
        return () => undefined;
      },
    },
    protocol: 1,
    random: () => 0.5,
    ...(lookout === undefined ? {} : { lookout }),
  });
  connection.open();
  return connection;
}

const soon = () => vi.advanceTimersByTimeAsync(0);

test("it brings a token, the protocol's version and the page's key, and is online when the server takes it", async () => {
  const connection = open();
  expect(connection.state.get().at).toBe("connecting");
  await soon();
  expect(socket.given).toEqual([{ token: "token-1", protocol: 1, resume_key: expect.any(String) }]);
  socket.accept();
  expect(connection.state.get().at).toBe("online");
});

test("a lost connection comes back by itself, with the same page's key, and says so each time", async () => {
  const connection = open();
  let connects = 0;
  connection.onConnect(() => {
    connects += 1;
  });
  await soon();
  socket.accept();
  socket.lose();
  expect(connection.state.get().at).toBe("offline");
  await vi.advanceTimersByTimeAsync(600);
  socket.fail();
  await vi.advanceTimersByTimeAsync(1_000);
  socket.accept();
  expect(socket.attempts).toBe(3);
  expect(connects).toBe(2);
  expect(new Set(socket.given.map(({ resume_key }) => resume_key)).size).toBe(1);
});

test("an attempt that hangs is given up and followed by another", async () => {
  open();
  await soon();
  await vi.advanceTimersByTimeAsync(11_000);
  expect(socket.attempts).toBeGreaterThan(1);
});

test("when the page comes to the front it does not wait for the next attempt", async () => {
  const connection = open();
  await soon();
  socket.accept();
  socket.lose();
  connection.wake();
  expect(socket.attempts).toBe(2);
});

test("an answer that is no is told with its code, and the connection stays", async () => {
  const connection = open();
  await soon();
  socket.accept();
  const asked = connection.request("encounter.admit", {});
  socket.sent[0]?.answer({ ok: false, error: { code: "encounters.finished", message: "over", params: { a: 1 } } });
  await expect(asked).rejects.toMatchObject({ code: "encounters.finished", params: { a: 1 } });
  await expect(asked).rejects.toBeInstanceOf(Refused);
  expect(connection.online).toBe(true);
});

test("a connection that leaves a request without an answer counts as dead and is made anew", async () => {
  const connection = open();
  await soon();
  socket.accept();
  const asked = connection.request("messages.fetch", { since: 0 });
  const outcome = expect(asked).rejects.toBeInstanceOf(Unanswered);
  await vi.advanceTimersByTimeAsync(8_000);
  await outcome;
  expect(connection.state.get().at).toBe("offline");
  await vi.advanceTimersByTimeAsync(600);
  expect(socket.attempts).toBe(2);
});

test("requests that were under way are over the moment the connection is lost", async () => {
  const connection = open();
  await soon();
  socket.accept();
  const asked = connection.request("messages.fetch", { since: 0 });
  socket.lose();
  await expect(asked).rejects.toBeInstanceOf(Unanswered);
  await expect(connection.request("messages.fetch", { since: 0 })).rejects.toBeInstanceOf(Unanswered);
});

test("a new token is given to the open connection", async () => {
  open();
  await soon();
  socket.accept();
  newToken("token-9");
  expect(socket.sent[0]).toMatchObject({ event: "token.renew", payload: { token: "token-9" } });
});

test("a refused token is replaced once; a second refusal is meant", async () => {
  const connection = open();
  await soon();
  socket.refuse("auth.token_expired");
  expect(connection.state.get().at).toBe("offline");
  await vi.advanceTimersByTimeAsync(400);
  expect(socket.given.map(({ token }) => token)).toEqual(["token-1", "token-2"]);
  socket.refuse("auth.account_blocked");
  expect(connection.state.get()).toEqual({ at: "refused", code: "auth.account_blocked" });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(socket.attempts).toBe(2);
});

test("a client of another version is told, and does not knock again", async () => {
  const connection = open();
  await soon();
  socket.refuse("protocol.unsupported");
  expect(connection.state.get()).toEqual({ at: "refused", code: "protocol.unsupported" });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(socket.attempts).toBe(1);
});

test("a fault of the server at the door is no end: it knocks again", async () => {
  const connection = open();
  await soon();
  socket.refuse("server.error");
  expect(connection.state.get().at).toBe("offline");
  await vi.advanceTimersByTimeAsync(30_000);
  expect(socket.attempts).toBeGreaterThan(1);
});

test("a server that is about to stop sends a client on, and it tries again within half a second, each time", async () => {
  const connection = open();
  await soon();
  for (const attempts of [2, 3, 4, 5, 6]) {
    socket.refuse("server.draining");
    expect(connection.state.get().at).toBe("offline");
    await vi.advanceTimersByTimeAsync(500);
    expect(socket.attempts).toBe(attempts);
  }
});

test("a client that is told to move does so within the time, once, and shows no loss", async () => {
  const connection = open();
  await soon();
  socket.accept();
  const states: string[] = [];
  connection.state.subscribe(() => states.push(connection.state.get().at));
  socket.tell("moving", { within_seconds: 20 });
  await vi.advanceTimersByTimeAsync(9_900);
  expect(connection.online).toBe(true);
  await vi.advanceTimersByTimeAsync(200);
  expect(socket.attempts).toBe(2);
  socket.accept();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(socket.attempts).toBe(2);
  expect(states).toEqual(["connecting", "online"]);
});

test("a client that is told to move waits for the answer that it asked for", async () => {
  const connection = open();
  await soon();
  socket.accept();
  const asked = connection.request("messages.fetch", { since: 0 });
  socket.tell("moving", { within_seconds: 2 });
  await vi.advanceTimersByTimeAsync(3_000);
  expect(socket.attempts).toBe(1);
  socket.sent[0]?.answer({ ok: true, messages: [], last_sequence: 0 });
  await asked;
  await soon();
  expect(socket.attempts).toBe(2);
});

test("a server that stopped before a client moved is looked for like any that was lost", async () => {
  const connection = open();
  await soon();
  socket.accept();
  socket.tell("moving", { within_seconds: 20 });
  socket.lose();
  expect(connection.state.get().at).toBe("offline");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(socket.attempts).toBe(2);
  socket.accept();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(socket.attempts).toBe(2);
});

test("in a hurry, a server that is away is not knocked at, and knocked at at once when it answers again", async () => {
  let here = false;
  const connection = open(new Lookout({ ask: async () => here, isUrgent: () => true, random: () => 0.5 }));
  await soon();
  socket.accept();
  socket.lose();
  await vi.advanceTimersByTimeAsync(250);
  socket.fail();
  const knocked = socket.attempts;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(socket.attempts).toBe(knocked);
  here = true;
  await vi.advanceTimersByTimeAsync(450);
  expect(socket.attempts).toBe(knocked + 1);
  socket.accept();
  expect(connection.online).toBe(true);
});

test("when the session has ended it asks to sign in, and when the server is merely away it goes on", async () => {
  session.current = async () => {
    throw new Error("not reached");
  };
  const connection = open();
  await soon();
  expect(connection.state.get().at).toBe("offline");
  session.current = async () => {
    throw new SessionEnded();
  };
  await vi.advanceTimersByTimeAsync(1_000);
  expect(connection.state.get()).toEqual({ at: "refused", code: SESSION_ENDED });
});

test("closed is closed", async () => {
  const connection = open();
  await soon();
  socket.accept();
  connection.close();
  expect(connection.state.get()).toEqual({ at: "closed", reason: "left" });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(socket.attempts).toBe(1);
});
