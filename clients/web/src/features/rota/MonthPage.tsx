import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { errorText } from "@/i18n/error-text";
import { serverNow } from "@/time/clock";
import { isoDate } from "@/time/format";
import { announce } from "@/ui/announce";
import { Button, ButtonLink } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { Notice } from "@/ui/Notice";
import { Empty } from "@/ui/States";
import { CellPanel } from "./CellPanel";
import { cellKey } from "./cells";
import { DayView } from "./DayView";
import { Exchange } from "./Exchange";
import { FindingList } from "./FindingList";
import { Legend } from "./Legend";
import { MonthGrid } from "./MonthGrid";
import styles from "./MonthPage.module.css";
import type { Place, Refusal } from "./moves";
import { Publish } from "./Publish";
import { runQuery } from "./queries";
import { RunPanel } from "./RunPanel";
import { isOfUse, isUnderWay } from "./run";
import type { Month } from "./types";
import { type Draft, useDraft } from "./use-draft";
import { useWide } from "./use-wide";
import { Versions } from "./Versions";

type Beside = "run" | "publish" | "exchange" | "versions";

/** A month's draft with everything that can be done with it. */
export function MonthPage({ month }: { month: Month }) {
  const { t } = useTranslation("rota");
  if (month.staff.length === 0 || month.shift_types.length === 0) {
    return (
      <Empty icon="people" title={t("empty.title")}>
        <p>{t("empty.body")}</p>
        <ButtonLink href="/rota/settings">{t("parts.settings")}</ButtonLink>
      </Empty>
    );
  }
  return <Editor month={month} />;
}

function Editor({ month }: { month: Month }) {
  const { t } = useTranslation("rota");
  const draft = useDraft(month);
  const isWide = useWide();
  const [beside, setBeside] = useState<Beside | null>(null);
  const run = useQuery({ ...runQuery(month.run_id ?? ""), enabled: month.run_id !== null });
  const isRunning = run.data !== undefined && isUnderWay(run.data);
  // A search that goes on is in sight, whoever began it.
  useEffect(() => {
    if (isRunning) setBeside((now) => now ?? "run");
  }, [isRunning]);
  const [active, setActive] = useState<Place>(() => firstPlace(month));
  const [isOpen, setIsOpen] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const frame = useRef<HTMLDivElement>(null);
  const activeCell = useRef<Element | null>(null);

  const show = (place: Place) => {
    setActive(place);
    if (!isWide) setIsOpen(true);
    frame.current?.querySelector<HTMLElement>(`[data-cell="${cellKey(place.practitionerId, place.date)}"]`)?.focus();
  };
  const open = () => {
    activeCell.current =
      frame.current?.querySelector(`[data-cell="${cellKey(active.practitionerId, active.date)}"]`) ?? null;
    setIsOpen(true);
  };
  const refuse = (why: Refusal) => {
    setRefusal(why);
    announce(t(`refusal.${why}`));
  };
  const toggle = (what: Beside) => setBeside(beside === what ? null : what);

  return (
    <>
      <div className={styles.tools} role="toolbar" aria-label={t("tools.label")}>
        <Button onPress={() => toggle("run")} aria-expanded={beside === "run"}>
          {t("tools.run")}
        </Button>
        <Button variant="secondary" onPress={() => toggle("publish")} aria-expanded={beside === "publish"}>
          {t("tools.publish")}
        </Button>
        <Button variant="quiet" onPress={draft.undo} isDisabled={draft.history.past.length === 0}>
          {t("tools.undo")}
        </Button>
        <Button variant="quiet" onPress={draft.redo} isDisabled={draft.history.future.length === 0}>
          {t("tools.redo")}
        </Button>
        <Button variant="quiet" onPress={() => window.print()}>
          {t("tools.print")}
        </Button>
        <Button variant="quiet" onPress={() => toggle("exchange")} aria-expanded={beside === "exchange"}>
          {t("tools.exchange")}
        </Button>
        <Button variant="quiet" onPress={() => toggle("versions")} aria-expanded={beside === "versions"}>
          {t("tools.versions")}
        </Button>
        <Saved month={month} draft={draft} />
      </div>
      <Troubles draft={draft} refusal={refusal} />
      <div className={styles.beside}>
        {beside === "run" ? (
          <RunPanel
            month={month}
            runId={run.data && isOfUse(run.data) ? run.data.id : null}
            onClose={() => setBeside(null)}
            onShow={show}
          />
        ) : null}
        {beside === "publish" ? <Publish month={month} draft={draft} onClose={() => setBeside(null)} /> : null}
        {beside === "exchange" ? <Exchange month={month} draft={draft} onClose={() => setBeside(null)} /> : null}
        {beside === "versions" ? <Versions month={month} onClose={() => setBeside(null)} /> : null}
      </div>
      {isWide ? (
        <MonthGrid
          month={month}
          draft={draft}
          active={active}
          onActive={(place) => {
            setActive(place);
            setRefusal(null);
          }}
          onOpen={open}
          onRefused={refuse}
          frame={frame}
        />
      ) : (
        <DayView
          month={month}
          draft={draft}
          date={active.date}
          onDate={(date) => setActive({ ...active, date })}
          onOpen={(place) => {
            setActive(place);
            setIsOpen(true);
          }}
        />
      )}
      <CellPanel
        month={month}
        draft={draft}
        place={active}
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        beside={isWide ? activeCell : undefined}
      />
      <div className={styles.below}>
        <Card as="section" aria-labelledby="rota-findings">
          <Stack gap={3}>
            <h2 id="rota-findings">{t("findings.title")}</h2>
            <FindingList month={month} findings={draft.findings} onShow={show} />
          </Stack>
        </Card>
        <Legend shifts={month.shift_types} withKeys={isWide} />
      </div>
    </>
  );
}

function firstPlace(month: Month): Place {
  const today = isoDate(serverNow());
  const date = month.days.find((day) => day.date === today)?.date ?? month.days[0]?.date ?? "";
  return { practitionerId: month.staff[0]?.practitioner_id ?? "", date };
}

function Saved({ month, draft }: { month: Month; draft: Draft }) {
  const { t } = useTranslation("rota");
  const published = month.published ? t("saved.version", { version: month.published.version }) : t("saved.unpublished");
  const changed = month.published && (month.changed || draft.isSaving) ? t("saved.changed") : null;
  return (
    <p className={styles.saved} role="status">
      {draft.failure ? t("saved.not") : draft.isSaving ? t("saved.saving") : t("saved.done")}
      {"・"}
      {published}
      {changed ? `・${changed}` : null}
    </p>
  );
}

function Troubles({ draft, refusal }: { draft: Draft; refusal: Refusal | null }) {
  const { t } = useTranslation("rota");
  return (
    <div className={styles.troubles}>
      {draft.overtaken ? (
        <Notice tone="care" live title={t("overtaken.title")}>
          <p>{t("overtaken.body")}</p>
          <Button variant="quiet" onPress={draft.noted}>
            {t("overtaken.noted")}
          </Button>
        </Notice>
      ) : null}
      {draft.failure ? (
        <Notice tone="care" live title={t("saved.not")}>
          <p>{errorText(draft.failure)}</p>
          <Button variant="quiet" onPress={draft.failure.retryable ? draft.retry : draft.drop}>
            {t(draft.failure.retryable ? "common:tryAgain" : "saved.drop")}
          </Button>
        </Notice>
      ) : null}
      {refusal ? (
        <Notice>
          <p>{t(`refusal.${refusal}`)}</p>
        </Notice>
      ) : null}
    </div>
  );
}
