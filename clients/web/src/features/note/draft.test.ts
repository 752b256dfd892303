import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "@/api/errors";
import { forgetUnsent, wipeUnsent } from "@/realtime/queue/names";
import { copiesOf } from "./copies";
import { NoteDraft, type NoteKeeper } from "./draft";
import type { Note, NoteContent } from "./types";

/** The server's note, with its refusals. */
class Keeper implements NoteKeeper {
  note: Note = {
    encounter_id: "e1",
    form: "midwife",
    form_version: 1,
    state: "draft",
    version: 0,
    fields: { complaint: "", situation: "", advice: "", next_action: "" },
    asides: {},
    risk_level: null,
    reasons: [],
    outcome: null,
    updated_at: null,
    signed_at: null,
  };
  isAway = false;
  losesAnswers = false;
  saves = 0;

  load = async (): Promise<Note> => {
    if (this.isAway) throw new ApiError("client.offline", 0, "away");
    return this.note;
  };

  save = async (content: NoteContent, version: number): Promise<Note> => {
    this.saves += 1;
    if (this.isAway) throw new ApiError("client.offline", 0, "away");
    if (this.note.state === "signed") throw new ApiError("records.signed", 409, "signed", { note: this.note });
    this.#check(version);
    this.note = { ...this.note, ...content, version: version + 1 };
    if (this.losesAnswers) throw new ApiError("client.timeout", 0, "late");
    return this.note;
  };

  sign = async (version: number): Promise<Note> => {
    this.#check(version);
    this.note = { ...this.note, state: "signed" };
    return this.note;
  };

  #check(version: number): void {
    if (version !== this.note.version) throw new ApiError("records.stale_version", 409, "stale", { note: this.note });
  }
}

let keeper: Keeper;
let draft: NoteDraft;

/** The page of the note, opened on this device. */
async function open(account = "midwife"): Promise<NoteDraft> {
  const opened = new NoteDraft(keeper, copiesOf(account), "e1");
  await opened.load();
  return opened;
}

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  vi.stubGlobal("indexedDB", new IDBFactory());
  keeper = new Keeper();
  draft = await open();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const pause = () => vi.advanceTimersByTimeAsync(1_000);
const fields = () => draft.state.get().content.fields;

/** The same author on another device. */
function elsewhere(written: Record<string, string>): void {
  keeper.note = { ...keeper.note, version: keeper.note.version + 1, fields: { ...keeper.note.fields, ...written } };
}

test("what is typed is saved after a pause, once", async () => {
  draft.write("complaint", "s");
  draft.write("complaint", "sl");
  draft.write("complaint", "sleepless");
  draft.change({ risk_level: "middle", reasons: ["sleep"] });
  expect(draft.state.get().saving).toBe("changed");
  await pause();
  expect(keeper.saves).toBe(1);
  expect(keeper.note).toMatchObject({ version: 1, risk_level: "middle", fields: { complaint: "sleepless" } });
  expect(draft.state.get().saving).toBe("saved");
});

test("what is typed while a save is under way is saved next", async () => {
  draft.write("advice", "rest");
  const saving = draft.flush();
  draft.write("advice", "rest more");
  await saving;
  await pause();
  expect(keeper.note.fields.advice).toBe("rest more");
  expect(draft.state.get().saving).toBe("saved");
});

test("a server that is away is tried again until it has everything", async () => {
  keeper.isAway = true;
  draft.write("complaint", "kept");
  await pause();
  expect(draft.state.get().saving).toBe("waiting");
  keeper.isAway = false;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(keeper.note.fields.complaint).toBe("kept");
  expect(draft.state.get().saving).toBe("saved");
});

test("an answer that was lost is no conflict with oneself", async () => {
  keeper.losesAnswers = true;
  draft.write("complaint", "same");
  await pause();
  keeper.losesAnswers = false;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(draft.state.get()).toMatchObject({ saving: "saved", content: { asides: {} } });
  expect(keeper.note.version).toBe(1);
});

test("two devices that write in different fields make one note", async () => {
  elsewhere({ complaint: "from the phone" });
  draft.write("advice", "from the desk");
  await pause();
  await pause();
  expect(keeper.note).toMatchObject({ fields: { complaint: "from the phone", advice: "from the desk" }, asides: {} });
  expect(fields()).toMatchObject({ complaint: "from the phone" });
});

test("where both wrote in one field, both texts are at the server until the author has chosen", async () => {
  elsewhere({ complaint: "from the phone" });
  draft.write("complaint", "from the desk");
  await pause();
  await pause();
  expect(fields().complaint).toBe("from the desk");
  expect(keeper.note).toMatchObject({
    fields: { complaint: "from the desk" },
    asides: { complaint: "from the phone" },
  });
  await draft.sign();
  expect(keeper.note.state).toBe("draft");
  draft.decide("complaint", "both");
  await pause();
  expect(keeper.note).toMatchObject({ fields: { complaint: "from the desk\nfrom the phone" }, asides: {} });
});

