import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { asApiError } from "@/api/errors";
import { errorText } from "@/i18n/error-text";
import { Button } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { Checkbox } from "@/ui/Choice";
import { TextField } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { SelectField } from "@/ui/SelectField";
import { Answer } from "@/ui/States";
import { Found } from "./Found";
import { Impossible } from "./Impossible";
import type { Place } from "./moves";
import { monthQuery, rotaKeys, runQuery } from "./queries";
import styles from "./RunPanel.module.css";
import { gapOf, isUnderWay, lineOf, qualityOf, type Run, type RunKind, type RunRequest } from "./run";
import type { Month } from "./types";

interface RunPanelProps {
  month: Month;
  /** The run to begin with, where one is of use. */
  runId: string | null;
  onClose: () => void;
  /** Leads to a cell of the month. */
  onShow: (place: Place) => void;
}

/** So long at least is looked for the reason when it is asked for by itself. */
const EXPLAIN_SECONDS = 180;

const LIMITS = [10, 30, 60, 180, 600] as const;

/** Lets the rota be worked out: what is asked for, how far it is, and what to do with what was found. */
export function RunPanel({ month, runId: known, onClose, onShow }: RunPanelProps) {
  const { t } = useTranslation("rota");
  const queries = useQueryClient();
  const [runId, setRunId] = useState(known);
  const heading = useRef<HTMLHeadingElement>(null);
  const start = useMutation({
    mutationFn: (wanted: RunRequest) => api.post<Run>(`/rota/months/${month.month}/runs`, wanted),
    onSuccess: (run) => {
      queries.setQueryData(rotaKeys.run(run.id), run);
      setRunId(run.id);
      // The panel becomes shorter: whoever began a run far below sees how it stands.
      heading.current?.scrollIntoView({ block: "nearest" });
    },
  });
  return (
    <Card as="section" aria-labelledby="rota-run">
      <Stack>
        <div className={styles.top}>
          <h2 id="rota-run" ref={heading}>
            {t("run.title")}
          </h2>
          <Button variant="quiet" onPress={onClose}>
            {t("common:close")}
          </Button>
        </div>
        {runId ? (
          <Progress
            month={month}
            runId={runId}
            onAgain={() => setRunId(null)}
            onStart={start.mutate}
            onClose={onClose}
            onShow={onShow}
          />
        ) : (
          <Wanted isPending={start.isPending} onStart={start.mutate} />
        )}
        {start.isError ? (
          <Notice tone="care" live>
            <p>{errorText(start.error)}</p>
          </Notice>
        ) : null}
      </Stack>
    </Card>
  );
}

function Wanted({ isPending, onStart }: { isPending: boolean; onStart: (wanted: RunRequest) => void }) {
  const { t } = useTranslation("rota");
  const [kind, setKind] = useState<RunKind>("solve");
  const [seconds, setSeconds] = useState("60");
  const [seed, setSeed] = useState("1");
  const [deterministic, setDeterministic] = useState(false);
  const seedIsFine = /^\d{1,9}$/.test(seed);
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (seedIsFine) onStart({ kind, seconds: Number(seconds), seed: Number(seed), deterministic });
      }}
    >
      <SelectField
        label={t("run.kind")}
        hint={t(`run.kindHint.${kind}`)}
        value={kind}
        onChange={(chosen) => setKind(chosen as RunKind)}
        options={(["solve", "repair", "best_effort", "explain"] as const).map((each) => ({
          value: each,
          label: t(`run.kinds.${each}`),
        }))}
      />
      <SelectField
        label={t("run.seconds")}
        hint={t("run.secondsHint")}
        value={seconds}
        onChange={setSeconds}
        options={LIMITS.map((each) => ({
          value: String(each),
          label: each < 60 ? t("run.inSeconds", { count: each }) : t("run.inMinutes", { count: each / 60 }),
        }))}
      />
      <details className={styles.more}>
        <summary>{t("run.advanced")}</summary>
        <Stack>
          <TextField
            label={t("run.seed")}
            hint={t("run.seedHint")}
            value={seed}
            onChange={setSeed}
            inputMode="numeric"
            error={seedIsFine ? null : t("run.seedWrong")}
          />
          <Checkbox isSelected={deterministic} onChange={setDeterministic}>
            {t("run.deterministic")}
          </Checkbox>
        </Stack>
      </details>
      <Button type="submit" isPending={isPending}>
        {t("run.start")}
      </Button>
    </form>
  );
}

interface ProgressProps extends Omit<RunPanelProps, "runId"> {
  runId: string;
  onAgain: () => void;
  onStart: (wanted: RunRequest) => void;
}

