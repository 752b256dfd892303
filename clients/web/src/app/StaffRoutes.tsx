import "@/i18n/staff";
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
  "invitation",
  "followups",
  "writing",
  "unsent",
  "devices",
  "records",
  "summary",
  "trends",
);
const SupervisionPage = lazyPage(
  () => import("@/features/guests/SupervisionPage"),
  "guests",
  "invitation",
  "consultation",
  "unsent",
  "devices",
);
const CosigningsPage = lazyPage(() => import("@/features/record/CosigningsPage"), "records");
const CosigningPage = lazyPage(() => import("@/features/record/CosigningPage"), "records");
const CoursePage = lazyPage(() => import("@/features/clinician/CoursePage"), "clinician", "trends");
const GlassPage = lazyPage(() => import("@/features/record/GlassPage"), "records");
const TemplatesPage = lazyPage(() => import("@/features/record/TemplatesPage"), "records");
const RecordPage = lazyPage(() => import("@/features/record/RecordPage"), "records", "letters");
const LetterPage = lazyPage(() => import("@/features/letters/LetterPage"), "letters", "records");
const BoardPage = lazyPage(() => import("@/features/alerts/BoardPage"), "alerts");
const ChainPage = lazyPage(() => import("@/features/alerts/ChainPage"), "alerts");
const LinesPage = lazyPage(() => import("@/features/alerts/LinesPage"), "lines");
const AssessmentPage = lazyPage(() => import("@/features/alerts/AssessmentPage"), "alerts", "clinician");
const CityReportsPage = lazyPage(() => import("@/features/reports/CityReportsPage"), "reports", "evaluation");
const CityReportPage = lazyPage(() => import("@/features/reports/CityReportPage"), "reports", "evaluation");
const ReportsPage = lazyPage(() => import("@/features/reports/ReportsPage"), "reports", "evaluation");
const ReportPage = lazyPage(() => import("@/features/reports/ReportPage"), "reports", "evaluation");
const ReviewPage = lazyPage(() => import("@/features/reports/ReviewPage"), "reports", "evaluation");
const MeasuresPage = lazyPage(() => import("@/features/evaluation/MeasuresPage"), "evaluation", "coordinator");
const MeasurePage = lazyPage(() => import("@/features/evaluation/MeasurePage"), "evaluation");
const FunnelPage = lazyPage(() => import("@/features/evaluation/FunnelPage"), "evaluation");
const TimesPage = lazyPage(() => import("@/features/evaluation/TimesPage"), "evaluation");
const LoadPage = lazyPage(() => import("@/features/evaluation/LoadPage"), "evaluation");
const GroupsPage = lazyPage(() => import("@/features/evaluation/GroupsPage"), "evaluation");
const CallsPage = lazyPage(() => import("@/features/evaluation/CallsPage"), "evaluation", "coordinator");
const AccountsPage = lazyPage(() => import("@/features/accounts/AccountsPage"), "accounts");
const JobsPage = lazyPage(() => import("@/features/jobs/JobsPage"), "jobs");
const KeepingPage = lazyPage(() => import("@/features/keeping/KeepingPage"), "keeping");
const SettingsPage = lazyPage(() => import("@/features/settings/SettingsPage"), "alerts");
const PasswordPage = lazyPage(() => import("@/features/password/PasswordPage"), "password");
const RemindersPage = lazyPage(() => import("@/features/reminders/RemindersPage"), "reminders");
const KeptMailsPage = lazyPage(() => import("@/features/mails/KeptMailsPage"), "jobs");
const TodayPage = lazyPage(() => import("@/features/today/TodayPage"), "today", "devices");
const DayPage = lazyPage(() => import("@/features/today/DayPage"), "today");
const AbsencePage = lazyPage(() => import("@/features/today/AbsencePage"), "today");
const DisplacedPage = lazyPage(() => import("@/features/today/DisplacedPage"), "today");
const SurveysPage = lazyPage(() => import("@/features/surveys/SurveysPage"), "surveys");
const SurveyPage = lazyPage(() => import("@/features/surveys/SurveyPage"), "surveys", "questionnaire");
const SurveyResultsPage = lazyPage(() => import("@/features/surveys/ResultsPage"), "surveys", "evaluation");
const ServicesPage = lazyPage(() => import("@/features/services/ServicesPage"), "services");
const SchedulesPage = lazyPage(() => import("@/features/schedules/SchedulesPage"), "schedules");
const SchedulePage = lazyPage(() => import("@/features/schedules/SchedulePage"), "schedules", "supervision");
const SupervisorsPage = lazyPage(() => import("@/features/supervision/SupervisorsPage"), "supervision");
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
            also: ["/work/*?", "/courses/*?", "/records/*?", "/letters/*?"],
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
          {
            href: "/schedules",
            also: ["/schedules/*?", "/supervisors"],
            icon: "clock",
            label: t("nav.schedules"),
          } as const,
          { href: "/surveys", also: "/surveys/*?", icon: "note", label: t("nav.surveys") } as const,
        ]
      : []),
    ...(READERS_OF_FIGURES.includes(role)
      ? [{ href: "/figures", also: "/figures/*?", icon: "calendar", label: t("nav.figures") } as const]
      : []),
    ...(role === "administrator"
      ? [
          { href: "/accounts", also: "/supervisors", icon: "people", label: t("nav.accounts") } as const,
          { href: "/jobs", icon: "clock", label: t("nav.jobs") } as const,
          { href: "/keeping", icon: "calendar", label: t("nav.keeping") } as const,
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
            <Route path="/surveys">
              <SurveysPage />
            </Route>
          ) : null}
          {role === "coordinator" ? (
            <Route path="/surveys/:id">{({ id }) => <SurveyPage key={id} id={id} />}</Route>
          ) : null}
          {role === "coordinator" ? (
            <Route path="/surveys/:id/results">{({ id }) => <SurveyResultsPage key={id} id={id} />}</Route>
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
          {role === "officer" ? (
            <Route path="/figures">
              <CityReportsPage />
            </Route>
          ) : null}
          {role === "officer" ? (
            <Route path="/figures/reports/:id">{({ id }) => <CityReportPage key={id} id={id} />}</Route>
          ) : null}
          {role === "coordinator" ? (
            <Route path="/figures/reports">
              <ReportsPage />
            </Route>
          ) : null}
          {role === "coordinator" ? (
            <Route path="/figures/reports/:id">{({ id }) => <ReportPage key={id} id={id} />}</Route>
          ) : null}
          {READERS_OF_FIGURES.includes(role) ? (
            <Route path="/figures/review">
              <ReviewPage role={role} />
            </Route>
          ) : null}
          {role === "coordinator" ? (
            <Route path="/figures">
              <MeasuresPage />
            </Route>
          ) : null}
          {role === "coordinator" ? (
            <Route path="/figures/measures/:code">{({ code }) => <MeasurePage key={code} code={code} />}</Route>
          ) : null}
          {role === "coordinator" ? (
            <Route path="/figures/funnel">
              <FunnelPage />
            </Route>
          ) : null}
          {role === "coordinator" ? (
            <Route path="/figures/times">
              <TimesPage />
            </Route>
          ) : null}
          {role === "coordinator" ? (
            <Route path="/figures/load">
              <LoadPage />
            </Route>
          ) : null}
          {role === "coordinator" ? (
            <Route path="/figures/groups">
              <GroupsPage />
            </Route>
          ) : null}
          {role === "coordinator" ? (
            <Route path="/figures/calls">
              <CallsPage />
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
          {role === "coordinator" || role === "administrator" ? (
            <Route path="/alerts/lines">
              <LinesPage />
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
            <Route path="/letters/:letterId">
              <LetterPage />
            </Route>
          ) : null}
          {isClinician ? (
            <Route path="/records/:personId">
              <RecordPage />
            </Route>
          ) : null}
          {role === "coordinator" || role === "administrator" ? (
            <Route path="/supervisors">
              <SupervisorsPage />
            </Route>
          ) : null}
          {role === "administrator" ? (
            <Route path="/keeping">
              <KeepingPage />
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
