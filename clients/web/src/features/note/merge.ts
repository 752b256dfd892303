import { type Fields, type NoteContent, RISK_LEVELS, type RiskLevel } from "./types";

/** As many reasons as the server takes (clinic/records/categories). */
export const MAX_REASONS = 3;

/** What is counted stands among the asides under these names, which no form has for a field; reasons with spaces between. */
export const OUTCOME = "outcome";
export const REASONS = "reasons";
const COUNTED: ReadonlySet<string> = new Set([OUTCOME, REASONS]);

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
    if (COUNTED.has(id)) continue;
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
  const reasons = three(base.reasons, mine.reasons, theirs.reasons, isSameList, (own, other) => {
    const all = [...new Set([...own, ...other])];
    return all.length <= MAX_REASONS ? all : own;
  });
  const outcome = three(base.outcome, mine.outcome, theirs.outcome, Object.is, (own) => own);
  putAside(asides, OUTCOME, [base, mine, theirs], outcome ?? "", ({ outcome: one }) => one ?? "");
  putAside(asides, REASONS, [base, mine, theirs], inOrder(reasons), (one) => inOrder(one.reasons));
  return {
    fields,
    asides,
    risk_level: graver(base.risk_level, mine.risk_level, theirs.risk_level),
    reasons,
    outcome,
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

/** Keeps what the other device chose beside one's own choice, unless it is in it, until the author has decided. */
function putAside(
  asides: Record<string, string>,
  id: string,
  [base, mine, theirs]: readonly [NoteContent, NoteContent, NoteContent],
  standing: string,
  chosen: (content: NoteContent) => string,
): void {
  const [was, own, other] = [chosen(base), chosen(mine), chosen(theirs)];
  const isBoth = own !== other && own !== was && other !== was && standing === own;
  const before = three(base.asides[id] ?? "", mine.asides[id] ?? "", theirs.asides[id] ?? "", Object.is, (one) => one);
  const aside = isBoth && other !== "" ? other : before;
  if (aside !== "" && aside !== standing) asides[id] = aside;
}

/** Reasons as one text, whatever the order in which they were chosen. */
function inOrder(reasons: readonly string[]): string {
  return [...reasons].sort().join(" ");
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
