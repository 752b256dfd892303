import type { Aid } from "./types";

/** The aids that speak up at a text, as the server reads their patterns (clinic/records/wording). */
export function found(text: string, aids: readonly Aid[]): readonly Aid[] {
  if (text === "") return [];
  const plain = text.normalize("NFKC").toLowerCase();
  return aids.filter(({ pattern }) => compiled(pattern)?.test(plain));
}

const known = new Map<string, RegExp | null>();

function compiled(pattern: string): RegExp | null {
  let regexp = known.get(pattern);
  if (regexp === undefined) {
    try {
      regexp = new RegExp(pattern.toLowerCase(), "u");
    } catch {
      // An operator's list with a fault: the others still help.
      regexp = null;
    }
    known.set(pattern, regexp);
  }
  return regexp;
}
