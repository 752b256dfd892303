/** A stretch of text that stayed, was taken out, or was put in. */
export interface Stretch {
  kind: "same" | "out" | "in";
  text: string;
}

/** Beyond this many steps (pairs of words) the middle is shown as replaced as a whole. */
const MAX_PAIRS = 400_000;

/** What an amendment changed in a text: word by word, in Japanese character by character. */
export function difference(before: string, after: string): readonly Stretch[] {
  const [old, now] = [parts(before), parts(after)];
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  const middle = between(old.slice(start, old.length - end), now.slice(start, now.length - end));
  return joined([
    { kind: "same", text: old.slice(0, start).join("") },
    ...middle,
    { kind: "same", text: old.slice(old.length - end).join("") },
  ]);
}

function parts(text: string): string[] {
  return text.match(/[\p{Script=Latin}\p{N}]+|\s+|./gsu) ?? [];
}

/** The longest common subsequence of the two middles, read back as stretches. */
function between(old: string[], now: string[]): Stretch[] {
  if (old.length * now.length > MAX_PAIRS) {
    return [
      { kind: "out", text: old.join("") },
      { kind: "in", text: now.join("") },
    ];
  }
  const width = now.length + 1;
  const lengths = new Uint32Array((old.length + 1) * width);
  const at = (row: number, column: number) => lengths[row * width + column] as number;
  for (let row = old.length - 1; row >= 0; row -= 1) {
    for (let column = now.length - 1; column >= 0; column -= 1) {
      lengths[row * width + column] =
        old[row] === now[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const found: Stretch[] = [];
  let [row, column] = [0, 0];
  while (row < old.length || column < now.length) {
    if (row < old.length && column < now.length && old[row] === now[column]) {
      found.push({ kind: "same", text: old[row] as string });
      row += 1;
      column += 1;
    } else if (column === now.length || (row < old.length && at(row + 1, column) >= at(row, column + 1))) {
      found.push({ kind: "out", text: old[row] as string });
      row += 1;
    } else {
      found.push({ kind: "in", text: now[column] as string });
      column += 1;
    }
  }
  return found;
}

function joined(stretches: readonly Stretch[]): Stretch[] {
  const found: Stretch[] = [];
  for (const { kind, text } of stretches) {
    const last = found.at(-1);
    if (text === "") continue;
    if (last?.kind === kind) last.text += text;
    else found.push({ kind, text });
  }
  return found;
}
