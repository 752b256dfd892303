import { useStore } from "@/features/consultation/use-store";
import { unsentHere } from "@/realtime/queue/known";

/** Whether the signed-in person has something here that was not sent, other than in the consultation `except`. */
export function useHasUnsent(except?: string): boolean {
  const { messages, drafts } = useStore(unsentHere);
  return (
    messages.some(({ appointment_id }) => appointment_id !== except) ||
    drafts.some(({ appointment_id, text }) => appointment_id !== except && text.trim() !== "")
  );
}
