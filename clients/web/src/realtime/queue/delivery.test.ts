import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Room, type RoomLine } from "../testing/room";
import { settle } from "../testing/rtc";
import { Delivery } from "./delivery";
import { Outbox } from "./outbox";
import { UnsentQueue } from "./queue";

const WHERE = { encounter_id: "e1", appointment_id: "a1" };

/** The browser's locks as far as turns go: one holder of a name at a time, in the order of asking. */
class Locks {
  readonly #turns = new Map<string, Promise<unknown>>();

  request<T>(name: string, options: { signal: AbortSignal }, work: () => Promise<T>): Promise<T> {
    const given = (this.#turns.get(name) ?? Promise.resolve()).then(() => {
      options.signal.throwIfAborted();
      return work();
    });
    this.#turns.set(
      name,
      given.catch(() => undefined),
    );
    const late = new Promise<never>((_, reject) => {
      options.signal.addEventListener("abort", () => reject(options.signal.reason));
    });
    return Promise.race([given, late]);
  }
}

let room: Room;
let line: RoomLine;
let locks: Locks;
let patience: AbortController;

beforeEach(() => {
  room = new Room();
  line = room.line("parent");
  locks = new Locks();
  patience = new AbortController();
  vi.stubGlobal("navigator", { locks });
  vi.spyOn(AbortSignal, "timeout").mockReturnValue(patience.signal);
});

afterEach(() => vi.unstubAllGlobals());

/** One tab with these texts waiting, which has just joined. */
function tab(...texts: string[]): void {
  const queue = new UnsentQueue(null);
  for (const text of texts) queue.write(WHERE, text, text);
  new Delivery({ line, outbox: new Outbox(queue, WHERE), onStored: () => undefined }).joined();
}

/** Another tab has the turn of a consultation; returns what gives it on. */
async function held(encounterId: string): Promise<() => void> {
  let release: () => void = () => undefined;
  void locks.request(`hagukumi.send.${encounterId}`, { signal: new AbortController().signal }, () => {
    return new Promise<void>((resolve) => {
      release = resolve;
    });
  });
  await settle();
  return release;
}

const stored = () => room.log.map(({ body }) => body);

test("of several tabs one sends at a time, each all that it has, in the order of writing", async () => {
  const release = await held("e1");
  tab("one", "two");
  tab("three");
  await settle();
  expect(stored()).toEqual([]);
  release();
  await settle();
  expect(stored()).toEqual(["one", "two", "three"]);
});

test("a tab that sends in another consultation keeps nobody waiting", async () => {
  await held("e2");
  tab("one");
  await settle();
  expect(stored()).toEqual(["one"]);
});

test("a tab that sleeps with the turn holds back nothing for good", async () => {
  await held("e1");
  tab("one");
  await settle();
  expect(stored()).toEqual([]);
  patience.abort(new DOMException("too long", "TimeoutError"));
  await settle();
  expect(stored()).toEqual(["one"]);
});

test("where the browser knows no locks, what waits is sent all the same", async () => {
  vi.stubGlobal("navigator", {});
  tab("one", "two");
  await settle();
  expect(stored()).toEqual(["one", "two"]);
});
