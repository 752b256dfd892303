import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { ButtonLink } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import { Page } from "@/ui/Page";
import { Answer, Empty } from "@/ui/States";
import { useWaiting } from "./queries";
import styles from "./Record.module.css";
import type { Waiting } from "./types";

/** For a supervising psychiatrist: their own queue; apart from it what nobody's counsellor wrote, and a colleague's. */
export default function CosigningsPage() {
  const { t } = useTranslation("records");
  const waiting = useWaiting();
  return (
    <Page title={t("queue.title")} lead={t("queue.lead")}>
      <Answer of={waiting}>
        {(list) => {
          const of = (capacity: Waiting["capacity"]) => list.filter((one) => one.capacity === capacity);
          const own = of("supervisor");
          return (
            <>
              {own.length === 0 ? (
                <Empty icon="check" title={t("queue.none")} />
              ) : (
                <Section id="own" title={t("queue.own")} rows={own} />
              )}
              <Section
                id="unsupervised"
                title={t("queue.unsupervised")}
                lead={t("queue.unsupervisedLead")}
                rows={of("unsupervised")}
              />
              <Section id="deputy" title={t("queue.deputy")} lead={t("queue.deputyLead")} rows={of("deputy")} />
            </>
          );
        }}
      </Answer>
      <ButtonLink href="/glass" variant="secondary">
        {t("glass.see")}
      </ButtonLink>
    </Page>
  );
}

interface SectionProps {
  id: string;
  title: string;
  lead?: string;
  rows: readonly Waiting[];
}

function Section({ id, title, lead, rows }: SectionProps) {
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby={id} className={styles.section}>
      <h2 id={id}>{title}</h2>
      {lead === undefined ? null : <p className={styles.lead}>{lead}</p>}
      <ul className={styles.list}>
        {rows.map((one) => (
          <Row key={one.id} one={one} />
        ))}
      </ul>
    </section>
  );
}

function Row({ one }: { one: Waiting }) {
  const { t } = useTranslation("records");
  const format = useFormat();
  return (
    <li>
      <Link href={`/cosignings/${one.id}`} className={styles.row}>
        <span className={styles.words}>
          <span className={styles.name}>{t("queue.row", { person: one.person_name, author: one.author_name })}</span>
          <span className={styles.detail}>
            {t(one.number > 0 ? "queue.amended" : "queue.held", { time: format.dateTime(one.held_at) })}
          </span>
          <span className={styles.detail}>
            {t("queue.since", { time: format.dateTime(one.asked_at) })}
            {one.is_overdue ? (
              <span className={styles.overdue}>
                <Icon name="clock" size={20} />
                {t("queue.overdue")}
              </span>
            ) : null}
          </span>
          {one.capacity === "deputy" ? (
            <span className={styles.detail}>
              {one.supervisor_away_until === null
                ? t("queue.supervisor", { name: one.supervisor_name })
                : t("queue.supervisorAway", {
                    name: one.supervisor_name,
                    day: format.date(noonOf(one.supervisor_away_until)),
                  })}
            </span>
          ) : null}
          {one.opened_by_name === null ? null : (
            <span className={styles.detail}>{t("queue.opened", { name: one.opened_by_name })}</span>
          )}
        </span>
        <Icon name="forward" size={22} />
      </Link>
    </li>
  );
}
