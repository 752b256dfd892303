import { expect, test } from "vitest";
import { difference, type Stretch } from "./difference";

const read = (stretches: readonly Stretch[]) =>
  stretches.map(({ kind, text }) => ({ same: text, out: `[-${text}-]`, in: `[+${text}+]` })[kind]).join("");

test.each([
  ["生後3か月。混合。", "生後4か月。混合。", "生後[-3-][+4+]か月。混合。"],
  ["sleeps badly", "sleeps very badly", "sleeps [+very +]badly"],
  ["", "new", "[+new+]"],
  ["old", "", "[-old-]"],
  ["same", "same", "same"],
  ["a b c", "a x c y", "a [-b-][+x+] c[+ y+]"],
])("what was taken out of %j and put in to make %j is told apart", (before, after, told) => {
  expect(read(difference(before, after))).toBe(told);
});

test("both texts can be read out of the difference, however long they are", () => {
  for (const length of [50, 2_000]) {
    const before = Array.from({ length }, (_, at) => String.fromCodePoint(0x3042 + ((at * 7) % 80))).join("");
    const after = Array.from({ length }, (_, at) => String.fromCodePoint(0x3042 + ((at * 11) % 80))).join("");
    const found = difference(before, after);
    const without = (kind: Stretch["kind"]) =>
      found
        .filter((each) => each.kind !== kind)
        .map(({ text }) => text)
        .join("");
    expect([without("in"), without("out")]).toEqual([before, after]);
  }
});
