import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { DeviceCheck, DeviceCheckInput } from "@/api/types";
import { session } from "@/auth/session";
import type { MediaKind } from "@/realtime/call";
import { dialTo } from "@/realtime/dial";
import { EchoTest } from "@/realtime/echo";
import type { LocalMedia } from "@/realtime/local-media";
import { tokensOf } from "@/realtime/tokens";
import { verdictOf } from "../consultation/readiness";
import { useLevel } from "../consultation/use-level";
import { useStore } from "../consultation/use-store";
import { thisBrowser } from "./browser-kind";
import { findingsOf } from "./findings";

/**
 * The device check of an appointment with these media: it opens what is wished for, tells the one verdict, and stores what
 * was found with the appointment.
 */
export function useCheck(media: LocalMedia, wish: MediaKind, appointmentId: string | null) {
  const state = useStore(media.state);
  const level = useLevel(state.tracks.audio);
  const [echo] = useState(() => new EchoTest({ dial: dialTo("/person"), tokens: tokensOf(session) }));
  const echoState = useStore(echo.state);
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt opens again
  useEffect(() => {
    void media.open(wish);
  }, [media, wish, attempt]);
  useEffect(() => () => echo.stop(), [echo]);

  const isHeard = level?.heard === true;
  // A guest's devices are not the family's: nothing of them is stored.
  const findings = appointmentId === null ? null : findingsOf(state, isHeard, echoState, wish, thisBrowser());
  const stored = useStored(appointmentId ?? "", findings);
  return {
    state,
    level,
    echo,
    echoState,
    verdict: verdictOf(state, level, wish, echoState),
    stored,
    tryAgain: () => setAttempt((before) => before + 1),
  };
}

/** Stores each new finding. The check goes on whether or not it is stored; the page may say so. */
function useStored(appointmentId: string, found: DeviceCheckInput | null) {
  const client = useQueryClient();
  const { mutate, isSuccess, isError } = useMutation({
    mutationFn: (body: DeviceCheckInput) => api.put<DeviceCheck>(`/appointments/${appointmentId}/device-check`, body),
    onSuccess: (check) => client.setQueryData(keys.deviceCheck(appointmentId), { check, telephone: null }),
    retry: 2,
  });
  const last = useRef("");
  const text = found === null ? "" : JSON.stringify(found);
  useEffect(() => {
    if (text === "" || text === last.current) return;
    last.current = text;
    mutate(JSON.parse(text) as DeviceCheckInput);
  }, [text, mutate]);
  return { isSuccess, isError };
}
