/** What the log of a consultation needs to know of a message. */
export interface Numbered {
  readonly sequence: number;
}

/** The messages known here, in order: a window of the server's log, which ends with the newest and begins anywhere. */
export interface Log<M extends Numbered> {
  readonly messages: readonly M[];
  /** What stands at the server up to this number is not kept here, and not missed. */
  readonly start: number;
  /** Every message after `start` up to this one is known. */
  readonly complete: number;
}

export function emptyLog<M extends Numbered>(): Log<M> {
  return { messages: [], start: 0, complete: 0 };
}

/** A log that knew nothing without a gap begins with the newest page. */
export function beginningWith<M extends Numbered>(log: Log<M>, page: readonly M[]): Log<M> {
  const first = page[0];
  if (log.complete > 0 || first === undefined) return withMessages(log, page);
  const start = first.sequence - 1;
  return withMessages({ ...log, start, complete: start }, page);
}

/** Takes in the page that stands just before the window. */
export function withEarlier<M extends Numbered>(log: Log<M>, page: readonly M[]): Log<M> {
  const fitting = page.filter(({ sequence }) => sequence <= log.start);
  const first = fitting[0];
  // Only a page that reaches the window without a gap: else the numbers between would be missed for good.
  if (first === undefined || fitting.length !== log.start - first.sequence + 1) return log;
  return { ...log, messages: [...fitting, ...log.messages], start: first.sequence - 1 };
}

/** The log of one to whom the messages up to `hidden` are not shown: they are not missing. */
export function startingAfter<M extends Numbered>(log: Log<M>, hidden: number): Log<M> {
  if (hidden <= log.complete) return log;
  return withMessages({ messages: [], start: hidden, complete: hidden }, log.messages);
}

/**
 * Takes messages in, in whatever order they came. One that is known already is left as it is: the log at the server never
 * changes a number's message. What stands before the window stays out of it.
 */
export function withMessages<M extends Numbered>(log: Log<M>, arrived: readonly M[]): Log<M> {
  const known = new Set(log.messages.map((message) => message.sequence));
  const fresh = arrived.filter(({ sequence }) => {
    if (sequence <= log.start || known.has(sequence)) return false;
    known.add(sequence);
    return true;
  });
  if (fresh.length === 0) return log;
  const messages = [...log.messages, ...fresh].sort((one, other) => one.sequence - other.sequence);
  let { complete } = log;
  while (known.has(complete + 1)) complete += 1;
  return { ...log, messages, complete };
}

/** Is something missing before the newest message known, or before `last`, the server's newest? */
export function hasGap(log: Log<Numbered>, last = 0): boolean {
  return Math.max(last, log.messages.at(-1)?.sequence ?? 0) > log.complete;
}
