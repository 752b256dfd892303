// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { readDraft } from "./draft";

const EMPTY = { name: "", count: 0, day: null as string | null, list: [] as string[] };
const keep = (value: unknown) => sessionStorage.setItem("hagukumi.draft.nobody.form", JSON.stringify(value));

beforeEach(() => sessionStorage.clear());

describe("a draft", () => {
  it("survives a reload", () => {
    keep({ name: "みさき", count: 2, day: "2026-11-24", list: ["a"] });
    expect(readDraft("hagukumi.draft.nobody.form", EMPTY)).toEqual({
      name: "みさき",
      count: 2,
      day: "2026-11-24",
      list: ["a"],
    });
  });

  it("of an older client keeps what still fits and drops the rest", () => {
    keep({ name: 7, gone: "x", day: null, count: 1 });
    expect(readDraft("hagukumi.draft.nobody.form", EMPTY)).toEqual({ ...EMPTY, count: 1 });
  });

  it("that cannot be read is an empty one", () => {
    sessionStorage.setItem("hagukumi.draft.nobody.form", "{");
    expect(readDraft("hagukumi.draft.nobody.form", EMPTY)).toEqual(EMPTY);
    keep("text");
    expect(readDraft("hagukumi.draft.nobody.form", EMPTY)).toEqual(EMPTY);
  });
});
