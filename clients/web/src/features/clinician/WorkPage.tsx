import { type RefObject, Suspense, startTransition, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useParams, useSearchParams } from "wouter";
import { lazyPage } from "@/app/lazy-page";
import { RaiseAlert } from "@/features/alerts/RaiseAlert";
import SafetyTasks from "@/features/alerts/SafetyTasks";
import { OfferFollowUp } from "@/features/followups/OfferFollowUp";
import { Supervisions } from "@/features/guests/Supervisions";
import { NoteEditor } from "@/features/note/NoteEditor";
import { useSeenHere } from "@/features/notices/queries";
import { isShownBy } from "@/features/notices/sentence";
import { CosigningsLink } from "@/features/record/CosigningsLink";
import { SummaryEditor } from "@/features/summary/SummaryEditor";
import { Trends } from "@/features/trend/Trends";
import { useHasUnsent } from "@/features/unsent/use-unsent";
import type { EncounterOut } from "@/generated/protocol";
import { Icon, type IconName } from "@/ui/Icon";
import { Answer, Empty } from "@/ui/States";
import { useAppointment, useEncounters } from "../consultation/queries";
import { useTitle } from "../consultation/use-title";
import { AppointmentView } from "./AppointmentView";
import { Course } from "./Course";
import { Courses } from "./Courses";
import { FamilyGlance } from "./FamilyGlance";
import { GoingOn } from "./GoingOn";
import { Queue } from "./Queue";
import styles from "./WorkPage.module.css";
import { WorkRoom } from "./WorkRoom";

const AssessmentBeside = lazyPage(() => import("@/features/alerts/AssessmentBeside"), "alerts");
const UnsentFirst = lazyPage(() => import("@/features/unsent/UnsentFirst"), "unsent");

const PANES = [
  { id: "queue", icon: "people" },
  { id: "room", icon: "talk" },
  { id: "record", icon: "note" },
] as const satisfies readonly { id: string; icon: IconName }[];
type Pane = (typeof PANES)[number]["id"];

/** The clinician's one working screen: who waits and the day, the consultation, the family and the note. */
export default function WorkPage() {
  const { t } = useTranslation("clinician");
  const { appointmentId } = useParams<{ appointmentId?: string }>();
  const [chosen, setPane] = useState<Pane>("room");
  const [search] = useSearchParams();
  const assessed = search.get("assess");
  useEffect(() => {
    if (assessed !== null) setPane("record");
  }, [assessed]);
  const pane = appointmentId === undefined ? "queue" : chosen;
  const hasUnsent = useHasUnsent(appointmentId);
  const work = useRef<HTMLDivElement>(null);
  useTitle(t("title"));
  useRestOfHeight(work);
  const isRestDrawn = useAfterRoom(appointmentId !== undefined);
  return (
    <div ref={work} className={styles.work} data-pane={pane}>
      <h1 className="visually-hidden">{t("title")}</h1>
      {appointmentId === undefined ? null : (
        <nav className={styles.panes} aria-label={t("panes.label")}>
          {PANES.map(({ id, icon }) => (
            <button
              key={id}
              type="button"
              className={styles.pane}
              aria-current={pane === id || undefined}
              onClick={() => setPane(id)}
            >
              <Icon name={icon} size={20} />
              {t(`panes.${id}`)}
            </button>
          ))}
        </nav>
      )}
      <section className={styles.queue} aria-label={t("panes.queue")}>
        {isRestDrawn ? (
          <>
            {hasUnsent ? (
              <Suspense fallback={null}>
                <UnsentFirst pathTo={(appointment) => `/work/${appointment}`} except={appointmentId} />
              </Suspense>
            ) : null}
            <SafetyTasks />
            <Supervisions />
            <CosigningsLink />
            <Queue selected={appointmentId ?? null} onSelect={() => setPane("room")} />
            <GoingOn selected={appointmentId ?? null} onSelect={() => setPane("room")} />
            <Courses />
          </>
        ) : null}
      </section>
      {appointmentId === undefined ? (
        <div className={styles.nothing}>
          <Empty icon="talk" title={t("nothing.title")}>
            <p>{t("nothing.body")}</p>
          </Empty>
        </div>
      ) : (
        <Selected key={appointmentId} appointmentId={appointmentId} assessed={assessed} isRestDrawn={isRestDrawn} />
      )}
    </div>
  );
}

