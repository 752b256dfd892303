import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");
const page = readFileSync(join(ROOT, "emergency.html"), "utf8");
const [japanese = "", english = ""] = page.split('id="english"');
const data = readFileSync(join(ROOT, "..", "..", "clinic", "safety", "data", "crisis_lines.json"), "utf8");

interface Line {
  number: string | null;
  more_numbers: { number: string }[];
}

const numbers = (JSON.parse(data).lines as Line[]).flatMap((line) => [
  ...(line.number ? [line.number] : []),
  ...line.more_numbers.map((more) => more.number),
]);
const linkOf = (number: string) => `href="tel:${number.replaceAll("-", "").replaceAll("#", "%23")}"`;

describe("the emergency page", () => {
  it.each(numbers)("has %s, as the server's list does, in both languages", (number) => {
    for (const part of [japanese, english]) {
      expect(part).toContain(linkOf(number));
      expect(part).toContain(`>${number}</span>`);
    }
  });

  it("needs no script and nothing from elsewhere", () => {
    expect(page).not.toMatch(/<script|https?:\/\/|\sstyle=/);
  });

  it("says that numbers and hours need the operator's review", () => {
    expect(japanese).toContain("運営者の確認が必要です");
    expect(english).toContain("operator's review");
  });
});
