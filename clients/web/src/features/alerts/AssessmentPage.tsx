import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useParams } from "wouter";
import { api } from "@/api/client";
import { errorText } from "@/i18n/error-text";
import { serverNow } from "@/time/clock";
import { addDays, formatTime, isoDate } from "@/time/format";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Stack } from "@/ui/Card";
import { ChoiceGroup } from "@/ui/Choice";
import { TextArea, TextField } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";
import { Answer, Empty } from "@/ui/States";
import { flagsKey, useFlags } from "../clinician/queries";
import type { Flag } from "../clinician/types";
import styles from "./alerts.module.css";
import { COMPANIES, IMMEDIACIES, PLANS } from "./types";

const TOKYO = "+09:00";
const LAST_DAY = 90;

/** What a clinician found and did about an alert: the only way in which it ends. */
export default function AssessmentPage() {
  const { t } = useTranslation("alerts");
  const { flagId } = useParams<{ flagId: string }>();
  const flags = useFlags();
  return (
    <Page title={t("assess.title")} lead={t("assess.lead")} back="/alerts">
      <Answer of={flags}>
        {(open) => {
          const flag = open.find(({ id }) => id === flagId);
          return flag?.person ? (
            <AssessmentForm key={flag.id} flag={flag} name={flag.person.display_name} />
          ) : (
            <Empty icon="check" title={t("assess.over")} />
          );
        }}
      </Answer>
    </Page>
  );
}

function AssessmentForm({ flag, name }: { flag: Flag; name: string }) {
  const { t } = useTranslation("alerts");
  const client = useQueryClient();
  const [, go] = useLocation();
  const now = serverNow();
  const [immediacy, setImmediacy] = useState<(typeof IMMEDIACIES)[number] | null>(null);
  const [plan, setPlan] = useState<(typeof PLANS)[number] | null>(null);
  const [planWords, setPlanWords] = useState("");
  const [protection, setProtection] = useState("");
  const [company, setCompany] = useState<(typeof COMPANIES)[number] | null>(null);
  const [companyWords, setCompanyWords] = useState("");
  const [action, setAction] = useState("");
  const [nextStep, setNextStep] = useState("");
  const [day, setDay] = useState(isoDate(now));
  const [time, setTime] = useState(formatTime(now + 60 * 60_000, "en"));
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
      void client.invalidateQueries({ queryKey: flagsKey });
      go("/work");
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
        onChange={setImmediacy}
        columns={2}
        options={IMMEDIACIES.map((value) => ({ value, label: t(`assess.immediacies.${value}`) }))}
        error={missing(immediacy)}
      />
      <ChoiceGroup
        label={t("assess.plan")}
        value={plan}
        onChange={setPlan}
        columns={2}
        options={PLANS.map((value) => ({ value, label: t(`assess.plans.${value}`) }))}
        error={missing(plan)}
      />
      <TextArea
        label={t("assess.planWords")}
        value={planWords}
        onChange={setPlanWords}
        isOptional
        rows={2}
        maxLength={2000}
      />
      <TextArea
        label={t("assess.protection")}
        value={protection}
        onChange={setProtection}
        isOptional
        rows={2}
        maxLength={2000}
      />
      <ChoiceGroup
        label={t("assess.company")}
        value={company}
        onChange={setCompany}
        columns={2}
        options={COMPANIES.map((value) => ({ value, label: t(`assess.companies.${value}`) }))}
        error={missing(company)}
      />
      <TextField
        label={t("assess.companyWords")}
        value={companyWords}
        onChange={setCompanyWords}
        isOptional
        maxLength={2000}
      />
      <TextArea
        label={t("assess.action")}
        value={action}
        onChange={setAction}
        rows={3}
        maxLength={2000}
        error={missing(action)}
      />
      <TextArea
        label={t("assess.nextStep")}
        hint={t("assess.nextHint")}
        value={nextStep}
        onChange={setNextStep}
        rows={2}
        maxLength={2000}
        error={missing(nextStep)}
      />
      <div className={styles.two}>
        <TextField
          type="date"
          label={t("assess.day")}
          value={day}
          onChange={setDay}
          min={isoDate(now)}
          max={addDays(isoDate(now), LAST_DAY)}
        />
        <TextField type="time" label={t("assess.time")} value={time} onChange={setTime} />
      </div>
      {send.error === null ? null : <p role="alert">{errorText(send.error)}</p>}
      <Button onPress={submit} isPending={send.isPending} block>
        {t("assess.send")}
      </Button>
    </Stack>
  );
}
