import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { RecordAccess } from "@/api/types";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { Stack } from "@/ui/Card";
import { More } from "@/ui/More";
import { Page } from "@/ui/Page";
import { Answer, Empty } from "@/ui/States";
import styles from "./AccessPage.module.css";
import { recordAccessQuery } from "./queries";
import { daysOf, type Visit } from "./visits";

/** Who read or wrote one's own record: when, what, and why. */
export default function AccessPage() {
  const { t } = useTranslation("access");
  const format = useFormat();
  const all = useInfiniteQuery(recordAccessQuery());
  return (
    <Page title={t("title")} back="/family" lead={t("lead")}>
      <Answer of={all}>
        {({ pages }) => {
          const days = daysOf(pages.flatMap((page) => page.entries));
          if (days.length === 0) return <Empty title={t("none")} />;
          return (
            <Stack>
              {days.map(({ day, visits }) => (
                <section key={day} aria-labelledby={`day-${day}`} className={styles.day}>
                  <h2 id={`day-${day}`}>{format.date(noonOf(day))}</h2>
                  <ul className={styles.visits}>
                    {visits.map((visit) => (
                      <VisitRow key={visit.key} visit={visit} />
                    ))}
                  </ul>
                </section>
              ))}
              <More of={all} label={t("older")} />
              <div className={styles.words}>
                <p>{t("counted")}</p>
                <p>{t("ask")}</p>
              </div>
            </Stack>
          );
        }}
      </Answer>
    </Page>
  );
}

function VisitRow({ visit }: { visit: Visit }) {
  const { t } = useTranslation("access");
  const format = useFormat();
  const role = t(`common:role.${visit.role}`);
  const named = (what: RecordAccess["entity"][]) => what.map((each) => t(`what.${each}`)).join(t("and"));
  const [from, to] = [format.time(visit.from), format.time(visit.to)];
  return (
    <li className={styles.visit}>
      <p className={styles.when}>{from === to ? from : format.span(visit.from, visit.to)}</p>
      <p className={styles.who}>{visit.name ? t("who", { name: visit.name, role }) : t("gone", { role })}</p>
      {visit.read.length > 0 ? <p>{t("read", { what: named(visit.read) })}</p> : null}
      {visit.wrote.length > 0 ? <p>{t("wrote", { what: named(visit.wrote) })}</p> : null}
      <p className={styles.why}>{t(`purpose.${visit.purpose}`)}</p>
    </li>
  );
}
