import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { errorText } from "@/i18n/error-text";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { TextField } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";
import { focusHeading } from "@/ui/page-focus";
import { Answer } from "@/ui/States";
import styles from "./keeping.module.css";
import { erasureQuery, keepingKeys } from "./queries";
import type { Erasure } from "./types";

const GOES = ["account", "contact", "devices", "notices"] as const;
const KEPT_BY = ["hold", "alert", "log", "figures"] as const;

/** Asking for everything of one's own to be erased: what goes, what stays and why, and the way back. */
export default function ErasurePage() {
  const { t } = useTranslation("keeping");
  const standing = useQuery(erasureQuery());
  return (
    <Page title={t("erasure.title")} lead={t("erasure.lead")} back="/family/data">
      <Answer of={standing}>
        {(data) => (
          <Stack gap={5}>
            {data.asked_at === null ? null : <Asked since={data.asked_at} />}
            <What of={data} />
            {data.asked_at === null ? <Ask /> : null}
          </Stack>
        )}
      </Answer>
    </Page>
  );
}

function What({ of: { stays, has_course, has_appointment } }: { of: Erasure }) {
  const { t } = useTranslation("keeping");
  const format = useFormat();
  return (
    <>
      <Card as="section" aria-labelledby="goes">
        <h2 id="goes">{t("erasure.goes.title")}</h2>
        <ul className={styles.words}>
          {GOES.map((one) => (
            <li key={one}>{t(`erasure.goes.${one}`)}</li>
          ))}
        </ul>
        <p>{t("erasure.goes.after")}</p>
      </Card>
      <Card as="section" aria-labelledby="stays" tone="soft">
        <h2 id="stays">{t("erasure.stays.title")}</h2>
        {stays.length === 0 ? null : (
          <>
            <p>{t("erasure.stays.records")}</p>
            <ul className={styles.words}>
              {stays.map(({ kind, years, until }) => (
                <li key={kind}>
                  {until === null
                    ? t("erasure.stays.years", { what: t(`kind.${kind}`), years })
                    : t("erasure.stays.until", { what: t(`kind.${kind}`), years, day: format.date(noonOf(until)) })}
                </li>
              ))}
            </ul>
          </>
        )}
        <p>{t("erasure.stays.also")}</p>
        <ul className={styles.words}>
          {KEPT_BY.map((one) => (
            <li key={one}>{t(`erasure.stays.${one}`)}</li>
          ))}
        </ul>
        <p className={styles.quiet}>{t("review")}</p>
      </Card>
      {has_course || has_appointment ? (
        <Notice tone="care">
          <p>{t(has_appointment ? "erasure.hasAppointment" : "erasure.hasCourse")}</p>
        </Notice>
      ) : null}
    </>
  );
}

function Ask() {
  const { t } = useTranslation("keeping");
  const queries = useQueryClient();
  const [password, setPassword] = useState("");
  const [isMissing, setMissing] = useState(false);
  const ask = useMutation({
    mutationFn: () => api.post<Erasure>("/me/erasure", { password }),
    onSuccess: (standing) => {
      queries.setQueryData(keepingKeys.erasure, standing);
      // The form goes away; that it was asked for stands under the heading, above all that was read before.
      focusHeading();
      announce(t("erasure.done"));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(password === "");
    if (password !== "") ask.mutate();
  };
  return (
    <Card as="section" aria-labelledby="ask">
      <h2 id="ask">{t("erasure.ask.title")}</h2>
      <p>{t("erasure.ask.body")}</p>
      <form onSubmit={submit} noValidate className={styles.part}>
        <TextField
          label={t("erasure.ask.password")}
          name="current-password"
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          error={isMissing && password === "" ? t("erasure.ask.missing") : null}
        />
        {ask.error === null ? null : (
          <Notice tone="care" live>
            <p>{errorText(ask.error)}</p>
          </Notice>
        )}
        <Button type="submit" isPending={ask.isPending}>
          {t("erasure.ask.do")}
        </Button>
      </form>
    </Card>
  );
}

function Asked({ since }: { since: string }) {
  const { t } = useTranslation("keeping");
  const format = useFormat();
  const queries = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () => api.delete("/me/erasure"),
    onSuccess: () => {
      focusHeading();
      announce(t("erasure.withdrawn"));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: keepingKeys.erasure }),
  });
  return (
    <Notice title={t("erasure.asked", { time: format.dateTime(since) })} live>
      <p>{t("erasure.waits")}</p>
      {withdraw.error === null ? null : <p role="alert">{errorText(withdraw.error)}</p>}
      <Button variant="secondary" onPress={() => withdraw.mutate()} isPending={withdraw.isPending}>
        {t("erasure.withdraw")}
      </Button>
    </Notice>
  );
}
