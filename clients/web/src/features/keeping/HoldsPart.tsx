import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { errorText, textOfCode } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { TextArea, TextField } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { Answer } from "@/ui/States";
import styles from "./keeping.module.css";
import { holdsQuery } from "./queries";
import type { LegalHold } from "./types";

type Holds = { holds: LegalHold[] };

/** Legal holds: whose data is kept whatever its age, and why. */
export function HoldsPart() {
  const { t } = useTranslation("keeping");
  const holds = useQuery(holdsQuery());
  return (
    <Card as="section" aria-labelledby="holds">
      <h2 id="holds">{t("holds.title")}</h2>
      <p>{t("holds.lead")}</p>
      <Answer of={holds}>
        {(list) =>
          list.length === 0 ? (
            <p className={styles.quiet}>{t("holds.none")}</p>
          ) : (
            <ul className={styles.list}>
              {list.map((hold) => (
                <Hold key={hold.id} hold={hold} />
              ))}
            </ul>
          )
        }
      </Answer>
      <NewHold />
    </Card>
  );
}

function Hold({ hold }: { hold: LegalHold }) {
  const { t } = useTranslation("keeping");
  const format = useFormat();
  const queries = useQueryClient();
  const [isLifting, setLifting] = useState(false);
  const [reason, setReason] = useState("");
  const lift = useMutation({
    mutationFn: () => api.post<Holds>(`/legal-holds/${hold.id}/lift`, { reason }),
    onSuccess: ({ holds }) => {
      queries.setQueryData(holdsQuery().queryKey, holds);
      announce(t("holds.lifted"));
    },
  });
  return (
    <Card as="li" tone="soft">
      <h3>{hold.name}</h3>
      <p className={styles.text}>{hold.unreadable === null ? hold.reason : textOfCode(hold.unreadable)}</p>
      <p className={styles.quiet}>{t("holds.by", { name: hold.set_by, time: format.dateTime(hold.set_at) })}</p>
      {isLifting ? (
        <>
          <TextArea label={t("holds.liftReason")} rows={2} value={reason} onChange={setReason} maxLength={1000} />
          {lift.error === null ? null : <p role="alert">{errorText(lift.error)}</p>}
          <div className={styles.buttons}>
            <Button onPress={() => lift.mutate()} isPending={lift.isPending} isDisabled={reason.trim() === ""}>
              {t("holds.lift")}
            </Button>
            <Button variant="quiet" onPress={() => setLifting(false)}>
              {t("common:cancel")}
            </Button>
          </div>
        </>
      ) : (
        <div>
          <Button
            variant="secondary"
            onPress={() => setLifting(true)}
            aria-label={t("holds.liftOf", { name: hold.name })}
          >
            {t("holds.lift")}
          </Button>
        </div>
      )}
    </Card>
  );
}

function NewHold() {
  const { t } = useTranslation("keeping");
  const queries = useQueryClient();
  const [who, setWho] = useState("");
  const [reason, setReason] = useState("");
  const [isMissing, setMissing] = useState(false);
  const set = useMutation({
    mutationFn: () => api.post<Holds>("/legal-holds", { who, reason }),
    onSuccess: ({ holds }) => {
      queries.setQueryData(holdsQuery().queryKey, holds);
      setWho("");
      setReason("");
      setMissing(false);
      announce(t("holds.set"));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const isWhole = who.trim() !== "" && reason.trim() !== "";
    setMissing(!isWhole);
    if (isWhole) set.mutate();
  };
  const missing = (text: string) => (isMissing && text.trim() === "" ? t("holds.missing") : null);
  return (
    <form onSubmit={submit} noValidate className={styles.part}>
      <TextField
        label={t("holds.who")}
        hint={t("holds.whoHint")}
        name="who"
        autoComplete="off"
        value={who}
        onChange={setWho}
        maxLength={254}
        error={missing(who)}
      />
      <TextArea
        label={t("holds.reason")}
        hint={t("holds.reasonHint")}
        name="reason"
        rows={2}
        value={reason}
        onChange={setReason}
        maxLength={1000}
        error={missing(reason)}
      />
      {set.error === null ? null : (
        <Notice tone="care" live>
          <p>{errorText(set.error)}</p>
        </Notice>
      )}
      <div>
        <Button type="submit" variant="secondary" isPending={set.isPending}>
          {t("holds.do")}
        </Button>
      </div>
    </form>
  );
}
