import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Chat } from "../chat";
import { Room, type RoomLine } from "../testing/room";
import { Keeper } from "./keeper";
import { finishWipe, forgetUnsent, wipeUnsent } from "./names";
import { Outbox } from "./outbox";
import { UnsentQueue } from "./queue";

const WHERE = { encounter_id: "e1", appointment_id: "a1" };
const opened: UnsentQueue[] = [];
let room: Room;

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
  room = new Room();
});

afterEach(() => {
  for (const queue of opened.splice(0)) queue.close();
  vi.unstubAllGlobals();
});

interface Tab {
  readonly queue: UnsentQueue;
  readonly line: RoomLine;
  readonly chat: Chat;
}

/** A page of this account with the consultation open, whose line is away until `join`. */
async function tab(account = "parent"): Promise<Tab> {
  const queue = await UnsentQueue.open(account);
  opened.push(queue);
  const line = room.line(account);
  line.online = false;
  return { queue, line, chat: new Chat({ line, outbox: new Outbox(queue, WHERE) }) };
}

function join({ line, chat }: Tab): void {
  line.online = true;
  chat.joined(line.snapshot(chat.complete));
}

/** The page is gone from one moment to the next. */
function shut({ line, chat, queue }: Tab): void {
  line.online = false;
  chat.close();
  queue.close();
}

const unsent = ({ chat }: Tab) => chat.state.get().unsent.map(({ body }) => body);
const stored = () => room.log.map(({ body }) => body);

async function keptBodies(account = "parent"): Promise<string[]> {
  const keeper = await Keeper.open(account);
  const { messages } = (await keeper?.all()) ?? { messages: [] };
  keeper?.close();
  return messages.map(({ body }) => body);
}

test("what was written without a line, and the draft, are there at the next visit, in their order", async () => {
  const first = await tab();
  for (const body of ["one", "two", "three"]) first.chat.send(body);
  first.chat.setDraft("half");
  first.chat.setDraft("half a sentence");
  await first.queue.settled();
  shut(first);
  const next = await tab();
  expect(unsent(next)).toEqual(["one", "two", "three"]);
  expect(next.chat.state.get()).toMatchObject({ draft: "half a sentence", isKept: true });
  join(next);
  await vi.waitFor(() => expect(unsent(next)).toEqual([]));
  expect(stored()).toEqual(["one", "two", "three"]);
});

test("a message leaves at once and is kept meanwhile; behind one that waits it is on the device before it is on the line", async () => {
  const here = await tab();
  join(here);
  const before: string[][] = [];
  const ask = here.line.request.bind(here.line);
  here.line.request = async (event, payload) => {
    if (event === "message.send") before.push(await keptBodies());
    return ask(event, payload);
  };
  const add = vi.spyOn(Keeper.prototype, "add");
  let isKept = () => {};
  add.mockImplementationOnce(() => new Promise((resolve) => (isKept = () => resolve(1))));
  here.chat.send("at once");
  here.chat.send("safe first");
  await vi.waitFor(() => expect(stored()).toEqual(["at once"]));
  isKept();
  await vi.waitFor(() => expect(stored()).toEqual(["at once", "safe first"]));
  expect(before).toEqual([[], ["safe first"]]);
});

test("a page that goes away while its message is on the way leaves it on the device", async () => {
  const here = await tab();
  join(here);
  here.line.request = () => new Promise(() => undefined);
  here.chat.send("on the way");
  await here.queue.settled();
  shut(here);
  expect(await keptBodies()).toEqual(["on the way"]);
});

test("it leaves the device only when the server has it", async () => {
  const here = await tab();
  join(here);
  room.losesBroadcasts = true;
  here.line.losesAnswers = true;
  here.chat.send("is it there?");
  await vi.waitFor(() => expect(stored()).toEqual(["is it there?"]));
  await here.queue.settled();
  expect(await keptBodies()).toEqual(["is it there?"]);
  here.chat.lineLost();
  here.line.losesAnswers = false;
  join(here);
  await vi.waitFor(async () => expect(await keptBodies()).toEqual([]));
  expect(stored()).toEqual(["is it there?"]);
});

test("the tabs of one person agree on what waits and on what is being typed", async () => {
  const one = await tab();
  const other = await tab();
  one.chat.send("from one");
  await vi.waitFor(() => expect(unsent(other)).toEqual(["from one"]));
  other.chat.send("from the other");
  await vi.waitFor(() => expect(unsent(one)).toEqual(["from one", "from the other"]));
  one.chat.setDraft("typing");
  await vi.waitFor(() => expect(other.chat.state.get().draft).toBe("typing"));
});

