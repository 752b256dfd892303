import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "@/api/errors";
import { NoteDraft, type NoteKeeper } from "./note-draft";
import type { Note, NoteFields, RiskLevel } from "./types";

/** The server's note, with its refusals. */
class Keeper implements NoteKeeper {
  note: Note = {
    encounter_id: "e1",
    state: "draft",
    version: 0,
    fields: { complaint: "", situation: "", advice: "", next_action: "" },
    risk_level: null,
    updated_at: null,
    signed_at: null,
  };
  isAway = false;
  losesAnswers = false;
  saves = 0;

  load = async (): Promise<Note> => this.note;

  save = async (fields: NoteFields, risk_level: RiskLevel | null, version: number): Promise<Note> => {
    this.saves += 1;
    if (this.isAway) throw new ApiError("client.offline", 0, "away");
    if (this.note.state === "signed") throw new ApiError("records.signed", 409, "signed");
    this.#check(version);
    this.note = { ...this.note, fields, risk_level, version: version + 1 };
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

beforeEach(async () => {
  vi.useFakeTimers();
  keeper = new Keeper();
  draft = new NoteDraft(keeper);
  await draft.load();
});

afterEach(() => {
  vi.useRealTimers();
});

const pause = () => vi.advanceTimersByTimeAsync(1_000);

/** The same author on another device. */
function elsewhere(complaint: string): void {
  keeper.note = { ...keeper.note, version: keeper.note.version + 1, fields: { ...keeper.note.fields, complaint } };
}

test("what is typed is saved after a pause, once", async () => {
  draft.write("complaint", "s");
  draft.write("complaint", "sl");
  draft.write("complaint", "sleepless");
  draft.judge("middle");
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
  expect(draft.state.get()).toMatchObject({ saving: "saved", conflict: null });
  expect(keeper.note.version).toBe(1);
});

test("a newer text of another device is shown beside one's own, and neither is lost", async () => {
  elsewhere("from the phone");
  draft.write("complaint", "from the desk");
  await pause();
  expect(draft.state.get().conflict?.fields.complaint).toBe("from the phone");
  expect(draft.state.get().fields.complaint).toBe("from the desk");
  draft.write("situation", "typed on meanwhile");
  await pause();
  expect(keeper.note.fields.complaint).toBe("from the phone");
  draft.resolve("both");
  await pause();
  expect(keeper.note.fields).toMatchObject({
    complaint: "from the phone\nfrom the desk",
    situation: "typed on meanwhile",
  });
});

test("after a conflict one may keep either text", async () => {
  elsewhere("theirs");
  draft.write("complaint", "mine");
  await pause();
  draft.resolve("mine");
  await pause();
  expect(keeper.note.fields.complaint).toBe("mine");
  elsewhere("theirs again");
  draft.write("complaint", "mine again");
  await pause();
  draft.resolve("theirs");
  expect(draft.state.get()).toMatchObject({ saving: "saved", fields: { complaint: "theirs again" } });
});

test("signing saves the rest first and ends the writing", async () => {
  draft.write("next_action", "call on Friday");
  await draft.sign();
  expect(keeper.note).toMatchObject({ state: "signed", version: 1, fields: { next_action: "call on Friday" } });
  draft.write("next_action", "changed");
  await pause();
  expect(draft.state.get().fields.next_action).toBe("call on Friday");
});

test("nothing is signed over a newer text", async () => {
  elsewhere("newer");
  draft.write("complaint", "older");
  await draft.sign();
  expect(keeper.note.state).toBe("draft");
  expect(draft.state.get().conflict?.fields.complaint).toBe("newer");
});

test("a note that was signed elsewhere is shown beside what was typed here", async () => {
  keeper.note = { ...keeper.note, state: "signed", fields: { ...keeper.note.fields, complaint: "signed" } };
  draft.write("complaint", "too late");
  await pause();
  expect(draft.state.get().conflict).toMatchObject({ state: "signed", fields: { complaint: "signed" } });
  expect(draft.state.get().fields.complaint).toBe("too late");
});

test("leaving the page sends off what is not saved", async () => {
  draft.write("complaint", "last word");
  draft.close();
  await vi.advanceTimersByTimeAsync(0);
  expect(keeper.note.fields.complaint).toBe("last word");
});
