/** What the log of a consultation needs to know of a message. */
export interface Numbered {
  readonly sequence: number;
}

/** The messages known here, in order, and the number up to which none is missing. */
export interface Log<M extends Numbered> {
  readonly messages: readonly M[];
  /** Every message from 1 to this one is known; 0 when the first is not. */
  readonly complete: number;
}

export function emptyLog<M extends Numbered>(): Log<M> {
  return { messages: [], complete: 0 };
}

/**
 * Takes messages in, in whatever order they came. One that is known already is left as it is: the log at the server never
 * changes a number's message.
 */
export function withMessages<M extends Numbered>(log: Log<M>, arrived: readonly M[]): Log<M> {
  const known = new Set(log.messages.map((message) => message.sequence));
  const fresh = arrived.filter((message) => {
    if (known.has(message.sequence)) return false;
    known.add(message.sequence);
    return true;
  });
  if (fresh.length === 0) return log;
  const messages = [...log.messages, ...fresh].sort((one, other) => one.sequence - other.sequence);
  let complete = log.complete;
  while (known.has(complete + 1)) complete += 1;
  return { messages, complete };
}

/** Is something missing before the newest message known, or before `last`, the server's newest? */
export function hasGap(log: Log<Numbered>, last = 0): boolean {
  return Math.max(last, log.messages.at(-1)?.sequence ?? 0) > log.complete;
}
