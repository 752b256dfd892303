import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { api } from "@/api/client";
import { type ApiError, asApiError } from "@/api/errors";
import { useDraft } from "@/app/draft";
import type { Faults } from "./faults";

interface Edited<Stored, Form, Sent> {
  /** Under which name the edits are kept in this tab until they are saved or given up. */
  draft: string;
  queryKey: readonly unknown[];
  path: string;
  /** The server's code for a revision that is not the newest any more. */
  overtaken: string;
  formOf: (stored: Stored) => Form;
  sentOf: (form: Form, revision: number) => Sent;
  bodyOf: (sent: Sent) => unknown;
  missingIn: (form: Form) => Faults;
  faultsOf: (failure: ApiError, form: Form, sent: Sent) => Faults;
  /** The first words of the query keys of what changes with it. */
  touches: readonly (readonly unknown[])[];
}

interface Kept<Form> {
  form: Form | null;
  revision: number;
}

const NONE: Faults = new Map();

class Incomplete extends Error {}

/** Something that is saved as a whole under its revision: as the server has it, with edits that are not saved yet. */
export function useEdited<Stored extends { revision: number }, Form extends object, Sent>(
  of: Edited<Stored, Form, Sent>,
) {
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: of.queryKey,
    queryFn: ({ signal }) => api.get<Stored>(of.path, {}, signal),
  });
  const { draft, change } = useDraft<Kept<Form>>(of.draft, { form: null, revision: 0 });
  const shown = useRef<{ stored: Stored; form: Form } | null>(null);
  // The rows of the form have keys of their own, which must stay while the same answer is shown.
  if (query.data && shown.current?.stored !== query.data) {
    shown.current = { stored: query.data, form: of.formOf(query.data) };
  }
  const value = draft.form ?? shown.current?.form;
  const revision = draft.form ? draft.revision : (query.data?.revision ?? 0);
  const latest = useRef(draft.form);
  latest.current = draft.form;
  const save = useMutation({
    /** Without a revision to save onto, it is the newest, whatever that holds. */
    mutationFn: async ({ form, onto }: { form: Form; onto: number | null }) => {
      if (of.missingIn(form).size > 0) throw new Incomplete();
      const known = onto ?? (await api.get<Stored>(of.path)).revision;
      return api.put<Stored>(of.path, of.bodyOf(of.sentOf(form, known)));
    },
    onSuccess: async (saved, { form }) => {
      queries.setQueryData(of.queryKey, saved);
      // What was typed while it was being saved is not saved yet.
      change({ form: latest.current === form ? null : latest.current, revision: saved.revision });
      await Promise.all(of.touches.map((queryKey) => queries.invalidateQueries({ queryKey })));
    },
  });
  const isIncomplete = save.error instanceof Incomplete;
  const failure = save.isError && !isIncomplete ? asApiError(save.error) : null;
  const refused = save.isError ? save.variables : null;
  let faults = NONE;
  if (refused && isIncomplete) faults = of.missingIn(refused.form);
  else if (refused && failure) faults = of.faultsOf(failure, refused.form, of.sentOf(refused.form, 0));
  const isChanged = draft.form !== null;
  const isOvertaken =
    failure?.code === of.overtaken || (isChanged && query.data !== undefined && query.data.revision !== revision);
  useWarning(isChanged);
  return {
    query: { data: value, error: query.error, isPending: query.isPending, refetch: query.refetch },
    isChanged,
    isOvertaken,
    isIncomplete,
    isSaving: save.isPending,
    isSaved: save.isSuccess && !isChanged,
    failure: failure?.code === of.overtaken ? null : failure,
    faults,
    edit: (next: Form) => {
      change({ form: next, revision });
      if (save.isError) save.reset();
    },
    save: () => {
      if (value) save.mutate({ form: value, onto: revision });
    },
    /** Gives the edits up and shows the newest. */
    discard: () => {
      change({ form: null });
      save.reset();
      void query.refetch();
    },
    /** Puts the edits over what somebody else has saved meanwhile. */
    saveOver: () => {
      if (value) save.mutate({ form: value, onto: null });
    },
  };
}

/** The browser asks before the tab is closed over edits. */
function useWarning(isChanged: boolean): void {
  useEffect(() => {
    if (!isChanged) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isChanged]);
}
