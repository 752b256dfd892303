/** Refusals that pass by themselves: the same request may succeed a little later. */
const PASSING: ReadonlySet<string> = new Set([
  "chat.unavailable",
  "server.database_unavailable",
  "server.draining",
  "socket.not_joined",
  "socket.too_many",
  "socket.too_many_connections",
]);

export function passes(code: string): boolean {
  return PASSING.has(code);
}

/** A connect or a join that fails so is tried again: a fault of the server is no reason to leave a person outside. */
export function opensLater(code: string): boolean {
  return passes(code) || code === "server.error";
}
