import { io } from "socket.io-client";
import type { Dial } from "./connection";

/**
 * Sockets of the server that the page came from: one of their own for each connection, WebSocket only, since long polling
 * would need sticky sessions. The query stands in the connect URL, so that a proxy can hash on it.
 */
export function dialTo(namespace: "/person" | "/consultation", query: Readonly<Record<string, string>> = {}): Dial {
  return (auth) =>
    io(namespace, {
      query: { ...query },
      auth: (give: (data: object) => void) => auth(give),
      transports: ["websocket"],
      forceNew: true,
      autoConnect: false,
      // Connection has the one way back; see there.
      reconnection: false,
      timeout: 8_000,
    });
}
