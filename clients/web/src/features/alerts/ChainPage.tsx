import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { errorText } from "@/i18n/error-text";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { Checkbox } from "@/ui/Choice";
import { Notice } from "@/ui/Notice";
import { NumberField } from "@/ui/NumberField";
import { Page } from "@/ui/Page";
import { Answer } from "@/ui/States";
import styles from "./alerts.module.css";
import { chainQuery } from "./queries";
import { CHANNELS, type Chain, type ChainInForce, type Step } from "./types";

/** Who is called of an alert, in which order, how, and how long each waits. */
export default function ChainPage() {
  const { t } = useTranslation("alerts");
  const chain = useQuery(chainQuery());
  return (
    <Page title={t("chain.title")} lead={t("chain.lead")} back="/alerts">
      <Answer of={chain}>{(data) => <ChainForm key={data.version} found={data} />}</Answer>
    </Page>
  );
}

type Minutes = number | null;

function ChainForm({ found }: { found: ChainInForce }) {
  const { t } = useTranslation("alerts");
  const client = useQueryClient();
  const [steps, setSteps] = useState<(Omit<Step, "minutes"> & { minutes: Minutes })[]>(found.chain.steps);
  const [assess, setAssess] = useState<Minutes>(found.chain.assess_minutes);
  const [limit, setLimit] = useState<Minutes>(found.chain.phq9_limit);
  const [epdsLimit, setEpdsLimit] = useState<Minutes>(found.chain.epds_limit);
  const [gad7Limit, setGad7Limit] = useState<Minutes>(found.chain.gad7_limit);
  const [isShown, setShown] = useState(false);
  const save = useMutation({
    mutationFn: (chain: Chain) => api.put<ChainInForce>("/alert-chain", { chain, version: found.version }),
    onSuccess: (saved) => {
      announce(t("chain.saved"));
      client.setQueryData(chainQuery().queryKey, saved);
    },
  });
  const outside = (value: Minutes, least: number, most: number) =>
    isShown && (value === null || value < least || value > most) ? t("chain.range", { least, most }) : null;
  const noChannel = steps.some((step) => step.channels.length === 0);
  const submit = () => {
    setShown(true);
    const filled = steps.flatMap((step) => (step.minutes === null ? [] : [{ ...step, minutes: step.minutes }]));
    const good =
      filled.length === steps.length &&
      filled.every(({ minutes }) => minutes >= 1 && minutes <= 60) &&
      assess !== null &&
      assess >= 5 &&
      assess <= 240 &&
      limit !== null &&
      limit >= 10 &&
      limit <= 27 &&
      epdsLimit !== null &&
      epdsLimit >= 9 &&
      epdsLimit <= 30 &&
      (gad7Limit === null || (gad7Limit >= 10 && gad7Limit <= 21)) &&
      !noChannel;
    if (good) {
      save.mutate({
        steps: filled,
        assess_minutes: assess,
        phq9_limit: limit,
        epds_limit: epdsLimit,
        gad7_limit: gad7Limit,
      });
    }
  };
  const change = (at: number, to: Partial<(typeof steps)[number]>) =>
    setSteps(steps.map((step, n) => (n === at ? { ...step, ...to } : step)));
  return (
    <Stack>
      {found.needs_review ? (
        <Notice tone="care" icon="info" title={t("chain.review")}>
          <p>{t("chain.reviewDetail")}</p>
        </Notice>
      ) : null}
      {steps.map((step, at) => (
        <Card key={step.audience} as="section" aria-labelledby={`step-${step.audience}`}>
          <Stack gap={3}>
            <h2 id={`step-${step.audience}`} className={styles.title}>
              {t("chain.step", { number: at + 1, audience: t(`audience.${step.audience}`) })}
            </h2>
            <div className={styles.channels}>
              {CHANNELS.map((channel) => (
                <Checkbox
                  key={channel}
                  isSelected={step.channels.includes(channel)}
                  onChange={(isChosen) =>
                    change(at, {
                      channels: CHANNELS.filter((each) => (each === channel ? isChosen : step.channels.includes(each))),
                    })
                  }
                >
                  {t(`channel.${channel}`)}
                </Checkbox>
              ))}
            </div>
            {isShown && step.channels.length === 0 ? <p role="alert">{t("chain.noChannel")}</p> : null}
            <NumberField
              label={t(at === steps.length - 1 ? "chain.again" : "chain.minutes")}
              value={step.minutes}
              onChange={(minutes) => change(at, { minutes })}
              error={outside(step.minutes, 1, 60)}
            />
          </Stack>
        </Card>
      ))}
      <NumberField
        label={t("chain.assess")}
        hint={t("chain.assessHint")}
        value={assess}
        onChange={setAssess}
        error={outside(assess, 5, 240)}
      />
      <NumberField
        label={t("chain.limit")}
        hint={t("chain.limitHint")}
        value={limit}
        onChange={setLimit}
        error={outside(limit, 10, 27)}
      />
      <NumberField
        label={t("chain.epdsLimit")}
        hint={t("chain.epdsLimitHint")}
        value={epdsLimit}
        onChange={setEpdsLimit}
        error={outside(epdsLimit, 9, 30)}
      />
      <NumberField
        label={t("chain.gad7")}
        hint={t("chain.gad7Hint")}
        value={gad7Limit}
        onChange={setGad7Limit}
        error={gad7Limit === null ? null : outside(gad7Limit, 10, 21)}
      />
      {save.error === null ? null : <p role="alert">{errorText(save.error)}</p>}
      <Button onPress={submit} isPending={save.isPending}>
        {t("chain.save")}
      </Button>
    </Stack>
  );
}
