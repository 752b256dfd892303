import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Participant } from "../generated/protocol";
import { Chat } from "./chat";
import { Outbox } from "./queue/outbox";
import { UnsentQueue } from "./queue/queue";
import { otherSide, stageOf } from "./receipts";
import { Room, type RoomLine } from "./testing/room";
import { settle } from "./testing/rtc";

let room: Room;

beforeEach(() => {
  vi.useFakeTimers();
  room = new Room();
});

afterEach(() => {
  vi.useRealTimers();
});

function open(line: RoomLine): Chat {
  const outbox = new Outbox(new UnsentQueue(null), { encounter_id: "e1", appointment_id: "a1" });
  const chat = new Chat({ line, outbox });
  chat.joined(line.snapshot(0));
  return chat;
}

async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  await settle();
}

const asked = (line: RoomLine, event: string) => line.asked.filter((one) => one.event === event);
const marks = (line: RoomLine) => asked(line, "receipts.mark").map(({ payload }) => payload);

test("a burst of messages is marked once, and one's own are not", async () => {
  const parent = room.line("parent");
  const midwife = room.line("midwife");
  const chat = open(parent);
  const other = open(midwife);
  for (let index = 0; index < 10; index += 1) other.send(`m${index}`);
  await pass(1_000);
  expect(marks(parent)).toEqual([{ delivered: 10, read: 0 }]);
  expect(marks(midwife)).toEqual([]);
  chat.seen(10);
  chat.send("thank you");
  await pass(1_000);
  expect(marks(parent)).toEqual([
    { delivered: 10, read: 0 },
    { delivered: 10, read: 10 },
  ]);
  expect(stageOf(10, other.receipts.state.get(), ["parent"])).toBe("read");
});

test("delivered is said only of what stands here without a gap", async () => {
  const parent = room.line("parent");
  open(parent);
  room.losesBroadcasts = true;
  room.store("midwife", "a", "one");
  parent.online = false;
  room.losesBroadcasts = false;
  const second = room.store("midwife", "b", "two");
  parent.online = true;
  parent.losesAnswers = true;
  parent.tell("message", { message: second });
  await pass(1_000);
  expect(room.receipts.get("parent")).toBeUndefined();
});

test("what could not be told is told at the next join", async () => {
  const parent = room.line("parent");
  const chat = open(parent);
  room.store("midwife", "a", "one");
  await settle();
  parent.cut();
  chat.lineLost();
  chat.seen(1);
  await pass(5_000);
  expect(marks(parent)).toEqual([]);
  parent.online = true;
  chat.joined(parent.snapshot(chat.complete));
  await pass(1_000);
  expect(room.receipts.get("parent")).toEqual({ account_id: "parent", delivered: 1, read: 1 });
});

test("two pages of one person agree, and the second does not tell what the first has told", async () => {
  const phone = room.line("parent", "phone");
  const tablet = room.line("parent", "tablet");
  const onPhone = open(phone);
  const onTablet = open(tablet);
  room.store("midwife", "a", "one");
  await settle();
  onPhone.seen(1);
  await pass(1_000);
  onTablet.seen(1);
  await pass(1_000);
  expect(onTablet.receipts.state.get()).toEqual(onPhone.receipts.state.get());
  expect(marks(tablet)).toEqual([]);
});

test("a receipt that comes late takes nothing back", async () => {
  const parent = room.line("parent");
  const chat = open(parent);
  parent.tell("receipts", { account_id: "midwife", delivered: 4, read: 4 });
  parent.tell("receipts", { account_id: "midwife", delivered: 5, read: 2 });
  await settle();
  expect(chat.receipts.state.get()).toEqual({ midwife: { account_id: "midwife", delivered: 5, read: 4 } });
});

test("a relative's reading is not taken for the practitioner's", () => {
  const person = (account_id: string, role: Participant["role"]): Participant => {
    return { account_id, role, display_name: account_id, connections: 1, online: true };
  };
  const all = [person("mother", "parent"), person("midwife", "midwife"), person("grandmother", "family")];
  const isClinician = (role: Participant["role"]) => role === "midwife";
  expect(otherSide(all, "mother", isClinician)).toEqual(["midwife"]);
  expect(otherSide(all, "midwife", isClinician)).toEqual(["mother", "grandmother"]);
  const receipts = { grandmother: { account_id: "grandmother", delivered: 9, read: 9 } };
  expect(stageOf(1, receipts, ["midwife"])).toBe("sent");
});

test("that the other is writing is told now and then, shown for a while, and over with the message", async () => {
  const parent = room.line("parent");
  const chat = open(parent);
  const other = open(room.line("midwife"));
  for (let index = 0; index < 20; index += 1) {
    chat.typing.typed();
    await pass(200);
  }
  expect(asked(parent, "typing")).toHaveLength(2);
  expect(other.typing.state.get()).toEqual(["parent"]);
  expect(chat.typing.state.get()).toEqual([]);
  await pass(5_000);
  expect(other.typing.state.get()).toEqual([]);
  chat.typing.typed();
  await settle();
  expect(other.typing.state.get()).toEqual(["parent"]);
  chat.send("here it is");
  await settle();
  expect(other.typing.state.get()).toEqual([]);
});

test("a withdrawn message loses its text on every page, also where the withdrawal came first", async () => {
  const parent = room.line("parent");
  const chat = open(parent);
  const other = open(room.line("midwife"));
  const sent = room.store("parent", "a", "a slip");
  await settle();
  await chat.withdraw(sent.sequence);
  await settle();
  const texts = (of: Chat) =>
    of.state.get().messages.map(({ body, withdrawn, withdraws }) => [body, withdrawn, withdraws]);
  const expected = [
    ["", true, null],
    ["", false, 1],
  ];
  expect([texts(chat), texts(other)]).toEqual([expected, expected]);
  const late = room.line("midwife", "late");
  const anew = open(late);
  late.tell("message", { message: sent });
  await settle();
  expect(texts(anew)).toEqual(expected);
  // Without the line nothing is withdrawn in secret later.
  parent.cut();
  await expect(chat.withdraw(1)).rejects.toThrow();
});

test("the page begins with the newest messages, and earlier ones come when they are wanted", async () => {
  const parent = room.line("parent");
  for (let index = 1; index <= 120; index += 1) room.store("midwife", `c${index}`, `m${index}`);
  const chat = open(parent);
  await settle();
  const numbers = () => chat.state.get().messages.map(({ sequence }) => sequence);
  expect([numbers()[0], numbers().at(-1), chat.state.get().earlier]).toEqual([71, 120, "there"]);
  expect(asked(parent, "messages.fetch")).toEqual([]);
  await Promise.all([chat.fetchEarlier(), chat.fetchEarlier()]);
  expect([numbers()[0], numbers().length]).toEqual([21, 100]);
  parent.online = false;
  await chat.fetchEarlier();
  expect(chat.state.get().earlier).toBe("failed");
  parent.online = true;
  await chat.fetchEarlier();
  expect([numbers()[0], numbers().length, chat.state.get().earlier]).toEqual([1, 120, "none"]);
});
