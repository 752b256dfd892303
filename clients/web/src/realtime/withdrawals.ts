import type { MessageOut } from "../generated/protocol";

/** Takes text and file from every message that an entry among `messages` withdraws; the same list where nothing changes. */
export function withoutWithdrawn(messages: readonly MessageOut[]): readonly MessageOut[] {
  const withdrawn = new Set(messages.map(({ withdraws }) => withdraws));
  const isStale = ({ sequence, withdrawn: isKnown }: MessageOut) => !isKnown && withdrawn.has(sequence);
  if (!messages.some(isStale)) return messages;
  return messages.map((message) =>
    isStale(message) ? { ...message, body: "", file: null, withdrawn: true } : message,
  );
}
