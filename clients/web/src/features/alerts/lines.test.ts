import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { faultsOf, isDialable, type Line, missingOf, moved, newLine } from "./lines";

const FILE = join(import.meta.dirname, "../../../../../clinic/safety/data/crisis_lines.json");
const lines = JSON.parse(readFileSync(FILE, "utf8")).lines as Line[];

describe("the list of crisis lines", () => {
  it("can be saved as it comes with the product", () => {
    expect(lines.flatMap(faultsOf)).toEqual([]);
    expect(missingOf(lines)).toBeNull();
  });

  it.each(["0120-279-338", "03-1234-5678", "090-1234-5678", "#8000", "119", "0570-064-556"])("takes %s", (number) => {
    expect(isDialable(number)).toBe(true);
  });

  it.each(["", "0120279338", "0120-279-33", "8000", "#80000", "911", "+81-3-1234-5678", "tel:119"])(
    "does not take %s",
    (number) => {
      expect(isDialable(number)).toBe(false);
    },
  );

  it("keeps the ambulance and a number for who is in despair", () => {
    expect(missingOf(lines.filter(({ number }) => number !== "119"))).toBe("ambulance");
    expect(missingOf(lines.filter(({ situation }) => situation !== "despair"))).toBe("despair");
  });

  it("says what a new line lacks", () => {
    const added = newLine(lines);
    expect(lines.map(({ code }) => code)).not.toContain(added.code);
    expect(faultsOf(added)).toEqual(["words", "number", "source"]);
  });

  it("lets a line be moved", () => {
    expect(moved(lines, 1, -1).map(({ code }) => code)[0]).toBe(lines[1]?.code);
    expect(moved(lines, 0, 1).map(({ code }) => code)[1]).toBe(lines[0]?.code);
  });
});