test("tabs that send at the same time make no second message, and keep the order of writing", async () => {
  const one = await tab();
  const other = await tab();
  for (let index = 0; index < 4; index += 1) {
    one.chat.send(`a${index}`);
    await one.queue.settled();
    other.chat.send(`b${index}`);
    await other.queue.settled();
  }
  join(one);
  join(other);
  await vi.waitFor(async () => expect(await keptBodies()).toEqual([]));
  expect(stored()).toEqual([0, 1, 2, 3].flatMap((index) => [`a${index}`, `b${index}`]));
});

test("a tab that is shut while it sends leaves its message to the other one", async () => {
  const one = await tab();
  const other = await tab();
  join(one);
  one.line.request = () => new Promise(() => undefined);
  one.chat.send("taken over");
  await vi.waitFor(() => expect(unsent(other)).toEqual(["taken over"]));
  shut(one);
  // The browser gives the turn of a page that is gone to the next; here it is the other page's patience.
  vi.stubGlobal("navigator", {});
  join(other);
  await vi.waitFor(() => expect(stored()).toEqual(["taken over"]));
});

test("a refusal is known in every tab, and so is the second attempt", async () => {
  const one = await tab();
  const other = await tab();
  room.refuses = "encounters.finished";
  join(one);
  one.chat.send("too late");
  await vi.waitFor(() => expect(other.chat.state.get().unsent[0]?.state).toBe("failed"));
  room.refuses = null;
  join(other);
  other.chat.retry(other.chat.state.get().unsent[0]?.client_id ?? "");
  await vi.waitFor(() => expect(unsent(one)).toEqual([]));
  expect(stored()).toEqual(["too late"]);
});

test("what is shown is not overwritten by what the device still holds of it", async () => {
  const { queue } = await tab();
  queue.write(WHERE, "c1", "too late");
  void queue.refresh();
  queue.mark("c1", "encounters.finished");
  const shown = new Set<string | null | undefined>();
  queue.state.subscribe(() => shown.add(queue.state.get().messages[0]?.code));
  await queue.settled();
  expect([...shown]).toEqual(["encounters.finished"]);
  expect(await keptBodies()).toEqual(["too late"]);
});

test("the next person on the device meets nothing of the one before, and signing out leaves nothing", async () => {
  const mine = await tab("parent");
  mine.chat.send("private");
  mine.chat.setDraft("private, too");
  await mine.queue.settled();
  const other = await tab("other");
  expect(unsent(other)).toEqual([]);
  expect((await indexedDB.databases()).map(({ name }) => name)).toEqual(["hagukumi.unsent.other"]);
  other.chat.setDraft("theirs");
  await other.queue.settled();
  await forgetUnsent(null);
  expect(await indexedDB.databases()).toEqual([]);
});

test("a wipe that the page's end interrupted is done by the next page", async () => {
  const kept = new Map<string, string>();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
  const mine = await tab();
  mine.chat.setDraft("private");
  await mine.queue.settled();
  shut(mine);
  await finishWipe();
  expect(await indexedDB.databases()).toHaveLength(1);
  vi.spyOn(indexedDB, "databases").mockReturnValueOnce(new Promise(() => undefined));
  void wipeUnsent();
  await finishWipe();
  expect(await indexedDB.databases()).toEqual([]);
  expect(kept.has("hagukumi.unsent-to-wipe")).toBe(false);
});

test("without a database, or with one that never opens or is full, it is sent all the same and the person is told", async () => {
  const never = { ...indexedDB, open: () => ({ addEventListener: () => undefined }), databases: async () => [] };
  vi.stubGlobal("indexedDB", never);
  expect(await Keeper.open("parent", 10)).toBeNull();
  vi.stubGlobal("indexedDB", undefined);
  const without = await tab();
  expect(without.chat.state.get().isKept).toBe(false);
  without.chat.send("from memory");
  join(without);
  await vi.waitFor(() => expect(stored()).toEqual(["from memory"]));

  vi.stubGlobal("indexedDB", new IDBFactory());
  const full = await tab();
  vi.spyOn(Keeper.prototype, "add").mockRejectedValue(new DOMException("full", "QuotaExceededError"));
  full.chat.send("no room");
  await full.queue.settled();
  expect(unsent(full)).toEqual(["no room"]);
  expect(full.chat.state.get().isKept).toBe(false);
  join(full);
  await vi.waitFor(() => expect(stored()).toEqual(["from memory", "no room"]));
});
