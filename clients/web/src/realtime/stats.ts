import type { Call } from "./call";
import type { CallQuality } from "./call-quality";
import type { Rung } from "./quality";

/** What came in from one other side so far. */
export interface Received {
  readonly accountId: string;
  readonly framesDecoded: number;
  readonly audioBytes: number;
  readonly videoBytes: number;
  readonly connection: string;
  /** The pair of candidates in use goes through a relay. */
  readonly relayed: boolean;
}

interface Entry {
  readonly type: string;
  readonly id: string;
  readonly kind?: string;
  readonly bytesReceived?: number;
  readonly framesDecoded?: number;
  readonly selectedCandidatePairId?: string;
  readonly localCandidateId?: string;
  readonly candidateType?: string;
  readonly dtlsState?: string;
}

/** Reads the reports of a call into the few numbers that show whether it works. No addresses. */
export async function receivedIn(call: Call): Promise<readonly Received[]> {
  const all = await call.stats();
  return all.map(({ accountId, report }) => read(accountId, report));
}

function read(accountId: string, report: RTCStatsReport): Received {
  const entries = [...(report.values() as Iterable<Entry>)];
  const inbound = entries.filter((entry) => entry.type === "inbound-rtp");
  const sum = (kind: string, field: "bytesReceived" | "framesDecoded"): number =>
    inbound.filter((entry) => entry.kind === kind).reduce((total, entry) => total + (entry[field] ?? 0), 0);
  const transport = entries.find((entry) => entry.type === "transport");
  const pair = entries.find((entry) => entry.id === transport?.selectedCandidatePairId);
  const local = entries.find((entry) => entry.id === pair?.localCandidateId);
  return {
    accountId,
    framesDecoded: sum("video", "framesDecoded"),
    audioBytes: sum("audio", "bytesReceived"),
    videoBytes: sum("video", "bytesReceived"),
    connection: transport?.dtlsState ?? "new",
    relayed: local?.candidateType === "relay",
  };
}

declare global {
  interface Window {
    /** For tests and for a call with the support: only with the flag below. */
    __hagukumi?: { readonly stats: () => Promise<readonly Received[]>; readonly rung: () => Rung };
  }
}

const FLAG = "hagukumi.debug";

/** Shows a call's numbers to a test, if this browser's storage has the flag; returns what takes them away. */
export function showStats({ call, quality }: { readonly call: Call; readonly quality: CallQuality }): () => void {
  let wanted = false;
  try {
    wanted = localStorage.getItem(FLAG) !== null;
  } catch {
    // No storage, no flag.
  }
  if (!wanted) return () => undefined;
  const shown = { stats: () => receivedIn(call), rung: () => quality.state.get().rung };
  window.__hagukumi = shown;
  return () => {
    if (window.__hagukumi === shown) delete window.__hagukumi;
  };
}
