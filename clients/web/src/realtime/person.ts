import { keys } from "@/api/keys";
import { queryClient } from "@/api/query-client";
import { session } from "@/auth/session";
import type { Hint } from "../generated/protocol";
import { dialTo } from "./dial";
import { PersonConnection } from "./person-connection";
import { tokensOf } from "./tokens";

/** What is fetched again at a hint of each topic. */
const QUERIES: Readonly<Record<Hint["topic"], readonly (readonly string[])[]>> = {
  notices: [keys.notices],
  appointments: [keys.appointments, keys.allSlots, keys.waitlist, keys.today],
  waiting: [["encounters"], keys.appointments, keys.today],
  encounter: [["encounters"], keys.appointments, keys.questionnaireTasks],
  flags: [["flags"], keys.today],
  rota: [["rota"], keys.displaced],
};

/** Keeps the connection of the signed-in person until the returned function is called. */
export function startPerson(): () => void {
  const connection = new PersonConnection({
    dial: dialTo("/person"),
    tokens: tokensOf(session),
    onHint: (hint) => {
      const topics = hint === null ? (Object.keys(QUERIES) as Hint["topic"][]) : [hint.topic];
      for (const queryKey of topics.flatMap((topic) => QUERIES[topic]))
        void queryClient.invalidateQueries({ queryKey });
    },
    onSignedOut: () => session.end(),
  });
  connection.open();
  return () => connection.close();
}
