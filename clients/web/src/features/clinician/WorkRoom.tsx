import { useMutation } from "@tanstack/react-query";
import { memo, useDeferredValue, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { refreshSoon } from "@/api/refresh-soon";
import type { Appointment } from "@/api/types";
import { GuestNotes, People } from "@/features/guests/People";
import { useSeenHere } from "@/features/notices/queries";
import { isReadIn } from "@/features/notices/sentence";
import { Afterwards } from "@/features/writing/Afterwards";
import { useGoesOn } from "@/features/writing/GoesOn";
import type { EncounterOut } from "@/generated/protocol";
import { textOf } from "@/i18n";
import { knownTextOf, textOfCode } from "@/i18n/error-text";
import type { Consultation } from "@/realtime/consultation";
import { useFormat } from "@/time/use-format";
import { Button } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { Icon } from "@/ui/Icon";
import { LeaveGuard } from "@/ui/LeaveGuard";
import { Notice } from "@/ui/Notice";
import { Loading } from "@/ui/States";
import { Chat } from "../consultation/Chat";
import { LineNotice } from "../consultation/LineNotice";
import { QualityNotice } from "../consultation/QualityNotice";
import { encounterKeys } from "../consultation/queries";
import { TimeLeft } from "../consultation/TimeLeft";
import { TimeNotice } from "../consultation/TimeNotice";
import { useConsultation } from "../consultation/use-consultation";
import { usePart } from "../consultation/use-store";
import { ExtendTime } from "./ExtendTime";
import { Reason } from "./Reason";
import styles from "./WorkRoom.module.css";
import { WorkStage } from "./WorkStage";

interface WorkRoomProps {
  encounter: EncounterOut;
  /** What the person wrote when they booked. */
  reason: Pick<Appointment, "reason" | "reason_unreadable"> | null;
}

/** The consultation as its practitioner sees it. */
export function WorkRoom({ encounter, reason }: WorkRoomProps) {
  const consultation = useConsultation(encounter);
  if (consultation === null) return <Loading />;
  return <OpenRoom consultation={consultation} first={encounter} reason={reason} />;
}

function OpenRoom({
  consultation,
  first: known,
  reason,
}: {
  consultation: Consultation;
  first: EncounterOut;
  reason: Pick<Appointment, "reason" | "reason_unreadable"> | null;
}) {
  const { t } = useTranslation("clinician");
  const told = usePart(consultation.state, (state) => state.encounter);
  const code = usePart(consultation.state, (state) => state.code);
  const shutOut = usePart(consultation.connection, (line) => (line.at === "refused" ? line.code : null));
  // As it was when the page came; the list of encounters moves on.
  const [first] = useState(known);
  // The next step is drawn beside what the admission sets going: the call does not wait for it.
  const encounter = useDeferredValue(told ?? known);
  const { modality } = encounter.appointment;
  // Events may be lost; what is fetched on the timer has them too.
  useEffect(() => consultation.learn(known), [consultation, known]);
  const isOver = encounter.state === "finished";
  const goesOn = useGoesOn(encounter);
  useSeenHere((notice) => isReadIn(encounter.appointment.id, notice));
  const refusal = shutOut ?? code;

  useEffect(() => {
    if (modality === "text" || isOver) return;
    // The practitioner's own devices are open before the door is, so that nobody waits for them.
    const opened = consultation.media.open(modality);
    void opened.then(() => {
      consultation.prepare(modality === "video");
      // After a reload one goes back into the call. A page that only sees the door open does not take the call to itself.
      if (first.state === "in_progress") consultation.meet(modality);
    });
  }, [consultation, modality, isOver, first.state]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each step of the consultation is a reason to ask again
  useEffect(() => refreshSoon(encounterKeys.all), [encounter.state]);

  if (refusal !== null) {
    return (
      <Notice tone="care" icon="offline" title={t("room.refused")} live>
        <p>{knownTextOf(refusal) ?? t("room.refusedBody")}</p>
        <Button variant="secondary" onPress={() => window.location.reload()}>
          {t("common:reload")}
        </Button>
      </Notice>
    );
  }
  return <Drawn consultation={consultation} encounter={encounter} reason={reason} isClosed={isOver && !goesOn} />;
}

interface DrawnProps {
  consultation: Consultation;
  encounter: EncounterOut;
  reason: Pick<Appointment, "reason" | "reason_unreadable"> | null;
  isClosed: boolean;
}

/** The room as it is drawn, whole only when the consultation takes a step: its parts follow by themselves what moves on. */
const Drawn = memo(function Drawn({ consultation, encounter, reason, isClosed }: DrawnProps) {
  const { t } = useTranslation("clinician");
  const hasCall = encounter.appointment.modality !== "text" && encounter.state !== "finished";
  return (
    <div className={styles.room}>
      <Head consultation={consultation} encounter={encounter} />
      {encounter.state === "in_progress" ? <TimeNotice encounter={encounter} /> : null}
      <GuestNotes encounter={encounter} side="practitioner" />
      <div className={styles.reason}>
        <Reason text={reason?.reason ?? null} unreadable={reason?.reason_unreadable ?? null} />
      </div>
      <LineNotice consultation={consultation} hasCall={hasCall} />
      <QualityNotice consultation={consultation} />
      {hasCall ? <WorkStage consultation={consultation} encounter={encounter} /> : null}
      <StayInCall consultation={consultation} />
      <div className={styles.text}>
        <Chat consultation={consultation} isClosed={isClosed} empty={t("room.noMessages")} />
      </div>
    </div>
  );
});

/** The call is bound to this page: a link that leads away asks first. */
function StayInCall({ consultation }: { consultation: Consultation }) {
  const { t } = useTranslation("clinician");
  const isInCall = usePart(consultation.call.state, ({ at }) => at === "in" || at === "entering");
  return (
    <LeaveGuard isActive={isInCall} title={t("room.leaveTitle")} goLabel={t("room.leave")} stayLabel={t("room.stay")}>
      <p>{t("room.leaveBody")}</p>
    </LeaveGuard>
  );
}

function Head({ consultation, encounter }: { consultation: Consultation; encounter: EncounterOut }) {
  const { t } = useTranslation("clinician");
  const format = useFormat();
  const { appointment, person, place, state } = encounter;
  return (
    <header className={styles.head}>
      <div className={styles.who}>
        <h2 className={styles.name}>{t("name", { name: person.display_name })}</h2>
        <p className={styles.detail}>
          {textOf(appointment.service.name)}{" "}
          {encounter.urgent
            ? format.time(appointment.starts_at)
            : format.span(appointment.starts_at, appointment.ends_at)}
        </p>
        {place === null && !encounter.place_unreadable ? null : (
          <p className={styles.place}>
            <Icon name="place" size={20} />
            <span>
              <span className="visually-hidden">{t("room.place")}</span>
              {encounter.place_unreadable ? textOfCode(encounter.place_unreadable) : place}
            </span>
          </p>
        )}
      </div>
      {state === "in_progress" && !encounter.urgent ? (
        <TimeLeft startsAt={appointment.starts_at} endsAt={appointment.ends_at} />
      ) : null}
      {state === "in_progress" && !encounter.urgent ? (
        <ExtendTime consultation={consultation} encounter={encounter} />
      ) : null}
      {state === "finished" ? null : <People encounter={encounter} side="practitioner" />}
      <Step consultation={consultation} encounter={encounter} />
    </header>
  );
}

/** The practitioner's next step: open the door, or send back before it, or end. */
function Step({ consultation, encounter }: { consultation: Consultation; encounter: EncounterOut }) {
  const { t } = useTranslation("clinician");
  const isOnline = usePart(consultation.connection, ({ at }) => at === "online");
  const [asking, setAsking] = useState<"finish" | "back" | null>(null);
  const { modality } = encounter.appointment;
  const admit = useMutation({
    mutationFn: () => consultation.admit(modality === "text" ? null : modality),
  });
  const finish = useMutation({
    mutationFn: () => consultation.finish(),
    onSettled: () => setAsking(null),
  });
  const putBack = useMutation({
    mutationFn: () => consultation.putBack(),
    onSettled: () => setAsking(null),
  });
  const failed = admit.error ?? finish.error ?? putBack.error;
  if (encounter.state === "finished") return <Afterwards encounter={encounter} />;
  return (
    <div className={styles.step}>
      {encounter.state === "arrived" ? (
        <Button onPress={() => admit.mutate()} isPending={admit.isPending} isDisabled={!isOnline}>
          <Icon name="door" size={20} />
          {t("room.admit")}
        </Button>
      ) : (
        <>
          {encounter.urgent ? null : (
            <Button variant="quiet" onPress={() => setAsking("back")} isDisabled={!isOnline}>
              {t("room.putBack")}
            </Button>
          )}
          <Button variant="secondary" onPress={() => setAsking("finish")} isDisabled={!isOnline}>
            {t("room.finish")}
          </Button>
        </>
      )}
      {failed === null ? null : (
        <p className={styles.failed} role="alert">
          {t("room.failed")}
        </p>
      )}
      <ConfirmDialog
        isOpen={asking === "back"}
        onClose={() => setAsking(null)}
        title={t("room.putBackTitle")}
        confirmLabel={t("room.putBack")}
        cancelLabel={t("room.goOn")}
        onConfirm={() => putBack.mutate()}
        isPending={putBack.isPending}
      >
        <p>{t("room.putBackBody")}</p>
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={asking === "finish"}
        onClose={() => setAsking(null)}
        title={t("room.finishTitle")}
        confirmLabel={t("room.finish")}
        cancelLabel={t("room.goOn")}
        onConfirm={() => finish.mutate()}
        isPending={finish.isPending}
      >
        <p>{t("room.finishBody")}</p>
      </ConfirmDialog>
    </div>
  );
}
