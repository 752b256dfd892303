import type { CrisisLines } from "@/api/types";

export type Line = CrisisLines["lines"][number];

export const SITUATIONS = ["danger", "child_illness", "despair", "child_harm", "violence"] as const;
export type Situation = (typeof SITUATIONS)[number];

const SHORT = /^(#\d{4}|1\d{2})$/;
const LONG = /^0\d{1,4}-\d{1,4}-\d{3,4}$/;
const DIGITS = [10, 11];

/** Whether a number is written as the server takes it: 0120-279-338, #8000 or 119. */
export function isDialable(number: string): boolean {
  return SHORT.test(number) || (LONG.test(number) && DIGITS.includes(number.replaceAll("-", "").length));
}

const isWord = ({ ja, en }: { ja: string; en: string }) => ja.trim() !== "" && en.trim() !== "";

/** What keeps a line from being saved, by the name of its text; empty when it is whole. */
export function faultsOf(line: Line): string[] {
  const faults: string[] = [];
  if (!isWord(line.name) || !isWord(line.hours) || !isWord(line.about)) faults.push("words");
  if (line.kind === "telephone" && !isDialable(line.number ?? "")) faults.push("number");
  if (line.kind === "web" && !/^https:\/\/\S+$/.test(line.url ?? "")) faults.push("url");
  if (line.more_numbers.some(({ number, note }) => !isDialable(number) || !isWord(note))) faults.push("more");
  if (line.hours_as_of !== null && !/^20\d{2}(-(0[1-9]|1[0-2]))?$/.test(line.hours_as_of)) faults.push("asOf");
  if (line.source.trim() === "") faults.push("source");
  return faults;
}

/** What is missing of the whole list: the ambulance, and a number for who is in despair, cannot be taken away. */
export function missingOf(lines: readonly Line[]): "ambulance" | "despair" | null {
  if (!lines.some(({ number, situation }) => number === "119" && situation === "danger")) return "ambulance";
  if (!lines.some(({ number, situation }) => number !== null && situation === "despair")) return "despair";
  return null;
}

/** An empty line with a code that no other has. */
export function newLine(lines: readonly Line[]): Line {
  let count = lines.length + 1;
  while (lines.some(({ code }) => code === `line-${count}`)) count += 1;
  const empty = { ja: "", en: "" };
  return {
    code: `line-${count}`,
    situation: "despair",
    name: empty,
    kind: "telephone",
    number: "",
    url: null,
    more_numbers: [],
    hours: empty,
    always_open: false,
    hours_confirmed: false,
    hours_as_of: null,
    about: empty,
    source: "",
  };
}

/** The list with the line at a place moved by one, up (-1) or down (1). */
export function moved(lines: readonly Line[], at: number, by: -1 | 1): Line[] {
  const result = [...lines];
  const [line] = result.splice(at, 1);
  if (line) result.splice(at + by, 0, line);
  return result;
}
