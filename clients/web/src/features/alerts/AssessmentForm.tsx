import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useDraft } from "@/app/draft";
import { errorText } from "@/i18n/error-text";
import { serverNow } from "@/time/clock";
import { addDays, isoDate, isoTime } from "@/time/format";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Stack } from "@/ui/Card";
import { ChoiceGroup } from "@/ui/Choice";
import { TextArea, TextField } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { flagsKey } from "../clinician/queries";
import type { Flag } from "../clinician/types";
import styles from "./alerts.module.css";
import { COMPANIES, IMMEDIACIES, PLANS } from "./types";

const TOKYO = "+09:00";
const LAST_DAY = 90;
const HOUR = 60 * 60_000;

interface Assessed {
  immediacy: (typeof IMMEDIACIES)[number] | null;
  plan: (typeof PLANS)[number] | null;
  planWords: string;
  protection: string;
  company: (typeof COMPANIES)[number] | null;
  companyWords: string;
  action: string;
  nextStep: string;
  day: string;
  time: string;
}

function nothingYet(): Assessed {
  const next = serverNow() + HOUR;
  return {
    immediacy: null,
    plan: null,
    planWords: "",
    protection: "",
    company: null,
    companyWords: "",
    action: "",
    nextStep: "",
    day: isoDate(next),
    time: isoTime(next),
  };
}

/** What a clinician found and did about an alert: the only way in which it ends. Half of it written waits in this tab. */
export function AssessmentForm({ flag, name, onDone }: { flag: Flag; name: string; onDone: () => void }) {
  const { t } = useTranslation("alerts");
  const client = useQueryClient();
  const today = isoDate(serverNow());
  const { draft, change, clear } = useDraft<Assessed>(`assessment.${flag.id}`, nothingYet());
  const { immediacy, plan, planWords, protection, company, companyWords, action, nextStep, day, time } = draft;
  const [isShown, setShown] = useState(false);
  const send = useMutation({
    mutationFn: () =>
      api.post<Flag>(`/flags/${flag.id}/assessment`, {
        immediacy,
        plan,
        plan_words: planWords,
        protection,
        company,
        company_words: companyWords,
        action,
        next_step: nextStep,
        next_at: `${day}T${time}:00${TOKYO}`,
      }),
    onSuccess: () => {
      announce(t("assess.done"));
      clear();
      void client.invalidateQueries({ queryKey: flagsKey });
      onDone();
    },
  });
  const missing = (value: string | null) => (isShown && !value?.trim() ? t("assess.missing") : null);
  const submit = () => {
    setShown(true);
    if (immediacy && plan && company && action.trim() && nextStep.trim() && day && time) send.mutate();
  };
  return (
    <Stack gap={5}>
      <Notice tone="care" icon="alert" title={t("board.of", { name })}>
        <p>{t(`kind.${flag.kind}`)}</p>
        <p>{t("assess.review")}</p>
      </Notice>
      <ChoiceGroup
        label={t("assess.immediacy")}
        value={immediacy}
        onChange={(immediacy) => change({ immediacy })}
        columns={2}
        options={IMMEDIACIES.map((value) => ({ value, label: t(`assess.immediacies.${value}`) }))}
        error={missing(immediacy)}
      />
      <ChoiceGroup
        label={t("assess.plan")}
        value={plan}
        onChange={(plan) => change({ plan })}
        columns={2}
        options={PLANS.map((value) => ({ value, label: t(`assess.plans.${value}`) }))}
        error={missing(plan)}
      />
      <TextArea
        label={t("assess.planWords")}
        value={planWords}
        onChange={(planWords) => change({ planWords })}
        isOptional
        rows={2}
        maxLength={2000}
      />
      <TextArea
        label={t("assess.protection")}
        value={protection}
        onChange={(protection) => change({ protection })}
        isOptional
        rows={2}
        maxLength={2000}
      />
      <ChoiceGroup
        label={t("assess.company")}
        value={company}
        onChange={(company) => change({ company })}
        columns={2}
        options={COMPANIES.map((value) => ({ value, label: t(`assess.companies.${value}`) }))}
        error={missing(company)}
      />
      <TextField
        label={t("assess.companyWords")}
        value={companyWords}
        onChange={(companyWords) => change({ companyWords })}
        isOptional
        maxLength={2000}
      />
      <TextArea
        label={t("assess.action")}
        value={action}
        onChange={(action) => change({ action })}
        rows={3}
        maxLength={2000}
        error={missing(action)}
      />
      <TextArea
        label={t("assess.nextStep")}
        hint={t("assess.nextHint")}
        value={nextStep}
        onChange={(nextStep) => change({ nextStep })}
        rows={2}
        maxLength={2000}
        error={missing(nextStep)}
      />
      <div className={styles.two}>
        <TextField
          type="date"
          label={t("assess.day")}
          value={day}
          onChange={(day) => change({ day })}
          min={today}
          max={addDays(today, LAST_DAY)}
          error={missing(day)}
        />
        <TextField
          type="time"
          label={t("assess.time")}
          value={time}
          onChange={(time) => change({ time })}
          error={missing(time)}
        />
      </div>
      {send.error === null ? null : <p role="alert">{errorText(send.error)}</p>}
      <Button onPress={submit} isPending={send.isPending} block>
        {t("assess.send")}
      </Button>
    </Stack>
  );
}
