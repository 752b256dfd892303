import type { Sample } from "./quality";

/** What an RTCPeerConnection has counted so far, in both ways. No addresses. Null where the browser does not tell. */
export interface Counters {
  readonly sent: number;
  /** Of the sent ones, as the other side reports it. */
  readonly lostOut: number | null;
  readonly received: number;
  readonly lostIn: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
  /** Milliseconds. */
  readonly jitter: number | null;
  readonly roundTrip: number | null;
  /** kbit/s */
  readonly available: number | null;
  readonly relayed: boolean | null;
  readonly transport: "udp" | "tcp" | "tls" | null;
}

interface Entry {
  readonly type: string;
  readonly id: string;
  readonly packetsSent?: number;
  readonly packetsReceived?: number;
  readonly packetsLost?: number;
  readonly bytesSent?: number;
  readonly bytesReceived?: number;
  /** Seconds. */
  readonly jitter?: number;
  readonly roundTripTime?: number;
  readonly currentRoundTripTime?: number;
  /** bit/s */
  readonly availableOutgoingBitrate?: number;
  readonly selectedCandidatePairId?: string;
  /** Firefox names the pair in use so. */
  readonly selected?: boolean;
  readonly localCandidateId?: string;
  readonly candidateType?: string;
  readonly protocol?: string;
  readonly relayProtocol?: string;
}

/** Reads the counters out of a report. */
export function countersOf(report: RTCStatsReport): Counters {
  const entries = [...(report.values() as Iterable<Entry>)];
  const of = (type: string) => entries.filter((entry) => entry.type === type);
  const sum = (
    list: readonly Entry[],
    field: "packetsSent" | "packetsReceived" | "packetsLost" | "bytesSent" | "bytesReceived",
  ) => list.reduce((total, entry) => total + (entry[field] ?? 0), 0);
  const worst = (values: readonly (number | undefined)[]) => {
    const known = values.filter((value) => value !== undefined);
    return known.length === 0 ? null : Math.max(...known);
  };
  const [outbound, inbound, told] = [of("outbound-rtp"), of("inbound-rtp"), of("remote-inbound-rtp")];
  const chosen = of("transport")[0]?.selectedCandidatePairId;
  const pair = of("candidate-pair").find((entry) => entry.id === chosen || entry.selected === true);
  const local = entries.find((entry) => entry.id === pair?.localCandidateId);
  const roundTrip = pair?.currentRoundTripTime ?? worst(told.map((entry) => entry.roundTripTime));
  const jitter = worst(inbound.map((entry) => entry.jitter));
  const available = pair?.availableOutgoingBitrate;
  return {
    sent: sum(outbound, "packetsSent"),
    lostOut: told.length === 0 ? null : sum(told, "packetsLost"),
    received: sum(inbound, "packetsReceived"),
    lostIn: sum(inbound, "packetsLost"),
    bytesOut: sum(outbound, "bytesSent"),
    bytesIn: sum(inbound, "bytesReceived"),
    jitter: jitter === null ? null : jitter * 1_000,
    roundTrip: roundTrip === null ? null : roundTrip * 1_000,
    available: available === undefined ? null : available / 1_000,
    relayed: local === undefined ? null : local.candidateType === "relay",
    transport: transportOf(local),
  };
}

function transportOf(local: Entry | undefined): Counters["transport"] {
  const word = (local?.relayProtocol ?? local?.protocol)?.toLowerCase();
  return word === "udp" || word === "tcp" || word === "tls" ? word : null;
}

/** Whether both readings are of one connection. */
export function goesOn(before: Counters, now: Counters): boolean {
  return now.sent >= before.sent && now.received >= before.received;
}

/** What happened between two readings of one connection; null when they are not of the same one. `lossOut`: as reported. */
export function sampleOf(before: Counters, now: Counters, lossOut: number | null): Sample | null {
  if (!goesOn(before, now)) return null;
  const received = now.received - before.received;
  const lostIn = Math.max(0, now.lostIn - before.lostIn);
  return {
    lossOut,
    lossIn: received + lostIn === 0 ? null : lostIn / (received + lostIn),
    roundTrip: now.roundTrip,
    available: now.available,
  };
}

/** The worst of several peers' samples, field by field. */
export function worstOf(samples: readonly Sample[]): Sample {
  const pick = (field: keyof Sample, of: (...values: number[]) => number) => {
    const known = samples.map((sample) => sample[field]).filter((value) => value !== null);
    return known.length === 0 ? null : of(...known);
  };
  return {
    lossOut: pick("lossOut", Math.max),
    lossIn: pick("lossIn", Math.max),
    roundTrip: pick("roundTrip", Math.max),
    available: pick("available", Math.min),
  };
}