/** Both devices wrote in these, and the author sees both. */
async function writtenTwice(): Promise<void> {
  keeper.note = { ...keeper.note, outcome: "information", reasons: ["feeding", "growth"] };
  elsewhere({ complaint: "from the phone" });
  draft.write("complaint", "from the desk");
  draft.change({ outcome: "follow_up", reasons: ["sleep", "mood"] });
  await pause();
  await pause();
  expect(keeper.note.asides).toEqual({
    complaint: "from the phone",
    outcome: "information",
    reasons: "feeding growth",
  });
}

test.each([
  ["mine", { complaint: "from the desk", outcome: "follow_up", reasons: ["sleep", "mood"] }],
  ["theirs", { complaint: "from the phone", outcome: "information", reasons: ["feeding", "growth"] }],
] as const)("of two texts, outcomes and lists of reasons the author takes %s, and can sign", async (choice, taken) => {
  await writtenTwice();
  for (const field of ["complaint", "outcome", "reasons"]) draft.decide(field, choice);
  await draft.sign();
  const { complaint, ...counted } = taken;
  expect(keeper.note).toMatchObject({ state: "signed", asides: {}, fields: { complaint }, ...counted });
});

test("deciding about one field leaves the others undecided, and the note unsigned", async () => {
  await writtenTwice();
  draft.decide("complaint", "theirs");
  await draft.sign();
  expect(keeper.note).toMatchObject({
    state: "draft",
    fields: { complaint: "from the phone" },
    asides: { outcome: "information", reasons: "feeding growth" },
  });
});

test("what was decided already is not decided a second time: nothing is lost", async () => {
  await writtenTwice();
  for (const field of ["complaint", "outcome", "reasons"]) {
    draft.decide(field, "mine");
    draft.decide(field, "theirs");
  }
  await pause();
  expect(keeper.note).toMatchObject({
    fields: { complaint: "from the desk" },
    outcome: "follow_up",
    reasons: ["sleep", "mood"],
    asides: {},
  });
});

test("what the other device wrote while one decided is put aside anew", async () => {
  await writtenTwice();
  draft.decide("complaint", "mine");
  keeper.note = {
    ...keeper.note,
    version: keeper.note.version + 1,
    asides: { ...keeper.note.asides, complaint: "from the phone, and more" },
  };
  await pause();
  await pause();
  expect(keeper.note.fields.complaint).toBe("from the desk");
  expect(keeper.note.asides.complaint).toBe("from the phone, and more");
});

test("what another device wrote comes in where nothing is being written", async () => {
  elsewhere({ complaint: "from the phone" });
  await draft.refresh();
  expect(fields().complaint).toBe("from the phone");
});

test("what never reached the server is there again after the page was closed", async () => {
  keeper.isAway = true;
  draft.write("complaint", "typed in the tunnel");
  await vi.waitFor(async () => expect(await copiesOf("midwife").get("e1")).not.toBeNull());
  keeper.isAway = false;
  elsewhere({ advice: "from the phone" });
  draft = await open();
  await pause();
  await pause();
  expect(keeper.note.fields).toMatchObject({ complaint: "typed in the tunnel", advice: "from the phone" });
  await vi.waitFor(async () => expect(await copiesOf("midwife").get("e1")).toBeNull());
});

test("what was not saved is nobody else's, and goes with the signing out", async () => {
  keeper.isAway = true;
  draft.write("complaint", "secret");
  await vi.waitFor(async () => expect(await copiesOf("midwife").get("e1")).not.toBeNull());
  await forgetUnsent("midwife");
  expect(await copiesOf("midwife").get("e1")).not.toBeNull();
  expect(await copiesOf("doctor").get("e1")).toBeNull();
  await wipeUnsent();
  expect(await copiesOf("midwife").get("e1")).toBeNull();
});

test("signing saves the rest first and ends the writing", async () => {
  draft.write("next_action", "call on Friday");
  await draft.sign();
  expect(keeper.note).toMatchObject({ state: "signed", version: 1, fields: { next_action: "call on Friday" } });
  draft.write("next_action", "changed");
  await pause();
  expect(fields().next_action).toBe("call on Friday");
});

test("nothing is signed that the author has not seen", async () => {
  elsewhere({ complaint: "newer" });
  draft.write("complaint", "older");
  await draft.sign();
  expect(keeper.note.state).toBe("draft");
});

test("a note that was signed elsewhere is shown beside what was typed here", async () => {
  keeper.note = { ...keeper.note, state: "signed", fields: { ...keeper.note.fields, complaint: "signed" } };
  draft.write("complaint", "too late");
  await pause();
  expect(draft.state.get().signedElsewhere).toMatchObject({ state: "signed", fields: { complaint: "signed" } });
  expect(fields().complaint).toBe("too late");
  draft.giveWay();
  expect(fields().complaint).toBe("signed");
});

test("leaving the page sends off what is not saved", async () => {
  draft.write("complaint", "last word");
  draft.close();
  await vi.advanceTimersByTimeAsync(0);
  expect(keeper.note.fields.complaint).toBe("last word");
});
