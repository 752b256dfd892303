import { useTranslation } from "react-i18next";
import { Redirect, Route, Switch } from "wouter";
import HomePage from "@/features/home/HomePage";
import { LivePerson } from "./LivePerson";
import { lazyPage } from "./lazy-page";
import { NotFound } from "./NotFound";
import { Shell } from "./Shell";

const BookPage = lazyPage(() => import("@/features/booking/BookPage"), "booking");
const AppointmentsPage = lazyPage(
  () => import("@/features/appointments/AppointmentsPage"),
  "appointments",
  "followups",
  "devices",
);
const MovePage = lazyPage(() => import("@/features/appointments/MovePage"), "appointments", "booking");
const FamilyPage = lazyPage(() => import("@/features/family/FamilyPage"), "family");
const PasswordPage = lazyPage(() => import("@/features/password/PasswordPage"), "password");
const QuestionnairePage = lazyPage(() => import("@/features/questionnaire/QuestionnairePage"), "questionnaire");
const RemindersPage = lazyPage(() => import("@/features/reminders/RemindersPage"), "reminders");
const AccessPage = lazyPage(() => import("@/features/record-access/AccessPage"), "access");
const DataPage = lazyPage(() => import("@/features/keeping/DataPage"), "keeping");
const ExportPage = lazyPage(() => import("@/features/keeping/ExportPage"), "keeping", "access");
const ErasurePage = lazyPage(() => import("@/features/keeping/ErasurePage"), "keeping");
const OwnLetterPage = lazyPage(() => import("@/features/letters/OwnLetterPage"), "letters");
const NoticesPage = lazyPage(() => import("@/features/notices/NoticesPage"));
export const ConsultationPage = lazyPage(
  () => import("@/features/consultation/ConsultationPage"),
  "consultation",
  "questionnaire",
  "guests",
  "invitation",
  "followups",
  "writing",
  "unsent",
  "devices",
  "handover",
);
const UrgentPage = lazyPage(() => import("@/features/consultation/UrgentPage"), "consultation", "questionnaire");
const CheckPage = lazyPage(() => import("@/features/device-check/CheckPage"), "devices", "handover", "consultation");

/** The screens of parents and families. */
export function ClientRoutes() {
  const { t } = useTranslation();
  return (
    <>
      <LivePerson />
      <Switch>
        <Route path="/consultation/:appointmentId">
          <ConsultationPage />
        </Route>
        <Route>
          <Shell
            nav={[
              { href: "/", icon: "home", label: t("nav.home") },
              { href: "/book", icon: "calendar", label: t("nav.book") },
              {
                href: "/consultations",
                also: ["/consultations/*?", "/letters/*?"],
                icon: "talk",
                label: t("nav.consultations"),
              },
              { href: "/family", also: "/family/*?", icon: "family", label: t("nav.family") },
            ]}
          >
            <Switch>
              <Route path="/">
                <HomePage />
              </Route>
              <Route path="/book">
                <BookPage />
              </Route>
              <Route path="/consultations/:appointmentId/move">
                <MovePage />
              </Route>
              <Route path="/consultations/:appointmentId/check">
                <CheckPage />
              </Route>
              <Route path="/consultations/:appointmentId?">
                <AppointmentsPage />
              </Route>
              <Route path="/family/password">
                <PasswordPage back="/family" />
              </Route>
              <Route path="/family/reminders">
                <RemindersPage back="/family" />
              </Route>
              <Route path="/family/access">
                <AccessPage />
              </Route>
              <Route path="/family/data">
                <DataPage />
              </Route>
              <Route path="/family/data/:exportId">
                <ExportPage />
              </Route>
              <Route path="/family/erasure">
                <ErasurePage />
              </Route>
              <Route path="/family/:part?">
                <FamilyPage />
              </Route>
              <Route path="/letters/:letterId">
                <OwnLetterPage />
              </Route>
              <Route path="/questionnaire">
                <QuestionnairePage />
              </Route>
              <Route path="/urgent">
                <UrgentPage />
              </Route>
              <Route path="/notices">
                <NoticesPage />
              </Route>
              <Route path="/appointments/:appointmentId/check">
                {({ appointmentId }) => <Redirect to={`/consultations/${appointmentId}/check`} replace />}
              </Route>
              <Route path="/appointments/:appointmentId">
                {({ appointmentId }) => <Redirect to={`/consultations/${appointmentId}`} replace />}
              </Route>
              <Route path="/sign-in">
                <Redirect to="/" replace />
              </Route>
              <Route path="/forgot-password">
                <Redirect to="/family/password" replace />
              </Route>
              <Route path="/register">
                <Redirect to="/" replace />
              </Route>
              <Route>
                <NotFound />
              </Route>
            </Switch>
          </Shell>
        </Route>
      </Switch>
    </>
  );
}
