import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { asApiError } from "@/api/errors";
import { keys } from "@/api/keys";
import type { Supervised, SupervisedList } from "@/api/types";
import { errorText } from "@/i18n/error-text";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Stack } from "@/ui/Card";
import { Notice } from "@/ui/Notice";
import { SelectField } from "@/ui/SelectField";

const OVERTAKEN = "people.supervisor_changed";

interface SupervisorChoiceProps {
  one: Supervised;
  psychiatrists: SupervisedList["psychiatrists"];
}

/** Chooses a counsellor's supervising psychiatrist. Nothing changes before it is saved. */
export function SupervisorChoice({ one, psychiatrists }: SupervisorChoiceProps) {
  const { t } = useTranslation("supervision");
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<string | null>(null);
  const current = one.supervisor;
  const value = chosen ?? current?.id ?? "";
  const isChanged = value !== (current?.id ?? "");
  const save = useMutation({
    mutationFn: () =>
      api.put<Supervised>(`/practitioners/${one.practitioner_id}/supervisor`, {
        supervisor_id: value === "" ? null : value,
        version: one.version,
      }),
    onSuccess: () => announce(t("saved", { name: one.display_name })),
    onSettled: async (_saved, error) => {
      await Promise.all([keys.supervised, keys.today].map((queryKey) => queries.invalidateQueries({ queryKey })));
      // What could not be sent stays chosen; over what somebody else chose meanwhile one decides anew.
      if (error === null || asApiError(error).code === OVERTAKEN) setChosen(null);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const blocked = current !== null && !current.active ? [current] : [];
  return (
    <form onSubmit={submit} noValidate aria-label={t("form", { name: one.display_name })}>
      <Stack gap={3}>
        <SelectField
          label={t("supervisor")}
          value={value}
          onChange={(next) => {
            setChosen(next);
            save.reset();
          }}
          options={[
            { value: "", label: t("none") },
            ...psychiatrists.map((each) => ({ value: each.id, label: each.display_name })),
            ...blocked.map((each) => ({ value: each.id, label: t("blockedOption", { name: each.display_name }) })),
          ]}
        />
        {current?.active ? null : (
          <Notice tone="care" title={t(current === null ? "missing" : "blocked")}>
            <p>{t("open")}</p>
          </Notice>
        )}
        {save.isError ? (
          <Notice tone="care" live>
            <p>{errorText(save.error)}</p>
          </Notice>
        ) : null}
        {isChanged ? (
          <div>
            <Button type="submit" isPending={save.isPending}>
              {t("save")}
            </Button>
          </div>
        ) : null}
      </Stack>
    </form>
  );
}
