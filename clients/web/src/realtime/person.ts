import { keys } from "@/api/keys";
import { refreshAtOnce, refreshSoon } from "@/api/refresh-soon";
import { session } from "@/auth/session";
import type { Hint } from "../generated/protocol";
import { dialTo } from "./dial";
import { PersonConnection } from "./person-connection";
import { queueOf } from "./queue/here";
import { Sender } from "./queue/sender";
import { tokensOf } from "./tokens";

const FLAGS = ["flags"] as const;

/** What is fetched again at a hint of each topic; the alerts themselves are fetched before all else. */
const QUERIES: Readonly<Record<Hint["topic"], readonly (readonly string[])[]>> = {
  notices: [keys.notices],
  appointments: [keys.appointments, keys.allSlots, keys.waitlist, keys.today],
  waiting: [["encounters"], keys.appointments, keys.today],
  encounter: [["encounters"], keys.appointments, keys.questionnaireTasks],
  flags: [keys.today],
  guests: [keys.allGuests, keys.visit, keys.supervisions],
  rota: [["rota"], keys.displaced],
  cosignings: [["cosignings"]],
};

/** Keeps the connection of the signed-in person, and sends what they had not sent, until the returned function is called. */
export function startPerson(accountId: string): () => void {
  const tokens = tokensOf(session);
  const connection = new PersonConnection({
    dial: dialTo("/person"),
    tokens,
    onHint: (hint) => {
      const topics = hint === null ? (Object.keys(QUERIES) as Hint["topic"][]) : [hint.topic];
      // Somebody may be in danger: an alert waits for nothing.
      if (topics.includes("flags")) refreshAtOnce(FLAGS);
      refreshSoon(...topics.flatMap((topic) => QUERIES[topic]));
    },
    // Signed out everywhere is meant for this device, too; after any other end the same person may come back.
    onSignedOut: (reason) => session.end(reason === "signed_out_everywhere" ? "signed_out" : "expired"),
  });
  connection.open();
  let sender: Sender | null = null;
  let isOver = false;
  void queueOf(accountId).then((queue) => {
    if (isOver) return;
    sender = new Sender({ queue, dial: (encounter) => dialTo("/consultation", { encounter }), tokens });
    sender.start();
  });
  return () => {
    isOver = true;
    sender?.stop();
    connection.close();
  };
}
