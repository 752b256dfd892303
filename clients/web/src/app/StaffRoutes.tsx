import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Redirect, Route, Switch } from "wouter";
import { useMe } from "@/auth/hooks";
import { CLINICIANS, homeOf, READERS_OF_FIGURES } from "@/auth/roles";
import { NoticesLink } from "@/features/notices/NoticesLink";
import { UrgentNotices } from "@/features/notices/UrgentNotices";
import { LivePerson } from "./LivePerson";
import { lazyPage } from "./lazy-page";
import { NotFound } from "./NotFound";
import { type NavItem, Shell } from "./Shell";

export const WorkPage = lazyPage(
  () => import("@/features/clinician/WorkPage"),
  "clinician",
  "alerts",
  "consultation",
  "guests",
  "followups",
  "writing",
  "unsent",
  "devices",
  "records",
  "summary",
);
const SupervisionPage = lazyPage(
  () => import("@/features/guests/SupervisionPage"),
  "guests",
  "consultation",
  "unsent",
  "devices",
);
const CosigningsPage = lazyPage(() => import("@/features/record/CosigningsPage"), "records");
const CosigningPage = lazyPage(() => import("@/features/record/CosigningPage"), "records");
const CoursePage = lazyPage(() => import("@/features/clinician/CoursePage"), "clinician");
const GlassPage = lazyPage(() => import("@/features/record/GlassPage"), "records");
const TemplatesPage = lazyPage(() => import("@/features/record/TemplatesPage"), "records");
const RecordPage = lazyPage(() => import("@/features/record/RecordPage"), "records");
const BoardPage = lazyPage(() => import("@/features/alerts/BoardPage"), "alerts");
const ChainPage = lazyPage(() => import("@/features/alerts/ChainPage"), "alerts");
const AssessmentPage = lazyPage(() => import("@/features/alerts/AssessmentPage"), "alerts", "clinician");
const FiguresPage = lazyPage(() => import("@/features/coordinator/FiguresPage"), "coordinator");
const AccountsPage = lazyPage(() => import("@/features/accounts/AccountsPage"), "accounts");
const JobsPage = lazyPage(() => import("@/features/jobs/JobsPage"), "jobs");
const SettingsPage = lazyPage(() => import("@/features/settings/SettingsPage"), "alerts");
const PasswordPage = lazyPage(() => import("@/features/password/PasswordPage"), "password");
const RemindersPage = lazyPage(() => import("@/features/reminders/RemindersPage"), "reminders");
const KeptMailsPage = lazyPage(() => import("@/features/mails/KeptMailsPage"), "jobs");
const TodayPage = lazyPage(() => import("@/features/today/TodayPage"), "today", "devices");
const DayPage = lazyPage(() => import("@/features/today/DayPage"), "today");
const AbsencePage = lazyPage(() => import("@/features/today/AbsencePage"), "today");
const DisplacedPage = lazyPage(() => import("@/features/today/DisplacedPage"), "today");
const ServicesPage = lazyPage(() => import("@/features/services/ServicesPage"), "services");
const SchedulesPage = lazyPage(() => import("@/features/schedules/SchedulesPage"), "schedules");
const SchedulePage = lazyPage(() => import("@/features/schedules/SchedulePage"), "schedules");
const ClosingsPage = lazyPage(() => import("@/features/schedules/ClosingsPage"), "schedules");
const RotaPage = lazyPage(() => import("@/features/rota/RotaPage"), "rota");
const RotaSettingsPage = lazyPage(() => import("@/features/rota/SettingsPage"), "rota");
const UncoveredPage = lazyPage(() => import("@/features/rota/UncoveredPage"), "rota");
const SwapsPage = lazyPage(() => import("@/features/rota/SwapsPage"), "rota");
const DutyPage = lazyPage(() => import("@/features/duty/DutyPage"), "duty", "rota");
const NoticesPage = lazyPage(() => import("@/features/notices/NoticesPage"));
const ConsultationPage = lazyPage(() => import("@/features/consultation/ConsultationPage"), "consultation");
const StaffAlerts = lazyPage(() => import("@/features/clinician/StaffAlerts"), "clinician");
const WaitingAlerts = lazyPage(() => import("@/features/clinician/waiting/WaitingAlerts"), "clinician");

