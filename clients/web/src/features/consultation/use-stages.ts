import { useMemo } from "react";
import { useMe } from "@/auth/hooks";
import { CLINICIANS } from "@/auth/roles";
import type { MessageOut } from "@/generated/protocol";
import type { Consultation } from "@/realtime/consultation";
import { otherSide, type Stage, stageOf } from "@/realtime/receipts";
import { useStore } from "./use-store";

/** What became of the own messages, by number: of those on the same stage the newest says it for all before it. */
export function useStages(consultation: Consultation, messages: readonly MessageOut[]): ReadonlyMap<number, Stage> {
  const { account_id: account } = useMe();
  const { participants } = useStore(consultation.state);
  const receipts = useStore(consultation.chat.receipts.state);
  return useMemo(() => {
    const others = otherSide(participants, account, (role) => CLINICIANS.includes(role));
    const stages = new Map<number, Stage>();
    let below: Stage | null = null;
    for (const { author, sequence, withdrawn } of [...messages].reverse()) {
      if (author.account_id !== account || withdrawn) continue;
      const stage = stageOf(sequence, receipts, others);
      if (stage !== below) stages.set(sequence, stage);
      below = stage;
      // Before a message that was read nothing is on a lower stage.
      if (stage === "read") break;
    }
    return stages;
  }, [messages, participants, receipts, account]);
}
