import { type Fields, type NoteContent, RISK_LEVELS, type RiskLevel } from "./types";

/** As many reasons as the server takes (clinic/records/categories). */
export const MAX_REASONS = 3;

/**
 * Joins what two devices made of one note, field by field: `base` is what both began from, `theirs` what the server has.
 *
 * What only one of them changed is taken. Where both wrote, one's own text stays where it is being typed, and the other one is put
 * aside for the author to choose; a text of one's own that the other device had put aside is not kept twice. Of two judgements
 * of the risk the graver one stands, so that none is lowered unseen.
 */
export function merged(base: NoteContent, mine: NoteContent, theirs: NoteContent): NoteContent {
  const fields: Record<string, string> = {};
  const asides: Record<string, string> = {};
  const ids = new Set([theirs, mine].flatMap((each) => [...Object.keys(each.fields), ...Object.keys(each.asides)]));
  for (const id of ids) {
    const [was, own, other] = [base, mine, theirs].map((each) => each.fields[id] ?? "") as [string, string, string];
    const isBoth = own !== other && own !== was && other !== was;
    fields[id] = own === was ? other : own;
    let aside = mergedAside(base.asides, mine.asides, theirs.asides, id);
    if (isBoth) {
      if (aside === was) aside = "";
      aside = joined(aside, other);
    }
    if (aside !== "" && aside !== fields[id]) asides[id] = aside;
  }
  return {
    fields,
    asides,
    risk_level: graver(base.risk_level, mine.risk_level, theirs.risk_level),
    reasons: three(base.reasons, mine.reasons, theirs.reasons, isSameList, (own, other) =>
      [...new Set([...own, ...other])].slice(0, MAX_REASONS),
    ),
    outcome: three(base.outcome, mine.outcome, theirs.outcome, Object.is, (own) => own),
  };
}

export function isSame(one: NoteContent, other: NoteContent): boolean {
  return (
    isSameFields(one.fields, other.fields) &&
    isSameFields(one.asides, other.asides) &&
    one.risk_level === other.risk_level &&
    isSameList(one.reasons, other.reasons) &&
    one.outcome === other.outcome
  );
}

/** One text after the other, each once. */
export function joined(first: string, second: string): string {
  if (second.trim() === "" || first === second) return first;
  return first.trim() === "" ? second : `${first}\n${second}`;
}

function mergedAside(base: Fields, mine: Fields, theirs: Fields, id: string): string {
  return three(base[id] ?? "", mine[id] ?? "", theirs[id] ?? "", Object.is, joined);
}

function three<T>(base: T, mine: T, theirs: T, same: (a: T, b: T) => boolean, both: (a: T, b: T) => T): T {
  if (same(mine, base)) return theirs;
  if (same(theirs, base) || same(mine, theirs)) return mine;
  return both(mine, theirs);
}

function graver(base: RiskLevel | null, mine: RiskLevel | null, theirs: RiskLevel | null): RiskLevel | null {
  const weight = (level: RiskLevel | null) => (level === null ? -1 : RISK_LEVELS.indexOf(level));
  return three(base, mine, theirs, Object.is, (own, other) => (weight(own) >= weight(other) ? own : other));
}

function isSameFields(one: Fields, other: Fields): boolean {
  return [...Object.keys(one), ...Object.keys(other)].every((id) => (one[id] ?? "") === (other[id] ?? ""));
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((each, at) => each === other[at]);
}
