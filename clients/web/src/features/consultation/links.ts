/** A part of a text; with `href` it is the address of a page. */
export interface Piece {
  readonly text: string;
  readonly href: string | null;
}

// What an address may hold (RFC 3986) is ASCII: Japanese text, and its brackets and stops, end it without a space.
const ADDRESS = /https?:\/\/[\w\-.~:/?#[\]@!$&'()*+,;=%]+/gi;
const STOPS = /[.,:;!?'*]$/;

/** Parts a text into plain pieces and addresses; put together they are the text again. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const address = withoutStops(found);
    const href = hrefOf(address);
    if (href === null) continue;
    if (index > done) pieces.push({ text: text.slice(done, index), href: null });
    pieces.push({ text: address, href });
    done = index + address.length;
  }
  if (done < text.length) pieces.push({ text: text.slice(done), href: null });
  return pieces;
}

/** The stop of a sentence, and the bracket around an address, are not part of it. */
function withoutStops(address: string): string {
  let rest = address;
  for (;;) {
    if (STOPS.test(rest) || isUnopened(rest, "(", ")") || isUnopened(rest, "[", "]")) rest = rest.slice(0, -1);
    else return rest;
  }
}

function isUnopened(address: string, open: string, close: string): boolean {
  return address.endsWith(close) && address.split(close).length > address.split(open).length;
}

function hrefOf(address: string): string | null {
  try {
    const { href, username, password, hostname } = new URL(address);
    // An address that looks like another's by what stands before an @ stays plain text.
    return hostname === "" || username !== "" || password !== "" ? null : href;
  } catch {
    return null;
  }
}