/** The screens of staff, each role with its own. */
export default function StaffRoutes() {
  const { t } = useTranslation();
  const { role } = useMe();
  const home = homeOf(role);
  const isClinician = CLINICIANS.includes(role);
  const answersAlerts = role === "counsellor" || role === "psychiatrist";
  const nav: NavItem[] = [
    ...(isClinician
      ? [
          {
            href: "/work",
            also: ["/work/*?", "/courses/*?", "/records/*?"],
            icon: "talk",
            label: t("nav.work"),
          } as const,
        ]
      : []),
    ...(isClinician ? [{ href: "/duty", also: "/duty/*?", icon: "calendar", label: t("nav.duty") } as const] : []),
    ...(role === "psychiatrist"
      ? [{ href: "/cosignings", also: "/cosignings/*?", icon: "note", label: t("nav.cosignings") } as const]
      : []),
    ...(answersAlerts ? [{ href: "/alerts", also: "/alerts/*?", icon: "alert", label: t("nav.alerts") } as const] : []),
    ...(role === "coordinator"
      ? [
          { href: "/today", also: ["/today/*?", "/absences/*?"], icon: "home", label: t("nav.today") } as const,
          { href: "/rota", also: "/rota/*?", icon: "people", label: t("nav.rota") } as const,
          { href: "/services", icon: "talk", label: t("nav.services") } as const,
          { href: "/schedules", also: "/schedules/*?", icon: "clock", label: t("nav.schedules") } as const,
        ]
      : []),
    ...(READERS_OF_FIGURES.includes(role)
      ? [{ href: "/figures", icon: "calendar", label: t("nav.figures") } as const]
      : []),
    ...(role === "administrator"
      ? [
          { href: "/accounts", icon: "people", label: t("nav.accounts") } as const,
          { href: "/jobs", icon: "clock", label: t("nav.jobs") } as const,
        ]
      : []),
    { href: "/settings", also: "/settings/*?", icon: "settings", label: t("nav.settings") },
  ];
  const banner = isClinician ? (
    <Suspense fallback={null}>
      <StaffAlerts />
      <WaitingAlerts />
    </Suspense>
  ) : (
    <UrgentNotices />
  );
  return (
    <>
      <LivePerson />
      <Shell nav={nav} bar="top" account={<NoticesLink />} banner={banner}>
        <Switch>
          {isClinician ? (
            <Route path="/work/:appointmentId?">
              <WorkPage />
            </Route>
          ) : null}
          {isClinician ? (
            <Route path="/consultation/:appointmentId">
              <ConsultationPage />
            </Route>
          ) : null}
          {role === "coordinator" ? (
            <Route path="/services">
              <ServicesPage />
            </Route>
          ) : null}
          {role === "coordinator" ? (
            <Route path="/schedules">
              <SchedulesPage />
            </Route>
          ) : null}
          {role === "coordinator" ? (
            <Route path="/schedules/closings">
              <ClosingsPage />
            </Route>
          ) : null}
          {role === "coordinator" ? (
            <Route path="/schedules/:practitionerId">
              <SchedulePage />
            </Route>
          ) : null}
          {READERS_OF_FIGURES.includes(role) ? (
            <Route path="/figures">
              <FiguresPage />
            </Route>
          ) : null}
          {role === "administrator" ? (
            <Route path="/accounts">
              <AccountsPage />
            </Route>
          ) : null}
          {role === "coordinator" ? (
            <Route path="/today">
              <TodayPage />
            </Route>
          ) : null}
          {role === "coordinator" ? (
            <Route path="/today/appointments/:day?">
              <DayPage />
            </Route>
          ) : null}
          {role === "coordinator" ? (
            <Route path="/absences/displaced">
              <DisplacedPage />
            </Route>
          ) : null}
          {role === "coordinator" ? (
            <Route path="/absences/new">
              <AbsencePage />
            </Route>
          ) : null}
          {role === "coordinator" ? (
            <Route path="/rota/settings/:part?">
              <RotaSettingsPage />
            </Route>
          ) : null}
          {role === "coordinator" ? (
            <Route path="/rota/uncovered">
              <UncoveredPage />
            </Route>
          ) : null}
          {role === "coordinator" ? (
            <Route path="/rota/swaps">
              <SwapsPage />
            </Route>
          ) : null}
          {isClinician ? (
            <Route path="/duty/:month?">
              <DutyPage />
            </Route>
          ) : null}
          {role === "coordinator" ? (
            <Route path="/rota/:month?">
              <RotaPage />
            </Route>
          ) : null}
          {answersAlerts || role === "coordinator" ? (
            <Route path="/alerts">
              <BoardPage />
            </Route>
          ) : null}
          {role === "coordinator" ? (
            <Route path="/alerts/chain">
              <ChainPage />
            </Route>
          ) : null}
          {isClinician ? (
            <Route path="/alerts/:flagId">
              <AssessmentPage />
            </Route>
          ) : null}
          <Route path="/notices">
            <NoticesPage />
          </Route>
          {role === "psychiatrist" ? (
            <Route path="/supervision/:encounterId">
              <SupervisionPage />
            </Route>
          ) : null}
          {role === "psychiatrist" ? (
            <Route path="/cosignings">
              <CosigningsPage />
            </Route>
          ) : null}
          {role === "psychiatrist" ? (
            <Route path="/cosignings/:cosigningId">
              <CosigningPage />
            </Route>
          ) : null}
          {isClinician ? (
            <Route path="/courses/:episodeId">
              <CoursePage />
            </Route>
          ) : null}
          {isClinician || role === "coordinator" ? (
            <Route path="/templates">
              <TemplatesPage />
            </Route>
          ) : null}
          {isClinician ? (
            <Route path="/glass">
              <GlassPage />
            </Route>
          ) : null}
          {isClinician ? (
            <Route path="/records/:personId">
              <RecordPage />
            </Route>
          ) : null}
          {role === "administrator" ? (
            <Route path="/jobs">
              <JobsPage />
            </Route>
          ) : null}
          {role === "administrator" ? (
            <Route path="/mails">
              <KeptMailsPage />
            </Route>
          ) : null}
          {isClinician ? (
            <Route path="/settings/reminders">
              <RemindersPage back="/settings" />
            </Route>
          ) : null}
          {isClinician ? (
            <Route path="/appointments/:appointmentId">
              {({ appointmentId }) => <Redirect to={`/work/${appointmentId}`} replace />}
            </Route>
          ) : null}
          <Route path="/settings/password">
            <PasswordPage back="/settings" />
          </Route>
          <Route path="/settings">
            <SettingsPage />
          </Route>
          <Route path="/">
            <Redirect to={home} replace />
          </Route>
          <Route path="/forgot-password">
            <Redirect to="/settings/password" replace />
          </Route>
          <Route path="/sign-in">
            <Redirect to={home} replace />
          </Route>
          <Route>
            <NotFound />
          </Route>
        </Switch>
      </Shell>
    </>
  );
}
