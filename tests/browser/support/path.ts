import { expect, type Page } from "@playwright/test";

/** How media leave this page: the pair of candidates in use, of its one open connection. */
export interface Path {
  /** Of this side's candidate and the other's: "relay", "host" and so on. */
  readonly types: readonly [string, string];
  /** How this side reaches its relay: "udp", "tcp" or "tls". */
  readonly relayProtocol: string | null;
  /** Changes with each ICE restart. */
  readonly fragment: string | null;
  readonly state: RTCPeerConnectionState | null;
  /** How many connections the page has made so far; the open one is the last of them. */
  readonly connections: number;
  /** The name under which the page will ask for a relay; it begins with the second of 1970 at which it expires. */
  readonly username: string;
}

export function pathOf(page: Page): Promise<Path> {
  return page.evaluate(async () => {
    const connection = window.hagukumiConnections.findLast(({ connectionState }) => connectionState !== "closed");
    const report = await connection?.getStats();
    const transport = [...(report?.values() ?? [])].find(({ type }) => type === "transport");
    const pair = report?.get(transport?.selectedCandidatePairId);
    const local = report?.get(pair?.localCandidateId);
    return {
      types: [local?.candidateType ?? "", report?.get(pair?.remoteCandidateId)?.candidateType ?? ""] as const,
      relayProtocol: local?.relayProtocol ?? null,
      fragment: /^a=ice-ufrag:(\S+)/m.exec(connection?.localDescription?.sdp ?? "")?.[1] ?? null,
      state: connection?.connectionState ?? null,
      connections: window.hagukumiConnections.length,
      username: connection?.getConfiguration().iceServers?.[0]?.username ?? "",
    };
  });
}

/** Waits until media leave by the relay, reached in this way. */
export async function expectRelayed(page: Page, relayProtocol: RelayProtocol): Promise<void> {
  await expect
    .poll(() => pathOf(page), { message: `media leave by the relay over ${relayProtocol}`, timeout: 30_000 })
    .toMatchObject({ types: ["relay", "relay"], relayProtocol, state: "connected" });
}

/** Keeps the states of the open connection from now on where `statesSince` finds them. */
export async function watchStates(page: Page): Promise<void> {
  await page.evaluate(() => {
    const connection = window.hagukumiConnections.at(-1);
    window.hagukumiStates = [];
    connection?.addEventListener("connectionstatechange", () => {
      window.hagukumiStates.push(connection.connectionState);
    });
  });
}

export function statesSince(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => window.hagukumiStates);
}

export type RelayProtocol = "udp" | "tcp" | "tls";

const CHOSEN = "hagukumi.test.relay";
const ADDRESSES: Readonly<Record<RelayProtocol, string>> = { udp: "^turn:.*udp$", tcp: "^turn:.*tcp$", tls: "^turns:" };

/** Lets the page see only the relays that are reached in this way, from its next load on. */
export async function useRelay(page: Page, protocol: RelayProtocol): Promise<void> {
  await page.evaluate(([key, value]) => localStorage.setItem(key, value), [CHOSEN, ADDRESSES[protocol]] as const);
}

/** Makes `useRelay` possible. Runs before the page's own scripts, after `rememberConnections`. */
export async function chooseRelays(page: Page): Promise<void> {
  await page.addInitScript((key) => {
    const chosen = (configuration?: RTCConfiguration): RTCConfiguration => ({
      ...configuration,
      iceServers: (configuration?.iceServers ?? []).map((server) => ({
        ...server,
        urls: [server.urls].flat().filter((url) => new RegExp(localStorage.getItem(key) ?? "").test(url)),
      })),
    });
    const set = RTCPeerConnection.prototype.setConfiguration;
    RTCPeerConnection.prototype.setConfiguration = function (configuration) {
      set.call(this, chosen(configuration));
    };
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(chosen(configuration));
      }
    };
  }, CHOSEN);
}

declare global {
  interface Window {
    hagukumiStates: RTCPeerConnectionState[];
  }
}
