import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Appointment, Modality } from "@/api/types";
import { CheckTag } from "@/features/device-check/CheckTag";
import type { EncounterOut } from "@/generated/protocol";
import { textOf } from "@/i18n";
import { useFormat } from "@/time/use-format";
import { useNow } from "@/time/use-now";
import { Icon } from "@/ui/Icon";
import { Answer } from "@/ui/States";
import { encounterKeys, useEncounters, useUnreadEncounters } from "../consultation/queries";
import styles from "./Queue.module.css";
import { useToday } from "./queries";
import { AlertChoices } from "./waiting/AlertChoices";
import { whoWaits } from "./waiting/arrivals";

interface QueueProps {
  selected: string | null;
  onSelect: () => void;
}

/** Who waits, who is being seen, and the day's list. */
export function Queue({ selected, onSelect }: QueueProps) {
  const { t } = useTranslation("clinician");
  const encounters = useEncounters();
  const today = useToday();
  const unread = useUnreadEncounters().data ?? [];
  const client = useQueryClient();
  // What was open until now may be read by now.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the choice of another that asks again
  useEffect(() => void client.invalidateQueries({ queryKey: encounterKeys.unread }), [client, selected]);
  const known = encounters.data ?? [];
  const waiting = whoWaits(known);
  const running = known.filter((one) => one.state === "in_progress");
  return (
    <div className={styles.queue}>
      <h2 className={styles.heading}>
        {t("queue.waiting")}
        <span className={styles.count}>{waiting.length}</span>
      </h2>
      <AlertChoices />
      <Answer of={encounters}>
        {() =>
          waiting.length + running.length === 0 ? (
            <p className={styles.quiet}>{t("queue.nobody")}</p>
          ) : (
            <ul className={styles.list}>
              {[...running, ...waiting].map((encounter) => (
                <Present
                  key={encounter.id}
                  encounter={encounter}
                  isUnread={unread.includes(encounter.id)}
                  isSelected={encounter.appointment.id === selected}
                  onSelect={onSelect}
                />
              ))}
            </ul>
          )
        }
      </Answer>
      <h2 className={styles.heading}>{t("queue.today")}</h2>
      <Answer of={today}>
        {(appointments) =>
          appointments.length === 0 ? (
            <p className={styles.quiet}>{t("queue.noAppointments")}</p>
          ) : (
            <ul className={styles.list}>
              {appointments.map((appointment) => (
                <Planned
                  key={appointment.id}
                  appointment={appointment}
                  encounter={known.find((one) => one.appointment.id === appointment.id) ?? null}
                  isSelected={appointment.id === selected}
                  onSelect={onSelect}
                />
              ))}
            </ul>
          )
        }
      </Answer>
    </div>
  );
}

interface ItemProps {
  isSelected: boolean;
  onSelect: () => void;
}

interface PresentProps extends ItemProps {
  encounter: EncounterOut;
  isUnread: boolean;
}

function Present({ encounter, isUnread, isSelected, onSelect }: PresentProps) {
  const { t } = useTranslation("clinician");
  const format = useFormat();
  const now = useNow();
  const { appointment, person, state } = encounter;
  const minutes = Math.max(0, Math.floor((now - Date.parse(encounter.waiting_since)) / 60_000));
  return (
    <li>
      <Link
        href={`/work/${appointment.id}`}
        className={styles.item}
        data-state={state}
        aria-current={isSelected || undefined}
        onClick={onSelect}
      >
        <Kind modality={appointment.modality} />
        <span className={styles.words}>
          <span className={styles.name}>{t("name", { name: person.display_name })}</span>
          <span className={styles.detail}>
            {encounter.urgent ? null : t("queue.booked", { time: format.time(appointment.starts_at) })}{" "}
            {textOf(appointment.service.name)}
          </span>
          <span className={styles.state}>
            {state === "arrived" ? t("queue.waits", { count: minutes }) : t("queue.inProgress")}
          </span>
          {state === "arrived" && encounter.alerted_at !== null ? (
            <span className={styles.state}>{t("queue.past")}</span>
          ) : null}
          {isUnread && !isSelected ? (
            <span className={styles.unread}>
              <Icon name="text" size={18} />
              {t("queue.unread")}
            </span>
          ) : null}
        </span>
      </Link>
    </li>
  );
}

function Planned(props: ItemProps & { appointment: Appointment; encounter: EncounterOut | null }) {
  const { appointment, encounter, isSelected, onSelect } = props;
  const { t } = useTranslation("clinician");
  const format = useFormat();
  const state = encounter?.state ?? appointment.state;
  return (
    <li>
      <Link
        href={`/work/${appointment.id}`}
        className={styles.item}
        data-past={state === "finished" || state === "no_show" || undefined}
        aria-current={isSelected || undefined}
        onClick={onSelect}
      >
        <Kind modality={appointment.modality} />
        <span className={styles.words}>
          <span className={styles.name}>
            <span className={styles.time}>{format.time(appointment.starts_at)}</span>
            {t("name", { name: appointment.person?.display_name ?? encounter?.person.display_name ?? "" })}
          </span>
          <span className={styles.detail}>
            {textOf(appointment.service.name)}
            <span className={styles.tag}>{t(`state.${state}`)}</span>
          </span>
          <CheckTag appointment={appointment} />
        </span>
      </Link>
    </li>
  );
}

function Kind({ modality }: { modality: Modality }) {
  const { t } = useTranslation();
  return (
    <span className={styles.kind}>
      <Icon name={modality} size={22} />
      <span className="visually-hidden">{t(`modality.${modality}`)}</span>
    </span>
  );
}
