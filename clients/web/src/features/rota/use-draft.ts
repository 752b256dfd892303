import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useReducer } from "react";
import { api } from "@/api/client";
import { type ApiError, asApiError } from "@/api/errors";
import { type Cells, cellsOf, merged, realChanges, withChanges } from "./cells";
import { did, type History, NOTHING_DONE, redo, undo } from "./history";
import { rotaKeys } from "./queries";
import type { CellChange, Finding, Month } from "./types";

export interface DraftState {
  revision: number;
  cells: Cells;
  findings: readonly Finding[];
  history: History;
  /** Edits that the server does not have yet. */
  unsent: readonly CellChange[];
  /** Those of them that are on their way. */
  sending: readonly CellChange[];
  failure: ApiError | null;
  /** Somebody else changed the draft meanwhile, and edits of ours were given up for it. */
  overtaken: boolean;
}

type Action =
  | { do: "take" | "drop"; month: Month }
  | { do: "edit"; changes: readonly CellChange[] }
  | { do: "undo" | "redo" | "send" | "retry" | "noted" }
  | { do: "sent"; revision: number; findings: readonly Finding[] }
  | { do: "failed"; failure: ApiError };

/** The draft as the server has it. */
export function fresh(month: Month): DraftState {
  return {
    revision: month.revision,
    cells: cellsOf(month.cells),
    findings: month.findings,
    history: NOTHING_DONE,
    unsent: [],
    sending: [],
    failure: null,
    overtaken: false,
  };
}

function turned(state: DraftState, turn: ReturnType<typeof undo>): DraftState {
  if (!turn) return state;
  return {
    ...state,
    history: turn.history,
    cells: withChanges(state.cells, turn.changes),
    unsent: merged([...state.unsent, ...turn.changes]),
  };
}

/** The draft after an event. What was edited stays on the screen until the server has it or has refused it. */
export function reduce(state: DraftState, action: Action): DraftState {
  switch (action.do) {
    case "take": {
      // An answer that was asked for before our last edit was saved.
      if (action.month.revision < state.revision) return state;
      const waiting = state.unsent.length > 0 || state.sending.length > 0;
      if (waiting && state.failure?.code !== "rota.changed_meanwhile") return state;
      if (action.month.revision === state.revision && !state.failure)
        return { ...state, findings: action.month.findings };
      return { ...fresh(action.month), overtaken: waiting || state.overtaken };
    }
    case "drop":
      return fresh(action.month);
    case "edit": {
      const changes = realChanges(state.cells, action.changes);
      if (changes.length === 0) return state;
      return {
        ...state,
        history: did(state.history, state.cells, changes),
        cells: withChanges(state.cells, changes),
        unsent: merged([...state.unsent, ...changes]),
        overtaken: false,
      };
    }
    case "undo":
      return turned(state, undo(state.history));
    case "redo":
      return turned(state, redo(state.history));
    case "send":
      return { ...state, sending: state.unsent, unsent: [] };
    case "sent":
      return { ...state, sending: [], revision: action.revision, findings: action.findings, failure: null };
    case "failed":
      return { ...state, sending: [], unsent: merged([...state.sending, ...state.unsent]), failure: action.failure };
    case "retry":
      return { ...state, failure: null };
    case "noted":
      return { ...state, overtaken: false };
  }
}

/** The draft of a month as it is edited: shown at once, saved in the background one revision after another. */
export function useDraft(month: Month) {
  const queries = useQueryClient();
  const [state, dispatch] = useReducer(reduce, month, fresh);
  const { unsent, sending, failure, revision } = state;

  useEffect(() => dispatch({ do: "take", month }), [month]);

  const isReady = unsent.length > 0 && sending.length === 0 && failure === null;
  useEffect(() => {
    if (!isReady) return;
    dispatch({ do: "send" });
    api
      .put<{ revision: number; findings: Finding[] }>(`/rota/months/${month.month}/cells`, {
        revision,
        changes: unsent,
      })
      .then((saved) => {
        dispatch({ do: "sent", revision: saved.revision, findings: saved.findings });
        void queries.invalidateQueries({ queryKey: rotaKeys.month(month.month) });
      })
      .catch((error: unknown) => {
        dispatch({ do: "failed", failure: asApiError(error) });
        void queries.invalidateQueries({ queryKey: rotaKeys.month(month.month) });
      });
  }, [isReady, month.month, queries, revision, unsent]);

  return {
    ...state,
    isSaving: sending.length > 0 || (unsent.length > 0 && failure === null),
    edit: useCallback((changes: readonly CellChange[]) => dispatch({ do: "edit", changes }), []),
    undo: useCallback(() => dispatch({ do: "undo" }), []),
    redo: useCallback(() => dispatch({ do: "redo" }), []),
    retry: useCallback(() => dispatch({ do: "retry" }), []),
    /** Gives up what the server refused. */
    drop: useCallback(() => dispatch({ do: "drop", month }), [month]),
    noted: useCallback(() => dispatch({ do: "noted" }), []),
  };
}

export type Draft = ReturnType<typeof useDraft>;
