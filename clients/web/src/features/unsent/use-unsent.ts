import { useStore } from "@/features/consultation/use-store";
import { unsentHere } from "@/realtime/queue/known";
import type { QueueState } from "@/realtime/queue/queue";

/** Whether the signed-in person has something here that was not sent, other than in the consultation `except`. */
export function useHasUnsent(except?: string): boolean {
  return isAny(useStore(unsentHere), except);
}

/** The same after the device was asked: right after the page has come, nobody knows of it yet. */
export async function hasUnsent(accountId: string): Promise<boolean> {
  try {
    const { queueOf } = await import("@/realtime/queue/here");
    return isAny((await queueOf(accountId)).state.get());
  } catch {
    // This part of the client cannot be fetched now: nothing was opened, and what is known is all there is.
    return isAny(unsentHere.get());
  }
}

function isAny({ messages, drafts }: QueueState, except?: string): boolean {
  return (
    messages.some(({ appointment_id }) => appointment_id !== except) ||
    drafts.some(({ appointment_id, text }) => appointment_id !== except && text.trim() !== "")
  );
}
