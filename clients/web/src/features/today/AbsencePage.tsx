import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearch } from "wouter";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { AbsenceInput, PractitionerRow } from "@/api/types";
import { serverNow } from "@/time/clock";
import { isoDate } from "@/time/format";
import { Button } from "@/ui/Button";
import { Stack } from "@/ui/Card";
import { TextField } from "@/ui/Field";
import { Page } from "@/ui/Page";
import { SelectField } from "@/ui/SelectField";
import { Answer } from "@/ui/States";
import { absenceOf } from "./address";
import { Done, Outcome } from "./Outcome";
import styles from "./Todo.module.css";
import { useRepair } from "./use-repair";

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
  const search = useSearch();
  const today = isoDate(serverNow());
  const [absence, setAbsence] = useState<AbsenceInput>(() => absenceOf(search, today));
  const repair = useRepair(absence);
  const { plan, apply } = repair;
  const { mutate } = plan;
  // Whoever comes from Today has said already which absence it is.
  const isGiven = useRef(absence.practitioner_id !== "");
  useEffect(() => {
    if (!isGiven.current) return;
    isGiven.current = false;
    mutate();
  }, [mutate]);
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
          <div className={styles.fields}>
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
          </div>
          <div className={styles.bar}>
            <Button type="submit" isPending={plan.isPending} isDisabled={!absence.practitioner_id}>
              {t("plan")}
            </Button>
          </div>
        </Stack>
      </form>
      <Outcome repair={repair} before={t("beforeApply")} isNews />
    </Stack>
  );
}
