import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { textOf } from "@/i18n";
import { serverNow } from "@/time/clock";
import { addDays, isoDate } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { Card, Stack } from "@/ui/Card";
import { SelectField } from "@/ui/SelectField";
import { Answer, Empty } from "@/ui/States";
import { hoursOf } from "./gap-hours";
import { OnDutyNow } from "./OnDutyNow";
import { rotaKeys } from "./queries";
import { RotaFrame } from "./RotaFrame";
import { ShiftChip } from "./ShiftChip";
import type { Gap, ShiftType } from "./types";
import styles from "./UncoveredPage.module.css";

const PERIODS = { week: [0, 7], month: [0, 31], quarter: [0, 92], past: [-31, 0], pastQuarter: [-92, 0] } as const;
type Period = keyof typeof PERIODS;

/** The hours for which the published rota has too few people, to come and past. */
export default function UncoveredPage() {
  const { t } = useTranslation("rota");
  const [period, setPeriod] = useState<Period>("month");
  const today = isoDate(serverNow());
  const [first, last] = PERIODS[period];
  const from = addDays(today, first);
  const to = addDays(today, last);
  const query = useQuery({
    queryKey: rotaKeys.uncovered(from, to),
    queryFn: ({ signal }) =>
      api.get<{ gaps: Gap[]; shift_types: ShiftType[] }>("/rota/uncovered", { from, to }, signal),
  });
  return (
    <RotaFrame title={t("parts.uncovered")}>
      <OnDutyNow />
      <div className={styles.period}>
        <SelectField
          label={t("uncovered.period")}
          value={period}
          onChange={(chosen) => setPeriod(chosen as Period)}
          options={(Object.keys(PERIODS) as Period[]).map((each) => ({
            value: each,
            label: t(`uncovered.periods.${each}`),
          }))}
        />
      </div>
      <Answer of={query}>
        {({ gaps, shift_types }) =>
          gaps.length === 0 ? (
            <Empty icon="check" title={t("uncovered.none")} />
          ) : (
            <Stack>
              <p role="status">{t("uncovered.sum", { count: gaps.length, hours: hoursOf(gaps) })}</p>
              <Gaps gaps={gaps} shifts={shift_types} />
            </Stack>
          )
        }
      </Answer>
    </RotaFrame>
  );
}

function Gaps({ gaps, shifts }: { gaps: readonly Gap[]; shifts: readonly ShiftType[] }) {
  const { t } = useTranslation("rota");
  const format = useFormat();
  const span = ({ starts_at, ends_at }: Gap) =>
    isoDate(starts_at) === isoDate(ends_at)
      ? `${format.date(starts_at)} ${format.span(starts_at, ends_at)}`
      : t("uncovered.span", { starts: format.dateTime(starts_at), ends: format.dateTime(ends_at) });
  return (
    <Card>
      <ul className={styles.gaps}>
        {gaps.map((gap) => {
          const shift = shifts.find(({ id }) => id === gap.shift_type_id);
          return (
            <li key={`${gap.starts_at}${gap.role}${gap.shift_type_id}`}>
              {shift ? <ShiftChip shift={shift} /> : null}
              <span>{span(gap)}</span>
              <span>
                {shift ? textOf(shift.name) : ""} {t(`common:role.${gap.role}`)}
              </span>
              <b>{t("grid.lack", { count: gap.missing })}</b>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
