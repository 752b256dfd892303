import { useSyncExternalStore } from "react";
import type { Me } from "@/api/types";
import { type SessionState, session } from "./session";

export function useSession(): SessionState {
  return useSyncExternalStore(session.subscribe, session.state);
}

/** The signed-in person; only for screens behind a guard. */
export function useMe(): Me {
  const state = useSession();
  if (state.status !== "signed_in") throw new Error("This screen needs someone signed in");
  return state.me;
}
