import { useEffect } from "react";
import { keepAwake } from "@/realtime/screen-awake";

/** Keeps the screen on while a call runs. */
export function useScreenAwake(inCall: boolean): void {
  useEffect(() => (inCall ? keepAwake() : undefined), [inCall]);
}
