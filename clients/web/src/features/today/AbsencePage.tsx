import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearch } from "wouter";
import { api } from "@/api/client";
import { asApiError } from "@/api/errors";
import { keys } from "@/api/keys";
import type { AbsenceInput, PractitionerRow, RepairPlan } from "@/api/types";
import { errorText } from "@/i18n/error-text";
import { serverNow } from "@/time/clock";
import { isoDate } from "@/time/format";
import { announce } from "@/ui/announce";
import { Button, ButtonLink } from "@/ui/Button";
import { Actions, Card, Stack } from "@/ui/Card";
import { TextField } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";
import { SelectField } from "@/ui/SelectField";
import { Answer } from "@/ui/States";
import { absenceOf } from "./address";
import { TouchedList } from "./TouchedList";

/** An absence in three steps: who is away, what would become of their appointments, done. */
export default function AbsencePage() {
  const { t } = useTranslation("today");
  const staff = useQuery({
    queryKey: keys.practitioners,
    queryFn: ({ signal }) => api.get<{ practitioners: PractitionerRow[] }>("/practitioners", {}, signal),
  });
  return (
    <Page title={t("record")} back="/today" backLabel={t("title")} width="wide">
      <Answer of={staff}>{({ practitioners }) => <Steps practitioners={practitioners} />}</Answer>
    </Page>
  );
}

function Steps({ practitioners }: { practitioners: readonly PractitionerRow[] }) {
  const { t } = useTranslation("today");
  const queries = useQueryClient();
  const search = useSearch();
  const today = isoDate(serverNow());
  const [absence, setAbsence] = useState<AbsenceInput>(() => absenceOf(search, today));
  const plan = useMutation({ mutationFn: () => api.post<RepairPlan>("/absence-repairs/plan", absence) });
  const apply = useMutation({
    mutationFn: (fingerprint: string) => api.post<RepairPlan>("/absence-repairs/apply", { ...absence, fingerprint }),
    onSuccess: async () => {
      announce(t("done"));
      await queries.invalidateQueries({ queryKey: keys.openAbsences });
    },
    // What is shown rests on what is no longer so: the new plan comes by itself, and is looked at before it is done.
    onError: (error) => {
      if (asApiError(error).code === "booking.repair_stale") plan.mutate();
    },
  });
  const change = (part: Partial<AbsenceInput>) => {
    setAbsence((before) => ({ ...before, ...part }));
    plan.reset();
    apply.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    apply.reset();
    if (absence.practitioner_id) plan.mutate();
  };
  if (apply.isSuccess) return <Done plan={apply.data} />;
  return (
    <Stack gap={5}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <SelectField
            label={t("who")}
            value={absence.practitioner_id}
            onChange={(practitioner_id) => change({ practitioner_id })}
            options={[
              { value: "", label: t("choose") },
              ...practitioners.map((each) => ({ value: each.id, label: each.display_name })),
            ]}
          />
          <SelectField
            label={t("why")}
            value={absence.kind}
            onChange={(kind) => change({ kind: kind === "leave" ? "leave" : "sick" })}
            options={(["sick", "leave"] as const).map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
          />
          <TextField
            label={t("first")}
            type="date"
            value={absence.first}
            onChange={(first) => change({ first, last: absence.last < first ? first : absence.last })}
          />
          <TextField label={t("last")} type="date" value={absence.last} onChange={(last) => change({ last })} />
          <Actions>
            <Button type="submit" isPending={plan.isPending} isDisabled={!absence.practitioner_id}>
              {t("plan")}
            </Button>
          </Actions>
        </Stack>
      </form>
      {plan.isError || apply.isError ? (
        <Notice tone="care" live>
          <p>{errorText(apply.error ?? plan.error)}</p>
        </Notice>
      ) : null}
      {plan.data ? (
        <Stack>
          <Outcome plan={plan.data} />
          <p>{t("beforeApply")}</p>
          <Actions>
            <Button isPending={apply.isPending} onPress={() => apply.mutate(plan.data.fingerprint)}>
              {t("apply")}
            </Button>
          </Actions>
        </Stack>
      ) : null}
    </Stack>
  );
}

function Outcome({ plan }: { plan: RepairPlan }) {
  const { t } = useTranslation("today");
  if (plan.kept.length + plan.lost.length === 0) return <Notice icon="check" title={t("untouched")} live />;
  return (
    <Stack>
      {plan.lost.length > 0 ? (
        <Card as="section" tone="accent" aria-labelledby="lost">
          <h2 id="lost">{t("lost", { count: plan.lost.length })}</h2>
          <p>{t("lostDetail")}</p>
          <TouchedList appointments={plan.lost} />
        </Card>
      ) : null}
      {plan.kept.length > 0 ? (
        <Card as="section" aria-labelledby="kept">
          <h2 id="kept">{t("kept", { count: plan.kept.length })}</h2>
          <TouchedList appointments={plan.kept} />
        </Card>
      ) : null}
      {plan.proven ? null : <p>{t("unproven")}</p>}
    </Stack>
  );
}

function Done({ plan }: { plan: RepairPlan }) {
  const { t } = useTranslation("today");
  return (
    <Stack>
      <Notice icon="check" title={t("done")} live>
        {plan.lost.length > 0 ? <p>{t("doneLost", { count: plan.lost.length })}</p> : null}
      </Notice>
      <Outcome plan={plan} />
      <Actions>
        <ButtonLink href="/today">{t("back")}</ButtonLink>
      </Actions>
    </Stack>
  );
}
