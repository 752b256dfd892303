import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Redirect, useParams } from "wouter";
import { monthAfter, monthOf } from "@/features/rota/months";
import { OnDutyNow } from "@/features/rota/OnDutyNow";
import frame from "@/features/rota/RotaFrame.module.css";
import { ShiftChip } from "@/features/rota/ShiftChip";
import { textOf } from "@/i18n";
import { errorText } from "@/i18n/error-text";
import { serverNow } from "@/time/clock";
import { isoDate, noonOf } from "@/time/format";
import { isMonth } from "@/time/month";
import { useFormat } from "@/time/use-format";
import { ButtonLink } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { Icon } from "@/ui/Icon";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";
import { Answer } from "@/ui/States";
import { DayDialog } from "./DayDialog";
import styles from "./DutyPage.module.css";
import { MySwaps } from "./MySwaps";
import { mineQuery, useWishes } from "./queries";
import { SickCall } from "./SickCall";
import type { MyMonth } from "./types";
import { wishedOn, withWish } from "./wishes";

/** My duty: the month, who is on with me, my wishes and swaps. */
export default function DutyPage() {
  const { t } = useTranslation("duty");
  const format = useFormat();
  const { month } = useParams<{ month?: string }>();
  const now = monthOf(serverNow());
  const query = useQuery({ ...mineQuery(month ?? now), enabled: month !== undefined && isMonth(month) });
  if (!month || !isMonth(month)) return <Redirect to={`/duty/${now}`} replace />;
  return (
    <Page title={t("title")}>
      <OnDutyNow />
      <MySwaps />
      <SickCall />
      <div className={frame.month}>
        <Link href={`/duty/${monthAfter(month, -1)}`} className={frame.step} aria-label={t("before")}>
          <Icon name="back" />
        </Link>
        <h2 id="duty-month" className={frame.name} aria-live="polite">
          {format.month(noonOf(`${month}-01`))}
        </h2>
        <Link href={`/duty/${monthAfter(month, 1)}`} className={frame.step} aria-label={t("after")}>
          <Icon name="forward" />
        </Link>
      </div>
      <Answer of={query}>{(mine) => <MonthList key={month} mine={mine} />}</Answer>
      <Card tone="soft">
        <Stack gap={3}>
          <p>{t("feed")}</p>
          <ButtonLink href="/settings/reminders" variant="secondary">
            {t("feedLink")}
          </ButtonLink>
        </Stack>
      </Card>
    </Page>
  );
}

function MonthList({ mine }: { mine: MyMonth }) {
  const { t } = useTranslation("duty");
  const format = useFormat();
  const [open, setOpen] = useState<string | null>(null);
  const wishes = useWishes(mine.month);
  const today = isoDate(serverNow());
  return (
    <Stack>
      <p className={styles.quiet}>
        {mine.wishes_until ? t("wishesUntil", { when: format.date(noonOf(mine.wishes_until)) }) : t("wishesOver")}
      </p>
      {wishes.isError ? (
        <Notice tone="care" live>
          <p>{errorText(wishes.error)}</p>
        </Notice>
      ) : null}
      <ul className={styles.days} aria-labelledby="duty-month">
        {mine.days.map(({ date, kind, holiday_name }) => {
          const duties = mine.duties.filter((duty) => duty.date === date);
          const wished = wishedOn(mine.wishes, date);
          return (
            <li key={date} className={date === today ? styles.today : undefined}>
              <button type="button" className={styles.day} onClick={() => setOpen(date)}>
                <span className={`${styles.date} ${kind === "weekday" ? "" : styles.free}`}>
                  {format.date(noonOf(date))}
                  {holiday_name ? <small>{holiday_name}</small> : null}
                  {date === today ? <small>{t("today")}</small> : null}
                </span>
                <span className={styles.what}>
                  {duties.length === 0 ? <span className={styles.quiet}>{t("off")}</span> : null}
                  {duties.map((duty) => {
                    const shift = mine.shift_types.find(({ id }) => id === duty.shift_type_id);
                    return (
                      <span key={duty.starts_at} className={styles.duty}>
                        {shift ? <ShiftChip shift={shift} /> : null}
                        <span aria-hidden="true">{shift ? textOf(shift.name) : ""}</span>
                        <span>{format.span(duty.starts_at, duty.ends_at)}</span>
                        {duty.beside.length > 0 ? (
                          <small>{t("with", { names: duty.beside.join(t("and")) })}</small>
                        ) : null}
                      </span>
                    );
                  })}
                  {wished === "none" ? null : <small className={styles.wish}>{t(`wish.${wished}`)}</small>}
                </span>
                <Icon name="forward" size={20} />
              </button>
            </li>
          );
        })}
      </ul>
      {open ? (
        <DayDialog
          mine={mine}
          date={open}
          onClose={() => setOpen(null)}
          onWish={(wished, weight) => wishes.mutate(withWish(mine.wishes, open, wished, weight))}
        />
      ) : null}
    </Stack>
  );
}
