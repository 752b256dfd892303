import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Chat, MESSAGE_MAX } from "./chat";
import { Outbox } from "./queue/outbox";
import { UnsentQueue } from "./queue/queue";
import { Room, type RoomLine } from "./testing/room";
import { settle } from "./testing/rtc";

const WHERE = { encounter_id: "e1", appointment_id: "a1" };
let room: Room;
let line: RoomLine;
let queue: UnsentQueue;

beforeEach(() => {
  queue = new UnsentQueue(null);
  room = new Room();
  line = room.line("parent");
});

afterEach(() => {
  vi.useRealTimers();
});

function open(on: RoomLine = line): Chat {
  const chat = new Chat({ line: on, outbox: new Outbox(on === line ? queue : new UnsentQueue(null), WHERE) });
  if (on.online) chat.joined(on.snapshot(0));
  return chat;
}

function lose(chat: Chat): void {
  line.cut();
  chat.lineLost();
}

function comeBack(chat: Chat): void {
  line.online = true;
  line.losesAnswers = false;
  chat.joined(line.snapshot(chat.complete));
}

const bodies = (chat: Chat) => chat.state.get().messages.map((message) => message.body);
const unsent = (chat: Chat) => chat.state.get().unsent.map(({ body, state }) => [body, state]);

test("a message is sending until the server has it, and then stands in the server's order", async () => {
  const chat = open();
  expect(chat.send("  hello ")).toBe(true);
  expect(unsent(chat)).toEqual([["hello", "sending"]]);
  await settle();
  expect(unsent(chat)).toEqual([]);
  expect(bodies(chat)).toEqual(["hello"]);
});

test("nothing is sent of an empty text, and nothing of one that is too long", () => {
  const chat = open();
  expect(chat.send("   ")).toBe(false);
  expect(chat.send("a".repeat(MESSAGE_MAX + 1))).toBe(false);
  expect(unsent(chat)).toEqual([]);
});

test("what is written while the line is away waits, and leaves in its order at the return", async () => {
  const chat = open();
  lose(chat);
  chat.send("one");
  chat.send("two");
  chat.send("three");
  await settle();
  expect(unsent(chat).map(([, state]) => state)).toEqual(["waiting", "waiting", "waiting"]);
  comeBack(chat);
  await settle();
  expect(room.log.map((message) => message.body)).toEqual(["one", "two", "three"]);
  expect(unsent(chat)).toEqual([]);
});

test("a message whose answer was lost is sent again with its id and is stored once", async () => {
  const chat = open();
  room.losesBroadcasts = true;
  line.losesAnswers = true;
  chat.send("only once");
  await settle();
  expect(unsent(chat)).toEqual([["only once", "waiting"]]);
  chat.lineLost();
  // The log of the server has it already: the snapshot alone confirms it.
  comeBack(chat);
  await settle();
  expect(room.log).toHaveLength(1);
  expect(bodies(chat)).toEqual(["only once"]);
  expect(unsent(chat)).toEqual([]);
});

test("a resend that overtakes the snapshot makes no second message", async () => {
  const chat = open();
  room.losesBroadcasts = true;
  line.losesAnswers = true;
  chat.send("once");
  await settle();
  line.online = true;
  line.losesAnswers = false;
  chat.joined({ ...line.snapshot(0), messages: [], last_sequence: 0 });
  await settle();
  expect(room.log).toHaveLength(1);
  expect(line.asked.filter(({ event }) => event === "message.send")).toHaveLength(2);
  expect(bodies(chat)).toEqual(["once"]);
});

test("a gap is fetched from the log", async () => {
  const chat = open();
  room.losesBroadcasts = true;
  room.store("midwife", "a", "one");
  room.store("midwife", "b", "two");
  room.losesBroadcasts = false;
  room.store("midwife", "c", "three");
  await settle();
  expect(bodies(chat)).toEqual(["one", "two", "three"]);
});

test("the slow timer finds a last message that nobody told of", async () => {
  const chat = open();
  room.losesBroadcasts = true;
  room.store("midwife", "a", "are you there?");
  await chat.catchUp();
  expect(bodies(chat)).toEqual(["are you there?"]);
});

test("a long absence is caught up page by page", async () => {
  const chat = open();
  lose(chat);
  room.losesBroadcasts = true;
  for (let index = 0; index < 350; index += 1) room.store("midwife", `c${index}`, `m${index}`);
  line.online = true;
  chat.joined({ ...line.snapshot(0), messages: room.log.slice(0, 100) });
  await settle();
  expect(bodies(chat)).toEqual(room.log.map((message) => message.body));
});

test("a log that never fills its gap is not asked without end", async () => {
  const chat = open();
  chat.joined({ ...line.snapshot(0), messages: [], last_sequence: 99 });
  await settle();
  expect(line.asked.filter(({ event }) => event === "messages.fetch")).toHaveLength(1);
});

test("a refused message stays, with its reason, until it is tried again or taken back", async () => {
  const chat = open();
  room.refuses = "encounters.finished";
  chat.send("too late");
  chat.send("this too");
  await settle();
  expect(unsent(chat)).toEqual([
    ["too late", "failed"],
    ["this too", "failed"],
  ]);
  const [first, second] = chat.state.get().unsent;
  expect(first?.code).toBe("encounters.finished");
  room.refuses = null;
  chat.retry(first?.client_id ?? "");
  chat.takeBack(second?.client_id ?? "");
  await settle();
  expect(bodies(chat)).toEqual(["too late"]);
  expect(unsent(chat)).toEqual([]);
  expect(chat.state.get().draft).toBe("this too");
});

test("a server that cannot store at the moment is asked again, without a touch", async () => {
  vi.useFakeTimers();
  const chat = open();
  room.refuses = "chat.unavailable";
  chat.send("patience");
  await settle();
  expect(unsent(chat)).toEqual([["patience", "waiting"]]);
  room.refuses = null;
  await vi.advanceTimersByTimeAsync(2_500);
  await settle();
  expect(bodies(chat)).toEqual(["patience"]);
});

test("both sides end with the same messages in the same order", async () => {
  const other = room.line("midwife");
  const parent = open();
  const midwife = open(other);
  for (let index = 0; index < 20; index += 1) {
    room.losesBroadcasts = index % 3 === 0;
    parent.send(`p${index}`);
    midwife.send(`m${index}`);
    await Promise.resolve();
  }
  await settle();
  await Promise.all([parent.catchUp(), midwife.catchUp()]);
  expect(bodies(parent)).toHaveLength(40);
  expect(bodies(parent)).toEqual(bodies(midwife));
});

test("unsent text and the draft are there when the consultation is opened again", async () => {
  const chat = open();
  lose(chat);
  chat.send("do not lose me");
  chat.setDraft("half a sent");
  chat.close();
  line.online = true;
  const reloaded = open();
  expect(reloaded.state.get().draft).toBe("half a sent");
  await settle();
  expect(bodies(reloaded)).toEqual(["do not lose me"]);
});