/** On a wide screen the columns fill what the header and the flags leave, however many there are. */
function useRestOfHeight(work: RefObject<HTMLDivElement | null>): void {
  useLayoutEffect(() => {
    const element = work.current;
    if (element === null || typeof ResizeObserver === "undefined") return;
    const measure = () => {
      const top = element.getBoundingClientRect().top + window.scrollY;
      element.style.setProperty("--work-top", `${Math.round(top)}px`);
    };
    const observer = new ResizeObserver(measure);
    const shell = element.closest("main")?.parentElement;
    // The shell grows when a flag comes that was not among its parts before.
    if (shell) for (const part of [shell, ...shell.children]) observer.observe(part);
    measure();
    return () => observer.disconnect();
  }, [work]);
}

/** The room comes first, and the lists and the record in pieces after it: a call that goes on there waits for neither. */
function useAfterRoom(hasRoom: boolean): boolean {
  const [isAfter, setAfter] = useState(!hasRoom);
  useEffect(() => startTransition(() => setAfter(true)), []);
  return isAfter;
}

interface SelectedProps {
  appointmentId: string;
  /** The alert whose assessment is being written. */
  assessed: string | null;
  isRestDrawn: boolean;
}

function Selected({ appointmentId, assessed, isRestDrawn }: SelectedProps) {
  const { t } = useTranslation("clinician");
  const [, go] = useLocation();
  const encounters = useEncounters();
  const appointment = useAppointment(appointmentId);
  useSeenHere((notice) => appointment.data !== undefined && isShownBy(appointment.data, notice));
  const encounter = encounters.data?.find((one) => one.appointment.id === appointmentId) ?? null;
  const personId = encounter?.person.id ?? appointment.data?.person?.id;
  return (
    <>
      <section className={styles.room} aria-label={t("panes.room")}>
        {encounter === null ? (
          <Answer of={encounters}>
            {() => <Answer of={appointment}>{(data) => <AppointmentView appointment={data} />}</Answer>}
          </Answer>
        ) : (
          <WorkRoom key={encounter.id} encounter={encounter} reason={appointment.data ?? null} />
        )}
      </section>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by the keyboard */}
      <section className={styles.record} aria-label={t("panes.record")} tabIndex={0}>
        {personId === undefined || assessed === null ? null : (
          <Suspense fallback={null}>
            <AssessmentBeside
              flagId={assessed}
              personId={personId}
              onClose={() => go(`/work/${appointmentId}`, { replace: true })}
            />
          </Suspense>
        )}
        {personId === undefined || !isRestDrawn ? null : <FamilyGlance personId={personId} />}
        {personId === undefined ? null : <RaiseAlert personId={personId} />}
        {personId === undefined || !isRestDrawn ? null : <Trends personId={personId} isFolded />}
        {encounter === null || !isRestDrawn ? null : <Record encounter={encounter} />}
      </section>
    </>
  );
}

function Record({ encounter }: { encounter: EncounterOut }) {
  return (
    <>
      <NoteEditor key={encounter.id} encounterId={encounter.id} isAdmitted={encounter.state !== "arrived"} />
      {encounter.state === "arrived" ? null : <SummaryEditor encounterId={encounter.id} />}
      {encounter.state === "arrived" || encounter.urgent ? null : (
        <OfferFollowUp key={encounter.id} encounter={encounter} />
      )}
      <Course encounter={encounter} />
    </>
  );
}
