import type { EncounterOut } from "../../generated/protocol";

/** A video consultation of a parent and a midwife, in this state. */
export function encounterIn(state: EncounterOut["state"], revision = 1): EncounterOut {
  return { id: "e1", state, revision, appointment: { id: "a1", modality: "video" } } as EncounterOut;
}

/** The answer to a join of the first message-less hour. */
export function snapshotOf(state: EncounterOut["state"], account: "parent" | "midwife", revision = 1) {
  return {
    ok: true,
    encounter: encounterIn(state, revision),
    me: { connection_id: `${account}-1`, account_id: account, precedence: account === "midwife" ? "1:m" : "0:p" },
    participants: [],
    messages: [],
    last_sequence: 0,
    hidden_until: 0,
    receipts: [],
    ice_servers: [],
    ice_transport_policy: "all",
    ice_seconds: null,
    call: { peers: [], awaiting: [] },
  };
}
