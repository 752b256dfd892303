import { useCallback, useEffect, useRef, useState } from "react";
import { api } from "@/api/client";
import { type ApiError, asApiError } from "@/api/errors";
import type { Hold, HoldRequest } from "@/api/types";
import { useNow } from "@/time/use-now";
import type { Draft } from "./flow";

export interface HeldTime {
  hold: Hold | null;
  /** Whole seconds until the time is given back; null while nothing is kept. */
  secondsLeft: number | null;
  /** The server is asked and has not answered yet. */
  isAsking: boolean;
  /** Why it could not be kept: another was faster, or the person has something else then. */
  error: ApiError | null;
  /** Keeps the time once more. */
  again: () => void;
  /** The appointment took the hold's place: there is nothing to give back any more. */
  used: () => void;
}

/**
 * Keeps the chosen time for the person while this screen is seen, and gives it back when it is left. While something
 * of the form must come first (`isReady` false), nothing is kept.
 */
export function useHold(draft: Draft, isReady: boolean): HeldTime {
  const { serviceId, startsAt, practitionerId, modality, wishes } = draft;
  const [hold, setHold] = useState<Hold | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [turn, setTurn] = useState(0);
  const isUsed = useRef(false);
  const now = useNow(1000);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a turn asks again for the same time.
  useEffect(() => {
    if (!isReady || !serviceId || !startsAt || !modality) return;
    let isLeft = false;
    let kept: string | null = null;
    const giveBack = (id: string) => {
      if (!isUsed.current) void api.delete(`/holds/${id}`).catch(() => undefined);
    };
    setHold(null);
    setError(null);
    const wanted = { service_id: serviceId, starts_at: startsAt, practitioner_id: practitionerId, modality, wishes };
    api
      .post<Hold>("/holds", wanted satisfies HoldRequest)
      .then((made) => {
        if (isLeft) return giveBack(made.id);
        kept = made.id;
        setHold(made);
      })
      .catch((failure) => {
        if (!isLeft) setError(asApiError(failure));
      });
    return () => {
      isLeft = true;
      if (kept) giveBack(kept);
    };
  }, [isReady, serviceId, startsAt, practitionerId, modality, wishes, turn]);

  return {
    hold,
    secondsLeft: hold ? secondsUntil(hold.expires_at, now) : null,
    isAsking: isReady && hold === null && error === null,
    error,
    again: useCallback(() => setTurn((before) => before + 1), []),
    used: useCallback(() => {
      isUsed.current = true;
    }, []),
  };
}

export function secondsUntil(instant: string, now: number): number {
  return Math.max(0, Math.ceil((Date.parse(instant) - now) / 1000));
}

/** "4:05" */
export function clockOf(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
