import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { api } from "@/api/client";
import type { EncounterOut } from "@/generated/protocol";
import { useFormat } from "@/time/use-format";
import { useNow } from "@/time/use-now";
import { announce } from "@/ui/announce";
import { ButtonLink } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import { setTitleCount } from "@/ui/title";
import { encounterKeys } from "../../consultation/queries";
import { chime, openSound, waitingSound } from "../chime";
import { occasions, takeUntold, whoWaits } from "./arrivals";
import { notify } from "./notification";
import styles from "./WaitingAlerts.module.css";

/** Hints come by the person's connection; this is for when none comes, also while nobody sees the page. */
const SLOW_MS = 15_000;
/** A page that is seen tells first; one that is hidden only what no other has told by then. */
const HIDDEN_WAITS_MS = 500;

/** Tells a clinician on every page, seen or not, that somebody came into their waiting room or waits too long. */
export default function WaitingAlerts() {
  const [address] = useLocation();
  const now = useNow();
  const { data } = useQuery({
    queryKey: encounterKeys.state("arrived"),
    queryFn: async ({ signal }) =>
      (await api.get<{ encounters: EncounterOut[] }>("/encounters", { state: "arrived" }, signal)).encounters,
    refetchInterval: SLOW_MS,
    refetchIntervalInBackground: true,
    refetchOnWindowFocus: "always",
    refetchOnReconnect: "always",
  });
  const waiting = whoWaits(data ?? []);
  useEffect(openSound, []);
  useTold(waiting);
  const isAtWork = address === "/work" || address.startsWith("/work/");
  // Who calls in urgency is told above everything else already, by the alert itself.
  const shown = waiting.filter(
    ({ alerted_at, appointment, urgent }) =>
      !urgent && (!isAtWork || (alerted_at !== null && address !== `/work/${appointment.id}` && address !== "/work")),
  );
  return <Banner waiting={shown} now={now} />;
}

function useTold(waiting: readonly EncounterOut[]): void {
  const { t } = useTranslation("clinician");
  const count = waiting.length;
  useEffect(() => {
    setTitleCount(count);
    return () => setTitleCount(0);
  }, [count]);
  const joined = occasions(waiting).join("\n");
  useEffect(() => {
    if (joined === "") return;
    const tell = async () => {
      const fresh = await takeUntold(joined.split("\n"));
      if (fresh.length === 0) return;
      const isLate = fresh.some((each) => each.endsWith("forgotten"));
      const words = t(isLate ? "queue.forgotten" : "queue.someWait", { count });
      announce(words, isLate ? "assertive" : "polite");
      if (waitingSound()) chime();
      if (document.hidden) notify(t("common:product"), words);
    };
    const timer = setTimeout(() => void tell(), document.hidden ? HIDDEN_WAITS_MS : 0);
    return () => clearTimeout(timer);
  }, [joined, count, t]);
}

function Banner({ waiting, now }: { waiting: readonly EncounterOut[]; now: number }) {
  const { t } = useTranslation("clinician");
  const format = useFormat();
  if (waiting.length === 0) return null;
  return (
    <section className={styles.banner} aria-label={t("queue.waiting")}>
      {waiting.map(({ id, appointment, person, waiting_since, alerted_at }) => {
        const minutes = Math.max(0, Math.floor((now - Date.parse(waiting_since)) / 60_000));
        return (
          <article key={id} className={styles.one} data-late={alerted_at === null ? undefined : true}>
            <Icon name="door" size={24} />
            <p className={styles.words}>
              <b>{t("room.waits", { name: person.display_name, count: minutes })}</b>{" "}
              {t("queue.booked", { time: format.time(appointment.starts_at) })}
              {alerted_at === null ? null : <span className={styles.late}>{t("queue.late")}</span>}
            </p>
            <ButtonLink href={`/work/${appointment.id}`} variant={alerted_at === null ? "secondary" : "primary"}>
              {t("queue.open")}
            </ButtonLink>
          </article>
        );
      })}
    </section>
  );
}
