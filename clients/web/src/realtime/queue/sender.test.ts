import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Socket } from "../connection";
import { Room, type RoomLine } from "../testing/room";
import { UnsentQueue } from "./queue";
import { Sender } from "./sender";

const E1 = { encounter_id: "e1", appointment_id: "a1" };
const tokens = { current: async () => "t", replace: async () => "t", onToken: () => () => undefined };

/** A socket to a room of the test; `reachable` is its server's state. */
class RoomSocket implements Socket {
  connected = false;
  readonly #server: Server;
  readonly #line: RoomLine;
  readonly #handlers = new Map<string, (data?: unknown) => void>();

  constructor(server: Server) {
    this.#server = server;
    this.#line = server.room.line("parent");
  }

  on(event: string, handler: (data?: unknown) => void): void {
    this.#handlers.set(event, handler);
  }

  connect(): void {
    queueMicrotask(() => {
      if (!this.#server.reachable) return this.#handlers.get("connect_error")?.(new Error("websocket error"));
      this.connected = true;
      this.#handlers.get("connect")?.();
    });
  }

  disconnect(): void {
    if (!this.connected) return;
    this.connected = false;
    this.#server.left += 1;
    this.#handlers.get("disconnect")?.();
  }

  emit(event: string, payload: unknown, answer: (answer: unknown) => void): void {
    if (event === "join") {
      const { joinRefused } = this.#server;
      answer(joinRefused === null ? { ok: true } : { ok: false, error: { code: joinRefused, message: "no" } });
    } else {
      this.#line.request(event as "message.send", payload as never).then(answer, (error: { code: string }) => {
        answer({ ok: false, error: { code: error.code, message: "no" } });
      });
    }
  }
}

class Server {
  readonly room = new Room();
  readonly dialled: string[] = [];
  reachable = true;
  joinRefused: string | null = null;
  left = 0;
}

let server: Server;
let queue: UnsentQueue;
let sender: Sender;

beforeEach(() => {
  server = new Server();
  queue = new UnsentQueue(null);
  const dial = (encounterId: string) => () => {
    server.dialled.push(encounterId);
    return new RoomSocket(server);
  };
  sender = new Sender({ queue, dial, tokens, pause: 0 });
});

afterEach(() => sender.stop());

const stored = () => server.room.log.map(({ body }) => body);

test("what waits in a consultation that no screen has open is sent, and its connection is closed again", async () => {
  queue.write(E1, "c1", "one");
  queue.write(E1, "c2", "two");
  sender.start();
  await vi.waitFor(() => expect(server.left).toBe(1));
  expect(stored()).toEqual(["one", "two"]);
  expect(queue.state.get().messages).toEqual([]);
});

test("with the server away it goes on trying, and sends at the return", async () => {
  server.reachable = false;
  queue.write(E1, "c1", "patience");
  sender.start();
  await vi.waitFor(() => expect(server.dialled).toEqual(["e1"]));
  expect(stored()).toEqual([]);
  server.reachable = true;
  await vi.waitFor(() => expect(stored()).toEqual(["patience"]));
});

test("a consultation that a screen has open is left to it, and taken over when the screen goes", async () => {
  const leave = queue.opened("e1");
  queue.write(E1, "c1", "from the screen");
  sender.start();
  await new Promise((resolve) => setTimeout(resolve));
  expect(server.dialled).toEqual([]);
  leave();
  await vi.waitFor(() => expect(stored()).toEqual(["from the screen"]));
});

test("what the server will never take says why, and nobody knocks again", async () => {
  server.joinRefused = "encounters.not_found";
  queue.write(E1, "c1", "to nobody");
  sender.start();
  await vi.waitFor(() => expect(queue.state.get().messages[0]?.code).toBe("encounters.not_found"));
  expect(server.dialled).toEqual(["e1"]);
  expect(server.left).toBe(1);
});

test("a sign-in that is refused leaves everything for the next visit", async () => {
  server.joinRefused = "auth.account_blocked";
  queue.write(E1, "c1", "kept");
  sender.start();
  await vi.waitFor(() => expect(server.left).toBe(1));
  expect(queue.state.get().messages).toMatchObject([{ body: "kept", code: null }]);
});
