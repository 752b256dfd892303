import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { errorText } from "@/i18n/error-text";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { Notice } from "@/ui/Notice";
import { Answer } from "@/ui/States";
import styles from "./keeping.module.css";
import { runsQuery } from "./queries";
import type { DeletionRun } from "./types";

type Runs = { runs: DeletionRun[] };

/** Runs that erase what is over: proposing one, looking at its counts, approving it. */
export function RunsPart() {
  const { t } = useTranslation("keeping");
  const queries = useQueryClient();
  const runs = useQuery(runsQuery());
  const propose = useMutation({
    mutationFn: () => api.post<Runs>("/deletion-runs"),
    onSuccess: (answer) => {
      queries.setQueryData(runsQuery().queryKey, answer.runs);
      announce(t("runs.proposed"));
    },
  });
  return (
    <Card as="section" aria-labelledby="runs">
      <h2 id="runs">{t("runs.title")}</h2>
      <p>{t("runs.lead")}</p>
      {propose.error === null ? null : (
        <Notice tone="care" live>
          <p>{errorText(propose.error)}</p>
        </Notice>
      )}
      <div>
        <Button variant="secondary" onPress={() => propose.mutate()} isPending={propose.isPending}>
          {t("runs.propose")}
        </Button>
      </div>
      <Answer of={runs}>
        {(list) =>
          list.length === 0 ? (
            <p className={styles.quiet}>{t("runs.none")}</p>
          ) : (
            <ul className={styles.list}>
              {list.map((run) => (
                <Run key={run.id} run={run} />
              ))}
            </ul>
          )
        }
      </Answer>
    </Card>
  );
}

function Run({ run }: { run: DeletionRun }) {
  const { t } = useTranslation("keeping");
  const format = useFormat();
  const rows = run.plan.rows.filter((row) => row.records > 0 || (run.results[row.step] ?? 0) > 0);
  const isOpen = run.state === "proposed" || run.state === "approved";
  return (
    <Card as="li" tone={isOpen ? "accent" : "soft"}>
      <h3>{t(`runs.state.${run.state}`, { day: format.date(noonOf(run.day)) })}</h3>
      <p>{t("runs.by", { name: run.proposed_by, time: format.dateTime(run.proposed_at) })}</p>
      {run.approved_by === null || run.approved_at === null ? null : (
        <p>
          {t(run.alone ? "runs.approvedAlone" : "runs.approvedBy", {
            name: run.approved_by,
            time: format.dateTime(run.approved_at),
          })}
        </p>
      )}
      {run.state === "discarded" ? null : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: on a phone it is scrolled by itself, by keys, too
        <section className={styles.frame} aria-label={t("runs.table")} tabIndex={0}>
          <table className={styles.table}>
            <caption className="visually-hidden">{t("runs.table")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("runs.what")}</th>
                <th scope="col">{t("runs.until")}</th>
                <th scope="col">{t("runs.planned")}</th>
                <th scope="col">{t("runs.done")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.step}>
                  <th scope="row">{t(`step.${row.step}`)}</th>
                  <td>{row.until === null ? "" : format.date(noonOf(row.until))}</td>
                  <td>{t("runs.count", { records: row.records, people: row.people })}</td>
                  <td>{run.results[row.step] ?? 0}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {isOpen ? (
        <>
          <p>{t("runs.names")}</p>
          <p>
            {t("runs.kept", {
              held: run.plan.held,
              danger: run.plan.in_danger,
              waiting: run.plan.requests_waiting,
            })}
          </p>
        </>
      ) : null}
      {run.state === "proposed" ? <Decide run={run} /> : null}
    </Card>
  );
}

function Decide({ run }: { run: DeletionRun }) {
  const { t } = useTranslation("keeping");
  const queries = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const decide = useMutation({
    mutationFn: (how: "approve" | "discard") => api.post<Runs>(`/deletion-runs/${run.id}/${how}`),
    onSuccess: (answer, how) => {
      queries.setQueryData(runsQuery().queryKey, answer.runs);
      announce(t(how === "approve" ? "runs.approved" : "runs.discarded"));
    },
    onSettled: () => setAsking(false),
  });
  return (
    <>
      {run.may_approve ? null : <p>{t("runs.second")}</p>}
      {decide.error === null ? null : (
        <Notice tone="care" live>
          <p>{errorText(decide.error)}</p>
        </Notice>
      )}
      <div className={styles.buttons}>
        {run.may_approve ? <Button onPress={() => setAsking(true)}>{t("runs.approve")}</Button> : null}
        <Button variant="secondary" onPress={() => decide.mutate("discard")} isPending={decide.isPending}>
          {t("runs.discard")}
        </Button>
      </div>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t("runs.sure")}
        confirmLabel={t("runs.approve")}
        cancelLabel={t("common:cancel")}
        onConfirm={() => decide.mutate("approve")}
        isPending={decide.isPending}
      >
        <p>{t("runs.sureBody")}</p>
      </ConfirmDialog>
    </>
  );
}
