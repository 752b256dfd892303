import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Label } from "react-aria-components/Label";
import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { PractitionerSummary, Service, SlotSearch } from "@/api/types";
import { textOf } from "@/i18n";
import { serverNow } from "@/time/clock";
import { addDays, isoDate, noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { Avatar } from "@/ui/Avatar";
import { Button } from "@/ui/Button";
import { Stack } from "@/ui/Card";
import { Icon } from "@/ui/Icon";
import { Answer, Empty } from "@/ui/States";
import { type Choice, type Draft, freeDays, type Step, timesOf } from "./flow";
import { JoinWaitlist } from "./JoinWaitlist";
import { SlotButtons } from "./SlotButtons";
import { WeekTimes } from "./WeekTimes";
import styles from "./WhenStep.module.css";
import { Wishes } from "./Wishes";

const DAYS = 14;
const ANYONE = "anyone";
/** On so few free days waiting is offered too. */
const FEW_DAYS = 2;

interface WhenStepProps {
  service: Service;
  draft: Draft;
  take: (choice: Choice, next?: Step) => void;
  /** The appointment that is to be moved: its time counts as free. */
  replacing?: string;
}

export function WhenStep({ service, draft, take, replacing }: WhenStepProps) {
  const { t } = useTranslation("booking");
  const today = isoDate(serverNow());
  const last = addDays(today, service.horizon_days);
  const [first, setFirst] = useState(() => startOf(draft.day, today));
  const end = addDays(first, DAYS - 1);
  const { language, gender } = draft.wishes;
  const query = { service_id: service.id, from: first, to: end, language, gender, replacing: replacing ?? null };
  const search = useQuery({
    queryKey: keys.slots(service.id, query),
    queryFn: ({ signal }) => api.get<SlotSearch>("/slots", query, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });

  return (
    <Answer of={search}>
      {({ slots, practitioners }) => {
        const free = freeDays(slots, draft.practitionerId);
        const days = Array.from({ length: DAYS }, (_, index) => addDays(first, index)).filter((day) => day <= last);
        const chosen = draft.day && days.includes(draft.day) ? draft.day : null;
        const day = chosen ?? days.find((each) => free.has(each)) ?? days[0] ?? first;
        const times = timesOf(slots, day, draft.practitionerId);
        const only = practitioners.length === 1 ? practitioners[0] : undefined;
        const nextFree = days.find((each) => each > day && free.has(each));
        return (
          <Stack gap={5}>
            <Wishes
              practitioners={practitioners}
              wishes={draft.wishes}
              onChange={(wishes) => take({ kind: "wishes", wishes })}
            />
            {only ? <OnlyOne practitioner={only} /> : null}
            <PractitionerChips
              practitioners={practitioners}
              chosen={draft.practitionerId}
              onChange={(id, name) => take({ kind: "practitioner", id, name, slots })}
            />
            <Days
              days={days}
              free={free}
              chosen={day}
              onChange={(each) => take({ kind: "day", day: each })}
              onEarlier={first > today ? () => setFirst(addDays(first, -DAYS)) : undefined}
              onLater={end < last ? () => setFirst(addDays(first, DAYS)) : undefined}
            />
            <Button variant="quiet" onPress={() => take({ kind: "view", view: draft.view === "day" ? "week" : "day" })}>
              {t(draft.view === "day" ? "when.asWeek" : "when.asDay")}
            </Button>
            {draft.view === "week" ? (
              <WeekTimes
                days={weekFrom(days, day)}
                slots={slots}
                practitionerId={draft.practitionerId}
                chosen={draft.startsAt}
                onChoose={(slot) => take({ kind: "slot", slot, onlyName: only?.display_name }, "how")}
              />
            ) : (
              <div aria-live="polite" aria-busy={search.isPlaceholderData} className={styles.times}>
                {times.length > 0 ? (
                  times.map(({ part, slots: found }) => (
                    <section key={part} className={styles.part} aria-label={t(`when.part.${part}`)}>
                      <h2 className={styles.partName}>{t(`when.part.${part}`)}</h2>
                      <SlotButtons
                        slots={found}
                        chosen={draft.startsAt}
                        onChoose={(slot) => take({ kind: "slot", slot, onlyName: only?.display_name }, "how")}
                      />
                    </section>
                  ))
                ) : (
                  <Empty icon="calendar" title={t(free.size > 0 ? "when.fullDay" : "when.full")}>
                    {nextFree ? (
                      <NextFree day={nextFree} onPress={() => take({ kind: "day", day: nextFree })} />
                    ) : end < last ? (
                      <Button variant="secondary" onPress={() => setFirst(addDays(first, DAYS))}>
                        {t("when.later")}
                      </Button>
                    ) : (
                      <p>{t("when.fullHint")}</p>
                    )}
                  </Empty>
                )}
              </div>
            )}
            {replacing || free.size > FEW_DAYS ? null : (
              <JoinWaitlist
                service={service}
                practitionerId={draft.practitionerId}
                modality={draft.modality}
                wishes={draft.wishes}
                first={first}
                last={end < last ? end : last}
              />
            )}
          </Stack>
        );
      }}
    </Answer>
  );
}

/** The chosen day and the six after it, as far as they are shown. */
function weekFrom(days: readonly string[], day: string): string[] {
  const at = Math.max(0, days.indexOf(day));
  return days.slice(at, at + 7);
}

/** The two weeks that hold the chosen day, counted from today. */
function startOf(day: string | null, today: string): string {
  let first = today;
  while (day !== null && day >= addDays(first, DAYS)) first = addDays(first, DAYS);
  return first;
}

function NextFree({ day, onPress }: { day: string; onPress: () => void }) {
  const { t } = useTranslation("booking");
  const format = useFormat();
  return (
    <Button variant="secondary" onPress={onPress}>
      {t("when.nextFree", { date: format.date(noonOf(day)) })}
    </Button>
  );
}

/** Nobody to choose among, but one wants to know with whom one will talk. */
function OnlyOne({ practitioner }: { practitioner: PractitionerSummary }) {
  return (
    <p className={styles.only}>
      <Avatar name={practitioner.display_name} role={practitioner.role} />
      <span className={styles.personWords}>
        <span className={styles.personName}>{practitioner.display_name}</span>
        <span className={styles.personTitle}>{textOf(practitioner.title)}</span>
      </span>
    </p>
  );
}

interface PractitionerChipsProps {
  practitioners: SlotSearch["practitioners"];
  chosen: string | null;
  onChange: (id: string | null, name: string | null) => void;
}

function PractitionerChips({ practitioners, chosen, onChange }: PractitionerChipsProps) {
  const { t } = useTranslation("booking");
  if (practitioners.length < 2) return null;
  return (
    <RadioGroup
      className={styles.group}
      value={chosen ?? ANYONE}
      onChange={(id) => {
        const found = practitioners.find((each) => each.id === id);
        onChange(found?.id ?? null, found?.display_name ?? null);
      }}
      orientation="horizontal"
    >
      <Label className={styles.label}>{t("when.who")}</Label>
      <div className={styles.strip}>
        <Radio value={ANYONE} className={styles.person}>
          <span className={styles.anyone}>
            <Icon name="people" />
          </span>
          <span className={styles.personName}>{t("when.anyone")}</span>
        </Radio>
        {practitioners.map((each) => (
          <Radio key={each.id} value={each.id} className={styles.person}>
            <Avatar name={each.display_name} role={each.role} />
            <span className={styles.personWords}>
              <span className={styles.personName}>{each.display_name}</span>
              <span className={styles.personTitle}>{textOf(each.title)}</span>
            </span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}

interface DaysProps {
  days: readonly string[];
  free: ReadonlySet<string>;
  chosen: string;
  onChange: (day: string) => void;
  onEarlier?: () => void;
  onLater?: () => void;
}

function Days({ days, free, chosen, onChange, onEarlier, onLater }: DaysProps) {
  const { t } = useTranslation("booking");
  const format = useFormat();
  return (
    <RadioGroup className={styles.group} value={chosen} onChange={onChange} orientation="horizontal">
      <div className={styles.month}>
        <Label className={styles.label}>
          <span className="visually-hidden">{t("when.day")}</span>
          {format.month(noonOf(chosen))}
        </Label>
        <span className={styles.turn}>
          {onEarlier ? (
            <Button variant="quiet" onPress={onEarlier}>
              {t("when.earlier")}
            </Button>
          ) : null}
          {onLater ? (
            <Button variant="quiet" onPress={onLater}>
              {t("when.later")}
            </Button>
          ) : null}
        </span>
      </div>
      <div className={styles.strip}>
        {days.map((day) => (
          <Radio
            key={day}
            value={day}
            className={`${styles.day} ${free.has(day) ? "" : styles.none}`}
            aria-label={`${format.date(noonOf(day))} ${t(free.has(day) ? "when.free" : "when.none")}`}
          >
            <span className={styles.weekday}>{format.weekday(noonOf(day))}</span>
            <span className={styles.number}>{Number(day.slice(8))}</span>
            <span className={styles.state}>{t(free.has(day) ? "when.freeShort" : "when.noneShort")}</span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