function Progress({ month, runId, onAgain, onStart, onClose, onShow }: ProgressProps) {
  const { t } = useTranslation("rota");
  const queries = useQueryClient();
  const query = useQuery(runQuery(runId));
  const act = useMutation({
    mutationFn: ({ what, force }: { what: "stop" | "cancel" | "apply"; force?: boolean }) =>
      api.post(
        `/rota/runs/${runId}/${what}`,
        what === "apply" ? { revision: month.revision, force: force ?? false } : {},
      ),
    onSuccess: async (_done, { what }) => {
      await queries.invalidateQueries({ queryKey: rotaKeys.all });
      if (what === "apply") onClose();
    },
    onError: () => void queries.invalidateQueries({ queryKey: monthQuery(month.month).queryKey }),
  });
  const again = ({ seconds, seed, deterministic }: Run, kind: RunKind) =>
    onStart({ kind, seconds: kind === "explain" ? Math.max(seconds, EXPLAIN_SECONDS) : seconds, seed, deterministic });
  const overtaken = act.isError && asApiError(act.error).code === "rota.changed_meanwhile";
  return (
    <Answer of={query}>
      {(run) => (
        <Stack>
          <Standing run={run} />
          {isUnderWay(run) ? (
            <div className={styles.actions}>
              {run.kind === "explain" || run.state === "explaining" ? null : (
                <Button
                  isDisabled={run.best === null || run.state === "stopping"}
                  isPending={act.isPending}
                  onPress={() => act.mutate({ what: "stop" })}
                >
                  {t("run.stop")}
                </Button>
              )}
              <Button variant="secondary" onPress={() => act.mutate({ what: "cancel" })}>
                {t("run.cancel")}
              </Button>
            </div>
          ) : null}
          {run.state === "done" && run.best !== null ? <Found run={run} month={month} /> : null}
          {run.state === "done" && run.best !== null && !run.applied ? (
            <div className={styles.actions}>
              <Button isPending={act.isPending} onPress={() => act.mutate({ what: "apply", force: overtaken })}>
                {t(overtaken ? "run.applyAnyway" : "run.apply")}
              </Button>
              <Button variant="secondary" onPress={onAgain}>
                {t("run.again")}
              </Button>
            </div>
          ) : null}
          {run.state === "infeasible" ? (
            <Impossible run={run} month={month} onStart={(kind) => again(run, kind)} onShow={onShow} />
          ) : null}
          {!isUnderWay(run) && (run.state !== "done" || run.best === null || run.applied) ? (
            <div className={styles.actions}>
              {run.state === "failed" ? (
                <Button variant="secondary" onPress={() => again(run, "explain")}>
                  {t("run.explain")}
                </Button>
              ) : null}
              <Button variant="secondary" onPress={onAgain}>
                {t("run.again")}
              </Button>
            </div>
          ) : null}
          {act.isError ? (
            <Notice tone="care" live>
              <p>{overtaken ? t("run.overtaken") : errorText(act.error)}</p>
            </Notice>
          ) : null}
        </Stack>
      )}
    </Answer>
  );
}

const WIDTH = 320;
const HEIGHT = 56;

function Standing({ run }: { run: Run }) {
  const { t } = useTranslation("rota");
  const gap = gapOf(run);
  const best = lineOf(run.history, "best", run.seconds, WIDTH, HEIGHT);
  const bound = lineOf(run.history, "bound", run.seconds, WIDTH, HEIGHT);
  return (
    <div className={styles.standing}>
      <div>
        <p className={styles.state} role="status">
          {t(run.kind === "explain" ? `run.why.${run.state}` : `run.state.${run.state}`)}
        </p>
        {run.kind !== "explain" && run.state !== "explaining" && (run.best !== null || isUnderWay(run)) ? (
          <p>{t(`run.quality.${qualityOf(gap)}`, { percent: gap === null ? "" : Math.ceil(gap * 1000) / 10 })}</p>
        ) : null}
        {isUnderWay(run) ? (
          <progress
            className={styles.bar}
            max={run.seconds}
            value={Math.min(run.elapsed, run.seconds)}
            aria-label={t("run.time")}
          />
        ) : null}
        <p className={styles.quiet}>
          {run.elapsed > run.seconds
            ? t("run.took", { elapsed: Math.round(run.elapsed) })
            : t("run.elapsed", { elapsed: Math.round(run.elapsed), seconds: run.seconds })}
          {run.best === null ? "" : ` ${t("run.numbers", { best: run.best, bound: run.bound ?? "–" })}`}
        </p>
      </div>
      {best ? (
        <figure className={styles.figure}>
          <svg viewBox={`-2 -2 ${WIDTH + 4} ${HEIGHT + 4}`} role="img" aria-label={t("run.line")}>
            <path d={bound} className={styles.bound} />
            <path d={best} className={styles.best} />
          </svg>
          <figcaption className={styles.quiet}>{t("run.line")}</figcaption>
        </figure>
      ) : null}
    </div>
  );
}
